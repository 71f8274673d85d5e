"""Roles: who holds which, where; giving one and ending one (PE-04)."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render

from portal.kernel import attempts, clock
from portal.kernel.actors import Actor
from portal.kernel.errors import DomainError, NotAllowed, NotFound
from portal.kernel.web import HubRequest, page_number, refuse, require_safe_or_post, say, signed_in
from portal.people import giving_roles, services
from portal.people.forms import ColleagueForm, GrantForm
from portal.people.models import Person
from portal.people.permissions import RUNS_ROSTERS, roles_given_by
from portal.people.roles import Role

PER_PAGE = 50


@signed_in
@require_safe_or_post
def roles(request: HubRequest) -> HttpResponse:
    """The roles that the actor may end, and whom to give one to."""
    actor, on = request.actor, clock.today(request.now)
    _check(actor)
    form = attempts.asked(request, ColleagueForm)
    if request.method == "POST" and form.is_valid():
        person = giving_roles.person_with_address(actor, form.cleaned_data["email"], on)
        if person:
            return redirect("people:role-give", person.pk)
        form.add_error("email", "Nobody on your roster has this address. Import the roster first.")
    page = Paginator(giving_roles.grants_listed_for(actor, on), PER_PAGE).get_page(page_number(request))
    shown = {"page": page, "keeps_sign_in": actor.holds(Role.ADMIN)}
    return attempts.page(request, form, "people/roles.html", shown)


@signed_in
@require_safe_or_post
def give(request: HubRequest, person_id: int) -> HttpResponse:
    """Choose the role and its reach for one person."""
    actor, on = request.actor, clock.today(request.now)
    _check(actor)
    person = giving_roles.person_to_grant(actor, person_id, on)
    places = giving_roles.places_to_grant(actor, person.pk, on)
    form = attempts.asked(request, GrantForm, roles=roles_given_by(actor), places=places)
    if request.method == "POST" and form.is_valid() and _give(request, person, form):
        return redirect("people:roles")
    held = giving_roles.grants_listed_for(actor, on).filter(person=person)
    return attempts.page(request, form, "people/role_give.html", {"person": person, "held": held})


@signed_in
@require_safe_or_post
def end(request: HubRequest, grant_id: int) -> HttpResponse:
    """Ask whether a role is to end, then end it; it stops counting at once."""
    if request.method != "POST":
        grant = giving_roles.grant_to_end(request.actor, grant_id, clock.today(request.now))
        return render(request, "people/role_end.html", {"grant": grant})
    try:
        services.end_grant(actor=request.actor, grant_id=grant_id, now=request.now)
        say(request, "The role has ended.")
    except NotAllowed as refusal:
        raise NotFound() from refusal
    except DomainError as error:
        say(request, error.sentence, "error")
    return redirect("people:roles")


def _check(actor: Actor) -> None:
    if not actor.holds(*RUNS_ROSTERS):
        raise NotAllowed("Only training administrators can do this.")


def _give(request: HubRequest, person: Person, form: GrantForm) -> bool:
    """Give the role that the form describes; False with words on the form when it cannot be."""
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
