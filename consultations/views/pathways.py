"""The public pages of the pathways: what each is, and a check that keeps nothing."""

import json
from collections.abc import Mapping
from datetime import timedelta

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from consultations.link_forms import SuitabilityForm
from consultations.pathways import Outcome, Pathway, area_name, pathway_on, pathways_on, suitability
from consultations.pathways.areas import LONDON
from consultations.pathways.open_referral import page_of, service_of
from portal.kernel import clock
from portal.kernel.encryption import seal, unseal
from portal.kernel.web import HubRequest, posted, require_safe_or_post
from portal.pages.selectors import words_of_pathway
from portal.people import selectors as people

# These two come first: the one most asked for, and the one for danger.
FIRST = ("restart", "marac")
ALL_OF_LONDON = frozenset(LONDON)
# How far away a pathway is from whoever looks; the order of the list.
HERE, LONDON_WIDE, AWAY, ANYWHERE = range(4)
NEAR = (HERE, LONDON_WIDE)
# The answers to the longest list of questions need a third of this; sealed they still fit into a cookie.
MOST_TYPED = 1_500
CARRIED_FOR = timedelta(minutes=1)


def _pathway(request: HubRequest, code: str) -> Pathway:
    found = pathway_on(code, clock.today(request.now))
    if found is None:
        raise Http404
    return found


def _areas(pathway: Pathway) -> str:
    if pathway.areas is None:
        return "Everywhere"
    areas = frozenset(pathway.areas)
    names = sorted(area_name(code) for code in (areas - ALL_OF_LONDON if areas >= ALL_OF_LONDON else areas))
    if areas >= ALL_OF_LONDON:
        names = ["All of London", *names]
    return " and ".join(", ".join(names).rsplit(", ", 1)) if names else "Ask the programme where it runs"


@require_safe
def index(request: HubRequest) -> HttpResponse:
    """Every pathway in force today: those for where one works first, then London, then the rest of the country."""
    own = people.areas_of(request.actor)
    found = sorted(
        pathways_on(clock.today(request.now)), key=lambda p: (p.code not in FIRST, not p.criteria, p.name)
    )
    groups: dict[tuple[int, str], list[Pathway]] = {}
    for one in found:
        groups.setdefault(_group_of(one, own), []).append(one)
    context = {
        # Where each runs is said beside it, unless the heading says it for all of them.
        "near": [
            (heading, [(one, _areas(one) if place != HERE else "") for one in groups[place, heading]])
            for place, heading in sorted(groups)
            if place in NEAR
        ],
        "far": [
            (heading, [(one, "") for one in groups[place, heading]])
            for place, heading in sorted(groups)
            if place not in NEAR
        ],
    }
    return render(request, "consultations/pathways/index.html", context)


def _group_of(pathway: Pathway, own: Mapping[str, str]) -> tuple[int, str]:
    """How far away a pathway is, and the heading it stands under."""
    if pathway.areas is None or own.keys() & set(pathway.areas):
        return (
            (HERE, f"For families in {' or '.join(sorted(own.values()))}")
            if own
            else (LONDON_WIDE, "In London")
        )
    if not pathway.areas:
        return ANYWHERE, "Ask where these run"
    if ALL_OF_LONDON & set(pathway.areas):
        return LONDON_WIDE, "Elsewhere in London" if own else "In London"
    return AWAY, f"In {_areas(pathway)}"


@require_safe
def pathway(request: HubRequest, code: str) -> HttpResponse:
    """One pathway in words."""
    found = _pathway(request, code)
    context = {"pathway": found, "areas": _areas(found), "words": words_of_pathway(code)}
    return render(request, "consultations/pathways/pathway.html", context)


@never_cache
@require_safe_or_post
def check(request: HubRequest, code: str) -> HttpResponse:
    """Does it fit? Nothing is kept: the answers go sealed to the page that shows the result, and end with it.

    They travel in a cookie that the look at the result takes away: no address opens them again, Back and reload
    begin anew, and no browser asks to send a form twice.
    """
    found = _pathway(request, code)
    if not found.criteria:
        raise Http404
    typed = posted(request)
    if typed is not None and (sealed := _sealed(request)):
        return _on_the_way(request, sealed)
    asked = _unsealed(request) if typed is None else typed
    form = SuitabilityForm(asked, pathway=found, initial=_own_area(request, found))
    if form.is_bound and form.is_valid():
        shown = _answer(request, found, form)
    else:
        shown = render(request, "consultations/pathways/check.html", {"pathway": found, "form": form})
    if settings.ANSWERS_COOKIE_NAME in request.COOKIES:
        shown.delete_cookie(settings.ANSWERS_COOKIE_NAME, samesite="Lax")
    return shown


def _own_area(request: HubRequest, pathway: Pathway) -> dict[str, str]:
    """Where whoever looks works, chosen beforehand: most families live there. Nothing where that is no one place."""
    served = people.areas_of(request.actor).keys() & set(pathway.areas or ())
    return {"area": served.pop()} if len(served) == 1 else {}


def _on_the_way(request: HubRequest, sealed: str) -> HttpResponse:
    answer = redirect(request.path)
    answer.set_cookie(
        settings.ANSWERS_COOKIE_NAME,
        sealed,
        max_age=CARRIED_FOR,
        httponly=True,
        secure=bool(settings.SESSION_COOKIE_SECURE),
        samesite="Lax",
    )
    return answer


def _answer(request: HubRequest, found: Pathway, form: SuitabilityForm) -> HttpResponse:
    today = clock.today(request.now)
    answer = suitability(found, form.answers, today, form.area)
    context = {
        "pathway": found,
        "found": answer,
        "divert": pathway_on(answer.divert, today) if answer.divert else None,
        "is_suitable": answer.result is Outcome.SUITABLE,
    }
    return render(request, "consultations/pathways/answer.html", context)


def _sealed(request: HubRequest) -> str:
    """The answers, encrypted, with the instant; empty when there is more of it than the questions ask for."""
    typed = request.POST.copy()
    typed.pop("csrfmiddlewaretoken", None)
    text = typed.urlencode()
    return seal(json.dumps([request.now.timestamp(), text])) if len(text) <= MOST_TYPED else ""


def _unsealed(request: HubRequest) -> QueryDict | None:
    """The answers on the way; None when there are none, they are not ours, or they took too long."""
    try:
        at, text = json.loads(unseal(request.COOKIES.get(settings.ANSWERS_COOKIE_NAME, "")))
    except (InvalidToken, ValueError, TypeError):
        return None
    return QueryDict(text) if request.now.timestamp() - at < CARRIED_FOR.total_seconds() else None


@require_safe
def services(request: HubRequest) -> HttpResponse:
    """The same as data, in the shape of Open Referral UK."""
    found = pathways_on(clock.today(request.now))
    return JsonResponse(page_of([service_of(one, _absolute(request, one.code)) for one in found]))


def _absolute(request: HttpRequest, code: str) -> str:
    return request.build_absolute_uri(reverse("pathways:pathway", args=[code]))
