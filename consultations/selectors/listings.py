"""Lists and single answers about consultations, each with everything its screen shows."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import F, Q, QuerySet

from consultations.models import (
    Consultation,
    ConsultationChange,
    ConsultationRecord,
    EarlierWaitChange,
)
from consultations.permissions import consultations_led_by, consultations_seen_by
from consultations.states import TOOK_PLACE, ConsultationState
from portal.kernel import clock
from portal.kernel.actors import Actor
from portal.kernel.errors import NotFound

S = ConsultationState


def with_people(rows: QuerySet[Consultation]) -> QuerySet[Consultation]:
    """Everything that a row or a page shows of a consultation, without the note."""
    return rows.select_related("organisation", "team", "requester", "booked_by", "lead").defer("note")


def consultation_for(actor: Actor, reference: str, now: datetime) -> Consultation:
    """The consultation with this reference, for somebody who may see it. Raises `NotFound`."""
    seen = consultations_seen_by(actor, clock.today(now)).filter(reference=reference)
    found = seen.select_related("organisation", "team", "requester", "booked_by", "lead").first()
    if found is None:
        raise NotFound()
    return found


def _ahead(now: datetime) -> Q:
    """Still to come, or still to be decided."""
    return Q(state__in=(S.REQUESTED, S.OFFERED)) | Q(state=S.BOOKED, ends_at__gt=now)


def to_come(person_id: int, now: datetime) -> QuerySet[Consultation]:
    """What somebody has asked for and is still to come: what has no time yet first, then the next."""
    rows = Consultation.objects.filter(_ahead(now), requester_id=person_id)
    return with_people(rows).order_by(F("starts_at").asc(nulls_first=True), "id")


def gone_by(person_id: int, now: datetime) -> QuerySet[Consultation]:
    """What somebody asked for and is over, one way or another; the latest first."""
    rows = Consultation.objects.filter(~_ahead(now), requester_id=person_id)
    return with_people(rows).order_by(F("starts_at").desc(nulls_last=True), "-id")


def led_soon(person_id: int, now: datetime) -> QuerySet[Consultation]:
    """What a lead has today and on the six days after, the next first."""
    first = clock.today(now)
    rows = diary_between(person_id, first, first + timedelta(days=6))
    return rows.filter(state__in=(S.OFFERED, S.BOOKED), ends_at__gt=now)


def changes_of(consultation: Consultation) -> QuerySet[ConsultationChange]:
    """The moves of one consultation, oldest first."""
    return ConsultationChange.objects.filter(consultation=consultation)


def wait_changes_of(consultation: Consultation) -> QuerySet[EarlierWaitChange]:
    """What became of waiting for an earlier time, oldest first."""
    return EarlierWaitChange.objects.filter(wait__consultation=consultation)


def diary_between(lead_id: int, first: date, last: date) -> QuerySet[Consultation]:
    """What a lead has from one day to another, both included, but for what was cancelled."""
    starts, _ = clock.day_bounds(first)
    _, ends = clock.day_bounds(last)
    rows = Consultation.objects.filter(lead_id=lead_id, starts_at__gte=starts, starts_at__lt=ends)
    return with_people(rows.exclude(state=S.CANCELLED)).order_by("starts_at", "id")


def urgent_requests_for(actor: Actor, now: datetime) -> QuerySet[Consultation]:
    """Urgent requests that the actor may answer and that have no time yet, the oldest first."""
    rows = consultations_led_by(actor, clock.today(now)).filter(state__in=(S.REQUESTED, S.OFFERED))
    return with_people(rows).order_by("created_at", "id")


def to_record(actor: Actor, now: datetime) -> QuerySet[Consultation]:
    """What the actor led, is over, and has no record yet; the oldest first."""
    rows = Consultation.objects.filter(
        lead_id=actor.person_id, state__in=(S.BOOKED, S.HELD), ends_at__lte=now
    )
    return with_people(rows).order_by("starts_at", "id")


@dataclass(frozen=True, slots=True)
class EarlierConsultation:
    """One earlier consultation on the same case in the same borough."""

    reference: str
    held_on: date
    lead: str


def earlier_on_case(consultation: Consultation) -> list[EarlierConsultation]:
    """Those that took place before on the same case reference in the same borough, the latest first."""
    if consultation.is_anonymous:
        return []
    rows = Consultation.objects.filter(
        organisation_id=consultation.organisation_id,
        case_reference=consultation.case_reference,
        state__in=TOOK_PLACE,
    ).exclude(pk=consultation.pk)
    return [
        EarlierConsultation(row.reference, clock.local(row.starts_at).date(), row.lead.name)
        for row in with_people(rows).order_by("-starts_at")[:10]
        if row.starts_at and row.lead
    ]


@dataclass(frozen=True, slots=True)
class ConsultationFacts:
    """What may be told of a consultation that took place: no case reference, no note, no record."""

    id: int
    reference: str
    organisation_id: int
    held_on: date
    lead_id: int
    lead_name: str
    requester_id: int
    state: str


def held_consultation_facts(key: str, organisation_id: int) -> ConsultationFacts | None:
    """The latest consultation that took place, by the portal's reference or by the council's, within one borough.

    Args:
        key: `CN-…`, or a case reference of that council.
        organisation_id: the borough; another borough's consultation is never found.
    """
    tidy = normal_reference(key)
    rows = Consultation.objects.filter(
        Q(reference=tidy) | Q(case_reference=tidy) & ~Q(case_reference=""),
        organisation_id=organisation_id,
        state__in=TOOK_PLACE,
    )
    row = rows.select_related("lead").defer("note").order_by("-starts_at", "-id").first() if tidy else None
    if row is None or row.starts_at is None or row.lead is None:
        return None
    return ConsultationFacts(
        id=row.pk,
        reference=row.reference,
        organisation_id=row.organisation_id,
        held_on=clock.local(row.starts_at).date(),
        lead_id=row.lead.pk,
        lead_name=row.lead.name,
        requester_id=row.requester_id,
        state=row.state,
    )


def consultation_answer(case_reference: str, organisation_id: int) -> ConsultationFacts | None:
    """RF-07: the consultation that took place on this case of this council; None: none did."""
    return held_consultation_facts(case_reference, organisation_id)


def normal_reference(typed: str) -> str:
    """A case reference as it is stored: upper case, without spaces."""
    return "".join(typed.split()).upper()


def record_of(consultation: Consultation) -> ConsultationRecord:
    """The record with its addenda. Raises `NotFound`. Whoever shows it writes down that it was read."""
    found = (
        ConsultationRecord.objects.filter(consultation=consultation)
        .select_related("recorded_by")
        .prefetch_related("addenda__added_by")
        .first()
    )
    if found is None:
        raise NotFound()
    return found


def days_booked(lead_id: int, first: date, last: date) -> list[date]:
    """The days on which a lead has booked consultations, in order: shown when those days are taken off."""
    starts, ends = clock.day_bounds(first)[0], clock.day_bounds(last)[1]
    booked = Consultation.objects.filter(
        lead_id=lead_id, state=S.BOOKED, starts_at__gte=starts, starts_at__lt=ends
    )
    times = booked.order_by("starts_at").values_list("starts_at", flat=True)
    return list(dict.fromkeys(clock.today(at) for at in times if at))


def booked_with_key(key: str, actor: Actor) -> str:
    """The reference of what a form has already made for the actor; empty when it has made nothing."""
    # It comes as it was sent, past every form: PostgreSQL takes no null byte.
    if not key or not key.isprintable() or actor.person_id is None:
        return ""
    own = Q(requester_id=actor.person_id) | Q(booked_by_id=actor.person_id)
    made = Consultation.objects.filter(own, idempotency_key=key)
    return made.values_list("reference", flat=True).first() or ""
