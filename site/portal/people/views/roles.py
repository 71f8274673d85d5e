"""Roles: who holds which, where; giving one and ending one (PE-04)."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from portal.kernel import attempts, clock
from portal.kernel.errors import DomainError, NotAllowed, NotFound
from portal.kernel.web import HubRequest, page_number, refuse, say, signed_in
from portal.people import selectors, services
from portal.people.forms import GrantForm
from portal.people.permissions import RUNS_ROSTERS, roles_given_by
from portal.people.roles import Role

PER_PAGE = 50


@signed_in
@require_http_methods(["GET", "POST"])
def roles(request: HubRequest) -> HttpResponse:
    """The roles that the actor may end, and a form to give one."""
    actor = request.actor
    if not actor.holds(*RUNS_ROSTERS):
        raise NotAllowed("Only training administrators can do this.")
    form = attempts.asked(
        request, GrantForm, roles=roles_given_by(actor), places=selectors.places_to_grant(actor)
    )
    if request.method == "POST" and form.is_valid() and _give(request, form):
        return redirect("people:roles")
    held = selectors.grants_listed_for(actor, clock.today(request.now))
    page = Paginator(held, PER_PAGE).get_page(page_number(request))
    shown = {"page": page, "keeps_sign_in": actor.holds(Role.ADMIN)}
    return attempts.page(request, form, "people/roles.html", shown)


@signed_in
@require_POST
def end(request: HubRequest, grant_id: int) -> HttpResponse:
    """End a role; it stops counting at once."""
    try:
        services.end_grant(actor=request.actor, grant_id=grant_id, now=request.now)
        say(request, "The role has ended.")
    except NotAllowed as refusal:
        raise NotFound() from refusal
    except DomainError as error:
        say(request, error.sentence, "error")
    return redirect("people:roles")


def _give(request: HubRequest, form: GrantForm) -> bool:
    """Give the role that the form describes; False with words on the form when it cannot be."""
    on = clock.today(request.now)
    person = selectors.person_with_address(request.actor, form.cleaned_data["email"], on)
    if person is None:
        form.add_error("email", "Nobody on your roster has this address. Import the roster first.")
        return False
    place = form.place()
    try:
        services.give_grant(
            actor=request.actor,
            person_id=person.pk,
            role=form.cleaned_data["role"],
            now=request.now,
            organisation_id=place.get("organisation_id"),
            service_id=place.get("service_id"),
            team_id=place.get("team_id"),
        )
    except DomainError as error:
        refuse(form, error)
        return False
    say(request, f"{person.name} holds the role from now on.")
    return True
