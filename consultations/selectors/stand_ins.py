"""Who can take a consultation over at its own time when its lead cannot come."""

from dataclasses import dataclass
from datetime import date, datetime, time

from consultations.models import Consultation, PlanException
from consultations.models.plans import ExceptionKind
from consultations.rules import Slot, to_minute
from consultations.selectors.listings import diary_between
from consultations.selectors.slots import lead_ids_of, lead_names, slots_for
from consultations.states import ConsultationState
from portal.kernel import clock


@dataclass(frozen=True, slots=True)
class Orphan:
    """A booked consultation whose lead is away, and who could take it; empty: nobody is free then."""

    consultation: Consultation
    stand_in: str


def stand_in_for(consultation: Consultation, now: datetime) -> Slot | None:
    """The same time with another lead of the borough, own lead first; None when nobody is free then.

    Hours kept for urgent requests count, and no notice is needed: the time was promised already.
    """
    if consultation.starts_at is None:
        return None
    day, start = clock.today(consultation.starts_at), to_minute(consultation.starts_at)
    for lead_id in lead_ids_of(consultation.organisation_id, day):
        if lead_id in (consultation.lead_id, consultation.requester_id):
            continue
        found = slots_for(
            consultation.organisation_id,
            consultation.kind,
            now,
            requester_id=consultation.requester_id,
            first_day=day,
            last_day=day,
            lead_id=lead_id,
            urgent=True,
            leave_out=consultation.pk,
        )
        if slot := next((slot for slot in found.slots if slot.start == start), None):
            return slot
    return None


def orphans_on(lead_id: int, day: date, now: datetime) -> list[Orphan]:
    """What a lead has booked and still ahead on a day, in the hours that were taken off; all of it when none were."""
    rows = diary_between(lead_id, day, day).filter(state=ConsultationState.BOOKED, starts_at__gt=now)
    off = list(
        PlanException.objects.filter(plan__lead_id=lead_id, on=day, kind=ExceptionKind.OFF).values_list(
            "starts", "ends"
        )
    )
    hit = [row for row in rows if not off or any(_falls_into(row, *stretch) for stretch in off)]
    found = [(row, stand_in_for(row, now)) for row in hit]
    names = lead_names(slot.lead_id for _, slot in found if slot)
    return [Orphan(row, names.get(slot.lead_id, "") if slot else "") for row, slot in found]


def _falls_into(row: Consultation, starts: time | None, ends: time | None) -> bool:
    """Whether it overlaps with hours off, as London's clocks show them; no hours are the whole day."""
    if not (starts and ends and row.starts_at and row.ends_at):
        return True
    return clock.local(row.starts_at).time() < ends and starts < clock.local(row.ends_at).time()
