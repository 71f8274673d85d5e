"""Giving and ending roles. A change counts at the very next click: actors are read afresh for each request."""

from datetime import date, datetime, timedelta

from django.db import transaction

from portal.audit.services import record
from portal.kernel import clock
from portal.kernel.actors import Actor, Place
from portal.kernel.errors import DomainError, NotAllowed, NotFound
from portal.kernel.refs import Ref
from portal.outbox.services import publish
from portal.people.administrators import lasting_administrators
from portal.people.errors import LastAdministrator, NotForYourself
from portal.people.events import RoleEnded, RoleGiven
from portal.people.models import Grant, Service, Team
from portal.people.permissions import may_give_role, may_see_person
from portal.people.roles import Level, Role
from portal.people.selectors import grants_on
from portal.people.services.editor_groups import keep_editor_groups


def give_grant(
    *,
    actor: Actor,
    person_id: int,
    role: str,
    now: datetime,
    organisation_id: int | None = None,
    service_id: int | None = None,
    team_id: int | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> Grant:
    """Give somebody a role over one team, service or organisation, or, naming none, over everything.

    Args:
        starts_on, ends_on: first and last day; from today and open-ended when left out.

    Returns:
        The grant; the one already in force when the same is given twice.

    Raises:
        NotForYourself: nobody gives themselves a role.
        NotAllowed: the role or its reach is not the actor's to give.
        DomainError: the dates contradict each other, or more than one place is named.
    """
    level, reach = _reach(organisation_id, service_id, team_id)
    _check_giving(actor, person_id, role, reach, clock.today(now))
    first = starts_on or clock.today(now)
    if ends_on and ends_on < first:
        raise DomainError("The last day is before the first.", field="ends_on")
    place = {"organisation_id": organisation_id, "service_id": service_id, "team_id": team_id}
    with transaction.atomic():
        same = (
            grants_on(first)
            .filter(person_id=person_id, role=role, level=level, ends_on=ends_on, **place)
            .first()
        )
        if same:
            return same
        grant = Grant.objects.create(
            person_id=person_id,
            role=role,
            level=level,
            starts_on=first,
            ends_on=ends_on,
            given_by=actor.label,
            **place,
        )
        _write_down(actor, "gave role", grant, reach.organisation_id, now)
        _announce(actor, RoleGiven(grant.pk, grant.person_id), now)
        keep_editor_groups(person_id=person_id, on=clock.today(now))
    return grant


def end_grant(*, actor: Actor, grant_id: int, now: datetime, reason: str = "") -> Grant:
    """End a role: it stops counting at once, and yesterday was its last day.

    Raises:
        NotFound, NotForYourself, NotAllowed: as for giving.
        LastAdministrator: nobody would be left who may do everything.
    """
    today = clock.today(now)
    with transaction.atomic():
        grant = Grant.objects.select_for_update().filter(pk=grant_id).first()
        if grant is None:
            raise NotFound()
        _check_ending(actor, grant, today)
        if not grant.void and (grant.ends_on is None or grant.ends_on >= today):
            stop_grant(actor=actor, grant=grant, now=now, reason=reason)
    return grant


def stop_grant(*, actor: Actor, grant: Grant, now: datetime, reason: str = "") -> None:
    """End a role that is in force and locked, in the caller's transaction, which has asked whether it may."""
    today = clock.today(now)
    if grant.starts_on >= today:
        grant.void = True
    else:
        grant.ends_on = today - timedelta(days=1)
    grant.save(update_fields=["void", "ends_on"])
    _write_down(actor, "ended role", grant, grant.organisation_id, now, reason)
    _announce(actor, RoleEnded(grant.pk, grant.person_id), now)
    keep_editor_groups(person_id=grant.person_id, on=today)


def _announce(actor: Actor, event: RoleGiven | RoleEnded, now: datetime) -> None:
    """Whoever holds the role is told, unless the portal itself did it: the first roles, and a demonstration's."""
    if not actor.is_system:
        publish(event, now=now)


def _check_giving(actor: Actor, person_id: int, role: str, reach: Place, today: date) -> None:
    if actor.is_system:
        return
    if actor.person_id == person_id:
        raise NotForYourself()
    if not may_give_role(actor, role, reach):
        raise NotAllowed("You cannot give this role here.")
    if not actor.administers_everything and not may_see_person(actor, person_id, today):
        raise NotAllowed("You can give roles to people on your own roster.")


def _check_ending(actor: Actor, grant: Grant, today: date) -> None:
    if actor.is_system:
        return
    if grant.person_id == actor.person_id:
        raise NotForYourself()
    _, reach = _reach(grant.organisation_id, grant.service_id, grant.team_id)
    if not may_give_role(actor, grant.role, reach):
        raise NotAllowed("You cannot end this role.")
    over_everything = grant.role == Role.ADMIN and grant.level == Level.ALL
    if over_everything and not lasting_administrators(today).exclude(pk=grant.pk).exists():
        raise LastAdministrator()


def _write_down(
    actor: Actor, verb: str, grant: Grant, organisation_id: int | None, now: datetime, reason: str = ""
) -> None:
    record(
        actor=actor,
        verb=verb,
        about=Ref("people.grant", grant.pk),
        now=now,
        organisation_id=organisation_id,
        reason=reason,
        detail={"person": grant.person_id, "role": str(grant.role), "level": str(grant.level)},
    )


def _reach(organisation_id: int | None, service_id: int | None, team_id: int | None) -> tuple[Level, Place]:
    """The level that the ids name, and the place with everything above it."""
    if sum(given is not None for given in (organisation_id, service_id, team_id)) > 1:
        raise DomainError("A role reaches one team, one service, one organisation or everything.")
    if team_id is not None:
        team = Team.objects.select_related("service").get(pk=team_id)
        return Level.TEAM, Place(team.service.organisation_id, team.service_id, team_id)
    if service_id is not None:
        service = Service.objects.get(pk=service_id)
        return Level.SERVICE, Place(service.organisation_id, service_id)
    if organisation_id is not None:
        return Level.ORGANISATION, Place(organisation_id)
    return Level.ALL, Place()
