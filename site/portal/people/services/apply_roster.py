"""One chunk of a roster, written: places, people, memberships, and a line for each so that it can be undone."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import ForeignKey, Model, Q

from portal.kernel import clock
from portal.outbox.services import publish
from portal.people.events import PersonMatched, PlaceConfirmed
from portal.people.models import Grant, Membership, Person, RosterBatch, RosterChange, Service, Team, User
from portal.people.roster.plan import Edit, Plan
from portal.people.selectors import grants_on
from portal.people.services.editor_groups import keep_editor_groups
from portal.people.states import MembershipState

BULK = 500


def apply_plan(batch: RosterBatch, plan: Plan, now: datetime) -> None:
    """Write a plan, in the caller's transaction.

    Order matters: places before the memberships in them, managers before their staff, and memberships are
    closed before new ones take over their employee number.
    """
    changes: list[RosterChange] = []
    for made in (Service.objects.bulk_create(plan.services), Team.objects.bulk_create(plan.teams)):
        changes += _created(batch, made)
    changes += _created(batch, Person.objects.bulk_create(plan.people, batch_size=BULK))
    people = [edit for (kind, _), edit in plan.edits.items() if kind == "person"]
    memberships = [edit for (kind, _), edit in plan.edits.items() if kind == "membership"]
    changes += _changed(batch, Person, people)
    changes += _changed(batch, Membership, memberships)
    for membership in plan.memberships:
        membership.batch = batch
    changes += _created(batch, Membership.objects.bulk_create(plan.memberships, batch_size=BULK))
    changes += _end_grants_of_leavers(batch, memberships, now)
    RosterChange.objects.bulk_create(changes, batch_size=BULK)
    _welcome(plan, memberships, now)


def plain(value: Any) -> Any:
    """A column's value as JSON keeps it."""
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _created(batch: RosterBatch, rows: Sequence[Model]) -> list[RosterChange]:
    return [RosterChange(batch=batch, model=_kind(row), row_id=row.pk, before=None) for row in rows]


def _changed(batch: RosterBatch, model: type[Model], edits: Sequence[Edit]) -> list[RosterChange]:
    """Write edited rows in bulk and keep what they held."""
    changes = []
    names: set[str] = set()
    for edit in edits:
        # A manager who is new has an id only now; assigning again takes it over.
        for field in model._meta.concrete_fields:
            if isinstance(field, ForeignKey) and field.is_cached(edit.row):
                setattr(edit.row, field.name, getattr(edit.row, field.name))
        before = {column: plain(value) for column, value in edit.before.items()}
        after = {column: plain(getattr(edit.row, column)) for column in edit.before}
        names |= set(before)
        changes.append(
            RosterChange(batch=batch, model=_kind(edit.row), row_id=edit.row.pk, before=before, after=after)
        )
    if names:
        columns = [field.name for field in model._meta.concrete_fields if field.attname in names]
        model._default_manager.bulk_update([edit.row for edit in edits], columns, batch_size=BULK)
    return changes


def _kind(row: Model) -> str:
    return type(row).__name__.lower()


def _end_grants_of_leavers(batch: RosterBatch, edits: Iterable[Edit], now: datetime) -> list[RosterChange]:
    """Who has left the organisation keeps no role in it (PE-06 begins here)."""
    last_day = {
        edit.row.person_id: edit.row.ends_on
        for edit in edits
        if isinstance(edit.row, Membership) and "ends_on" in edit.before and edit.row.ends_on is not None
    }
    if not last_day:
        return []
    staying = Membership.objects.filter(
        Q(ends_on=None),
        person_id__in=last_day,
        organisation_id=batch.organisation_id,
        state=MembershipState.CONFIRMED,
    )
    gone = set(last_day) - set(staying.values_list("person_id", flat=True))
    here = Q(organisation_id=batch.organisation_id)
    here |= Q(service__organisation_id=batch.organisation_id)
    here |= Q(team__service__organisation_id=batch.organisation_id)
    changes = []
    for grant in grants_on(clock.today(now)).filter(here, person_id__in=gone):
        before = {"ends_on": plain(grant.ends_on), "void": grant.void}
        _end(grant, last_day[grant.person_id])
        after = {"ends_on": plain(grant.ends_on), "void": grant.void}
        changes.append(RosterChange(batch=batch, model="grant", row_id=grant.pk, before=before, after=after))
        keep_editor_groups(person_id=grant.person_id, on=clock.today(now))
    return changes


def _end(grant: Grant, last_day: date) -> None:
    if last_day < grant.starts_on:
        grant.void = True
    else:
        grant.ends_on = min(last_day, grant.ends_on or last_day)
    grant.save(update_fields=["ends_on", "void"])


def _welcome(plan: Plan, edits: Sequence[Edit], now: datetime) -> None:
    """People whose place is now confirmed: link accounts that waited for it, and announce those with an account."""
    confirmed = [m for m in plan.memberships if m.ends_on is None or m.ends_on >= clock.today(now)]
    asked_for = [edit.row for edit in edits if "state" in edit.before and isinstance(edit.row, Membership)]
    for membership in asked_for:
        publish(PlaceConfirmed(membership.pk, membership.person_id), now=now)
    confirmed += asked_for
    places = {membership.person_id: membership.organisation_id for membership in confirmed}
    if not places:
        return
    people = {
        person.email: person.pk
        for person in Person.objects.filter(pk__in=places, account=None)
        if person.email
    }
    waiting = EmailAddress.objects.filter(email__in=people, verified=True, user__person=None)
    for address in waiting:
        User.objects.filter(pk=address.user_id, person=None).update(person_id=people[address.email])
    for person_id in User.objects.filter(person_id__in=places, is_active=True).values_list(
        "person_id", flat=True
    ):
        if person_id is not None:
            publish(PersonMatched(person_id, places[person_id]), now=now)
            keep_editor_groups(person_id=person_id, on=clock.today(now))
