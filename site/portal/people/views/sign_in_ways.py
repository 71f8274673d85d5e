"""Setting an organisation's own sign-in up, and deciding about identities that were set aside (PE-02)."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from portal.kernel import attempts
from portal.kernel.errors import DomainError, NotAllowed, NotFound
from portal.kernel.web import HubRequest, page_number, refuse, require_safe_or_post, say, signed_in
from portal.people.employers import selectors
from portal.people.employers.forms import EndForm, NewPersonForm, SecretForm, WayForm
from portal.people.employers.permissions import organisations_with_sign_in_kept_by
from portal.people.plain_forms import PlainForm
from portal.people.roles import Role
from portal.people.services import employer_sign_in, identities
from portal.people.step_up import recently_proved

PER_PAGE = 25


@signed_in
@require_safe
def ways(request: HubRequest) -> HttpResponse:
    """Organisations that sign their staff in themselves, and identities that wait for a decision."""
    _administrators_only(request)
    page = Paginator(selectors.identities_listed_for(request.actor), PER_PAGE).get_page(page_number(request))
    shown = {
        "ways": selectors.ways_listed_for(request.actor),
        "page": page,
        "waiting": selectors.identities_waiting_for(request.actor),
    }
    return render(request, "people/sign_in_ways.html", shown)


@signed_in
@require_safe_or_post
@recently_proved
def add(request: HubRequest) -> HttpResponse:
    """An organisation, its issuer, and what it knows us by."""
    _administrators_only(request)
    form = attempts.asked(request, WayForm, organisations=organisations_with_sign_in_kept_by(request.actor))
    if request.method == "POST" and form.is_valid():
        try:
            app = employer_sign_in.connect_employer(
                actor=request.actor,
                organisation_id=form.cleaned_data["organisation"].pk,
                issuer=form.cleaned_data["issuer"],
                client_id=form.cleaned_data["client_id"],
                secret=form.cleaned_data["secret"],
                now=request.now,
            )
        except DomainError as error:
            refuse(form, error)
        else:
            say(request, "Kept. Give the organisation the address below, then try it.")
            return redirect("people:sign-in-way", code=app.provider_id)
    return attempts.page(request, form, "people/sign_in_way_add.html", {})


@signed_in
@require_safe
def way(request: HubRequest, code: str) -> HttpResponse:
    """One way: what the organisation has to know, a trial, a new secret, and its end."""
    _administrators_only(request)
    found = selectors.way_kept_by(request.actor, code)
    shown = {
        "way": found,
        "comes_back_to": request.build_absolute_uri(found.comes_back_to),
        "secret": SecretForm(auto_id="secret_%s"),
        "end": EndForm(auto_id="end_%s"),
    }
    return render(request, "people/sign_in_way.html", shown)


@signed_in
@require_safe_or_post
@recently_proved
def change(request: HubRequest, code: str) -> HttpResponse:
    """Do what the pressed button says. A GET comes back from proving who one is."""
    found = selectors.way_kept_by(request.actor, code)
    step = request.POST.get("step", "") if request.method == "POST" else ""
    if step == "try":
        _try(request, found)
    elif step == "secret" and (secret := _filled(request, SecretForm(request.POST))):
        employer_sign_in.replace_secret(
            actor=request.actor, code=code, secret=secret["secret"], now=request.now
        )
        say(request, "The new secret is kept.")
    elif step == "end" and _filled(request, EndForm(request.POST)):
        employer_sign_in.end_way(actor=request.actor, code=code, now=request.now)
        say(request, f"Nobody signs in through {found.name} any more. Their accounts stay.")
        return redirect("people:sign-in-ways")
    return redirect("people:sign-in-way", code=code)


def _try(request: HubRequest, found: selectors.Way) -> None:
    comes_back_to = request.build_absolute_uri(found.comes_back_to)
    why = employer_sign_in.try_sign_in(
        actor=request.actor, code=found.code, comes_back_to=comes_back_to, now=request.now
    )
    if why:
        say(request, why, "error")
    else:
        say(
            request,
            "It answers, and it accepts our client ID and secret. Sign in with one account to be sure.",
        )


def _filled(request: HubRequest, form: PlainForm) -> dict[str, Any]:
    """What was typed; empty when something is missing, which is then said."""
    if form.is_valid():
        return form.cleaned_data
    say(request, str(next(iter(form.errors.values()))[0]), "error")
    return {}


@signed_in
@require_safe_or_post
@recently_proved
def identity(request: HubRequest, identity_id: int) -> HttpResponse:
    """One identity: what it claimed, and who it is as the administrator found out."""
    found = selectors.identity_for(request.actor, identity_id)
    form = attempts.asked(request, NewPersonForm)
    if request.method == "POST" and form.is_valid():
        try:
            identities.confirm_identity(
                actor=request.actor, identity_id=identity_id, now=request.now, **form.cleaned_data
            )
        except NotFound:
            raise
        except DomainError as error:
            refuse(form, error)
        else:
            say(
                request,
                "Confirmed as somebody new. They sign in the same way again, and type the code we send.",
            )
            return redirect("people:sign-in-ways")
    return attempts.page(request, form, "people/identity.html", {"identity": found})


@signed_in
@require_POST
def refuse_identity(request: HubRequest, identity_id: int) -> HttpResponse:
    """It is nobody we know: it stays closed."""
    try:
        identities.refuse_identity(actor=request.actor, identity_id=identity_id, now=request.now)
        say(request, "Refused. This identity opens nothing.")
    except NotFound:
        raise
    except DomainError:
        say(request, "Somebody decided about this before you.", "error")
    return redirect("people:sign-in-ways")


def _administrators_only(request: HubRequest) -> None:
    if not request.actor.holds(Role.ADMIN):
        raise NotAllowed("Only administrators can do this.")
