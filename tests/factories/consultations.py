"""Leads with plans, and consultations, for tests: plain functions, sensible without arguments."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from consultations.codes import Kind
from consultations.models import Consultation, LeadCover, LeadPlan, WeeklyRule
from consultations.rules import Slot
from consultations.selectors import slots_for
from consultations.services import Asked, book_consultation
from consultations.states import ConsultationState
from portal.kernel.actors import Actor
from portal.kernel.codes import new_code, short_reference
from portal.people.models import Organisation
from tests.factories.people import LONG_AGO, NOW, Staff, make_organisation, make_staff, make_team

# Two office days of the sketch: Mondays and Thursdays, 09:30 to 16:30.
MONDAY, THURSDAY = 0, 3
CASE = "LL-204518"


@dataclass
class Surgery:
    """A borough, a practitioner in one of its teams, and its lead with a plan."""

    organisation: Organisation
    practitioner: Staff
    lead: Staff
    plan: LeadPlan

    @property
    def asker(self) -> Actor:
        return self.practitioner.actor()

    @property
    def leader(self) -> Actor:
        return self.lead.actor()

    def slots(self, now: datetime = NOW, **asked: Any) -> tuple[Slot, ...]:
        return slots_for(self.organisation.pk, Kind.INDIVIDUAL, now, **asked).slots


def make_lead(
    *organisations: Organisation, rank: int = 1, weekdays: tuple[int, ...] = (0, 3), **plan: Any
) -> Staff:
    """A lead who serves `organisations` since 2020 and works from 09:30 to 16:30 on `weekdays`."""
    lead = make_staff(
        organisation=make_organisation("respect", kind="charity", name="Respect"),
        role="lead",
        everywhere=True,
    )
    for organisation in organisations:
        make_cover(lead, organisation, rank=rank)
    made = LeadPlan.objects.create(
        lead=lead.person, **{"meeting_minutes": 45, "buffer_after": 15, "notice_hours": 24, **plan}
    )
    for weekday in weekdays:
        make_rule(made, weekday)
    return lead


def make_cover(lead: Staff, organisation: Organisation, **fields: Any) -> LeadCover:
    fields.setdefault("starts_on", LONG_AGO)
    return LeadCover.objects.create(lead=lead.person, organisation=organisation, **fields)


def make_rule(plan: LeadPlan, weekday: int = MONDAY, **fields: Any) -> WeeklyRule:
    defaults = {"starts": time(9, 30), "ends": time(16, 30), "starts_on": LONG_AGO, "place": "Judd Street"}
    return WeeklyRule.objects.create(plan=plan, weekday=weekday, **{**defaults, **fields})


def make_surgery(code: str = "camden", **plan: Any) -> Surgery:
    """A borough with a practitioner and a lead whose times can be booked."""
    organisation = make_organisation(code)
    practitioner = make_staff(team=make_team(organisation))
    lead = make_lead(organisation, **plan)
    return Surgery(organisation, practitioner, lead, lead.person.lead_plan)


def make_colleague(surgery: Surgery) -> Staff:
    """Another practitioner of the same borough."""
    return make_staff(team=make_team(surgery.organisation))


def asked_for(**answers: Any) -> Asked:
    """Answers of whoever asks, with a key of their own."""
    return Asked(**{"kind": Kind.INDIVIDUAL, "key": new_code(), "case_reference": CASE, **answers})


def book(
    surgery: Surgery, *, number: int = 0, by: Staff | None = None, now: datetime = NOW, **answers: Any
) -> Consultation:
    """Book the `number`-th free time through the service."""
    slot = surgery.slots(now)[number]
    actor = (by or surgery.practitioner).actor(now)
    return book_consultation(actor=actor, asked=asked_for(**answers), slot_key=slot.key, now=now)


def make_consultation(surgery: Surgery, starts_at: datetime, **fields: Any) -> Consultation:
    """A row as it would stand, without going through the service: for the past, and for many."""
    place = surgery.practitioner.membership
    assert place is not None
    lasts = timedelta(minutes=surgery.plan.meeting_minutes)
    defaults: dict[str, Any] = {
        "reference": short_reference("CN"),
        "kind": Kind.INDIVIDUAL,
        "organisation": surgery.organisation,
        "service_id": place.service_id,
        "team_id": place.team_id,
        "requester": surgery.practitioner.person,
        "booked_by": surgery.practitioner.person,
        "lead": surgery.lead.person,
        "state": ConsultationState.BOOKED,
        "starts_at": starts_at,
        "ends_at": starts_at + lasts,
        "busy_from": starts_at,
        "busy_until": starts_at + lasts + timedelta(minutes=surgery.plan.buffer_after),
        "mode": "in_person",
        "created_at": starts_at - timedelta(days=7),
    }
    return Consultation.objects.create(**{**defaults, **fields})


def days_ago(days: int, now: datetime = NOW) -> datetime:
    return now - timedelta(days=days)
