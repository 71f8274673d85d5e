"""My hub, search, and the door of the editor."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail.models import Page, PageViewRestriction
from wagtail.views import serve

from portal.kernel import clock
from portal.kernel.querying import Prepared
from portal.kernel.web import HubRequest, signed_in
from portal.pages.front import BOOK, FIND, first_steps
from portal.pages.hub import (
    GROUPS,
    asking,
    begun_in,
    cards_for,
    changes_for,
    changes_since,
    greeting_for,
    items_for,
    summary_of,
)
from portal.pages.models import BoroughPage, HomePage
from portal.pages.search.answers import search as look_for


@require_safe
@signed_in
def hub(request: HubRequest) -> HttpResponse:
    """What is due today, booked, to be agreed, to be filled in, offered, earned, and what changed."""
    groups = items_for(request.actor, request.now)
    changes = changes_for(request.actor, request.now)
    given_name = request.actor.name.split(" ")[0] if request.actor.is_person else ""
    context = {
        "groups": [{"key": key, "label": GROUPS[key], "items": items} for key, items in groups.items()],
        "begun": begun_in(request),
        "changes": changes,
        "changes_first": not asking(groups),
        "changes_since": clock.today(changes_since(request.now)),
        "cards": cards_for(request.actor, request.now),
        "greeting": greeting_for(given_name, clock.local(request.now).hour),
        "summary": summary_of(groups, len(changes)),
        "first_steps": first_steps(request.actor),
        "practises": first_steps(request.actor) == (*BOOK, *FIND),
        "today": clock.today(request.now),
    }
    return render(request, "pages/hub.html", context)


_KEPT_FROM_SOME = Prepared(lambda: PageViewRestriction.objects.values_list("pk")[:1])


def _served(request: HubRequest, pages: QuerySet[Page], **which: str) -> HttpResponse:
    """A page by its address alone: the editor's way walks the tree of pages level by level.

    Where an editor keeps any page from some readers, that way is taken after all: it asks who may read what.
    """
    if _KEPT_FROM_SOME.rows():
        return serve(request, request.path)
    answer: HttpResponse = get_object_or_404(pages, **which).serve(request)
    return answer


@require_safe
def home(request: HubRequest) -> HttpResponse:
    """The front page."""
    return _served(request, HomePage.objects.live())


@require_safe
def borough(request: HubRequest, borough: str) -> HttpResponse:
    """A borough's page."""
    return _served(request, BoroughPage.objects.live(), slug=borough)


@require_safe
@never_cache
def search(request: HubRequest) -> HttpResponse:
    """One box over courses, their dates, toolkits, pathways and pages, within rights."""
    answer = look_for(request.GET.get("q", ""), actor=request.actor, now=request.now)
    return render(request, "pages/search.html", {"answer": answer})


@require_safe
@never_cache
def editor_door(request: HubRequest) -> HttpResponse:
    """Where the editor sends whoever it does not let in: to sign in, or, signed in already, to a plain refusal.

    Whoever may edit and comes here by a typed address is led on to the editor.

    Without it a signed-in person without the right would be sent round between the editor and the sign-in page.
    """
    if request.user.is_authenticated:
        # Wagtail left a message that says what our page says. A message that was read is gone with the next answer.
        if list(messages.get_messages(request)):
            return redirect(request.get_full_path())
        if "next" not in request.GET and request.user.has_perm("wagtailadmin.access_admin"):
            return redirect("wagtailadmin_home")
        raise PermissionDenied
    return redirect_to_login(request.GET.get("next", "/cms/"))


@require_safe
def sign_in_door(request: HubRequest) -> HttpResponse:
    """In place of Wagtail's sign-in for visitors of private pages, which asks for no second factor."""
    return redirect_to_login(request.GET.get("next", "/my/"))
