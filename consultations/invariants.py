"""Sentences about consultations that must be true at every moment."""

from collections.abc import Iterator

from django.db.models import F, Q

from consultations.models import Consultation, ConsultationRecord, EarlierWait, LeadCover
from consultations.states import HAS_RECORD, OCCUPIES, TOOK_PLACE, WAIT_KEEPS
from portal.kernel import clock
from portal.kernel.invariants import Breach, invariant
from portal.kernel.querying import on_date
from portal.people.roles import Role
from portal.people.selectors import people_in_role


def _touching(column: str) -> Iterator[Breach]:
    """Neighbours in time, per person, that overlap: sorted by start, each against the latest end so far."""
    rows = Consultation.objects.filter(state__in=OCCUPIES).order_by(column, "busy_from", "pk")
    person, until, before = None, None, ""
    for pk, holder, begins, ends in rows.values_list("pk", column, "busy_from", "busy_until").iterator():
        if holder == person and until is not None and begins < until:
            yield Breach(f"consultations.consultation:{pk}", f"It overlaps {before}.")
        if holder != person or until is None or ends > until:
            person, until, before = holder, ends, f"consultations.consultation:{pk}"


@invariant("consultations.lead_twice", "No lead has two consultations at one time, buffers included.")
def leads_twice_at_once() -> Iterator[Breach]:
    yield from _touching("lead_id")


@invariant(
    "consultations.requester_twice", "Nobody has asked for two consultations at one time, buffers included."
)
def requesters_twice_at_once() -> Iterator[Breach]:
    yield from _touching("requester_id")


@invariant("consultations.slot", "Every consultation that takes up time has a lead, a time and its buffers.")
def booked_without_slot() -> Iterator[Breach]:
    wrong = (
        Q(starts_at__isnull=True)
        | Q(lead__isnull=True)
        | Q(busy_from__gt=F("starts_at"))
        | Q(busy_until__lt=F("ends_at"))
    )
    for pk in Consultation.objects.filter(wrong, state__in=OCCUPIES).values_list("pk", flat=True):
        yield Breach(f"consultations.consultation:{pk}", "It takes up time but has no whole slot.")


@invariant("consultations.kept", "A time kept for somebody who waits for an earlier one is nobody else's.")
def kept_times_given_away() -> Iterator[Breach]:
    for wait in EarlierWait.objects.filter(state__in=WAIT_KEEPS).iterator():
        taken = Consultation.objects.filter(
            state__in=OCCUPIES,
            lead_id=wait.lead_id,
            busy_from__lt=wait.busy_until,
            busy_until__gt=wait.busy_from,
        )
        for pk in taken.values_list("pk", flat=True):
            yield Breach(f"consultations.earlier_wait:{wait.pk}", f"Consultation {pk} has the same time.")


@invariant("consultations.cover", "Whoever covers a borough holds the lead's role and is at work.")
def covers_without_a_lead() -> Iterator[Breach]:
    today = clock.today(clock.now())
    gone = LeadCover.objects.filter(on_date(today)).exclude(lead__in=people_in_role(Role.LEAD, today))
    for pk, borough in gone.values_list("pk", "organisation__code"):
        yield Breach(f"consultations.cover:{pk}", f"Say who leads {borough}, and let this cover end.")


@invariant(
    "consultations.record",
    "A record belongs to a consultation that was held, and a recorded one has a record.",
)
def records_out_of_step() -> Iterator[Breach]:
    unheld = ConsultationRecord.objects.exclude(consultation__state__in=TOOK_PLACE)
    for pk in unheld.values_list("consultation_id", flat=True):
        yield Breach(f"consultations.consultation:{pk}", "It has a record but was not held.")
    for pk in Consultation.objects.filter(state__in=HAS_RECORD, record__isnull=True).values_list(
        "pk", flat=True
    ):
        yield Breach(f"consultations.consultation:{pk}", "It counts as recorded but has no record.")
