"""Roles: who holds which, where; giving one and ending one (PE-04)."""

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from portal.kernel import attempts, clock
from portal.kernel.actors import Actor
from portal.kernel.errors import DomainError, NotAllowed, NotFound
from portal.kernel.web import HubRequest, page_number, refuse, require_safe_or_post, say, signed_in
from portal.people import giving_roles, services
from portal.people.forms import ColleagueForm, GrantForm
from portal.people.models import Person
from portal.people.permissions import RUNS_ROSTERS, roles_given_by
from portal.people.roles import Role
from portal.people.step_up import recently_proved

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
@recently_proved
def give(request: HubRequest, person_id: int) -> HttpResponse:
    """Choose the role and its reach for one person. Where they do not work, it is asked about first."""
    on = clock.today(request.now)
    person, offered = _offered(request, person_id)
    form = attempts.asked(request, GrantForm, **offered)
    if request.method == "POST" and form.is_valid():
        if _why_ask_first(person, form, on):
            chosen = urlencode({name: form.cleaned_data[name] for name in ("role", "reach")})
            return redirect(f"{reverse('people:role-sure', args=[person.pk])}?{chosen}")
        if _give(request, person, form):
            return redirect("people:roles")
    held = giving_roles.grants_listed_for(request.actor, on).filter(person=person)
    works_in = [each.name for each in giving_roles.organisations_of(person.pk, on)]
    shown = {"person": person, "held": held, "works_in": works_in}
    return attempts.page(request, form, "people/role_give.html", shown)


@signed_in
@require_safe_or_post
@recently_proved
def sure(request: HubRequest, person_id: int) -> HttpResponse:
    """Say what a role would open where somebody does not work; given when that is meant."""
    person, offered = _offered(request, person_id)
    form = GrantForm(request.POST if request.method == "POST" else request.GET, **offered)
    if not form.is_valid():
        return redirect("people:role-give", person.pk)
    if request.method == "POST":
        if _give(request, person, form):
            return redirect("people:roles")
        say(request, " ".join(str(each[0]) for each in form.errors.values()), "error")
        return redirect("people:role-give", person.pk)
    why = _why_ask_first(person, form, clock.today(request.now))
    return render(request, "people/role_sure.html", {"person": person, "form": form, "why": why})


@signed_in
@require_safe_or_post
@recently_proved
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


def _offered(request: HubRequest, person_id: int) -> tuple[Person, dict[str, Any]]:
    """The person, and what the actor may give them. Raises `NotAllowed` and `NotFound`."""
    _check(request.actor)
    on = clock.today(request.now)
    person = giving_roles.person_to_grant(request.actor, person_id, on)
    places = giving_roles.places_to_grant(request.actor, person.pk, on)
    return person, {"roles": roles_given_by(request.actor), "places": places}


def _why_ask_first(person: Person, form: GrantForm, on: date) -> str:
    role = Role(form.cleaned_data["role"])
    return giving_roles.why_ask_first(person, role, giving_roles.organisation_of_reach(**form.place()), on)


def _give(request: HubRequest, person: Person, form: GrantForm) -> bool:
    """Give the role that the form describes; False with words on the form when it cannot be."""
    role, place = form.cleaned_data["role"], form.place()
    try:
        services.give_grant(
            actor=request.actor,
            person_id=person.pk,
            role=role,
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
