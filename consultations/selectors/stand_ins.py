"""Who can take a consultation over at its own time when its lead cannot come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from consultations.models import Consultation, PlanException
from consultations.models.plans import ExceptionKind
from consultations.rules import Busy, Plan, Slot, offered, to_minute
from consultations.selectors.listings import diary_between
from consultations.selectors.slots import Cover, covers_of, lead_names, taken_by
from consultations.states import ConsultationState
from portal.kernel import clock


@dataclass(frozen=True, slots=True)
class Orphan:
    """A booked consultation whose lead is away, and who could take it; empty: nobody is free then."""

    consultation: Consultation
    stand_in: str


def stand_in_for(consultation: Consultation, now: datetime) -> Slot | None:
    """The same time with another lead of the borough, own lead first; None when nobody is free then. Five queries."""
    if consultation.starts_at is None:
        return None
    return stand_ins_for([consultation], clock.today(consultation.starts_at), now).get(consultation.pk)


def stand_ins_for(rows: Sequence[Consultation], day: date, now: datetime) -> dict[int, Slot]:
    """By consultation of a day, its time with another lead; left out: nobody is free then.

    One query, and four more for each borough, however many rows. Hours kept for urgent requests count, and no notice
    is needed: the time was promised already.
    """
    between = (day, day)
    taken, _ = taken_by({row.requester_id for row in rows}, between, None, None)
    free = {
        borough: _free(covers_of(borough, now, urgent=True, between=between), day, now)
        for borough in {row.organisation_id for row in rows}
    }
    found = {}
    for row in rows:
        slots = (slot for slot in free[row.organisation_id] if _fits(slot, row, taken[row.requester_id]))
        if first := next(slots, None):
            found[row.pk] = first[0]
    return found


def _free(covers: Sequence[Cover], day: date, now: datetime) -> list[tuple[Slot, Plan]]:
    """Each lead's free times of a day with the plan behind them, own leads first."""
    on, minute = day.toordinal(), to_minute(now + timedelta(seconds=59))
    return [
        (slot, cover.plan)
        for cover in covers
        for slot in offered(
            [(cover.rank, cover.first_day, cover.last_day, cover.plan)],
            minute,
            first_day=on,
            last_day=on,
            urgent=True,
        )
    ]


def _fits(free: tuple[Slot, Plan], row: Consultation, taken: Sequence[Busy]) -> bool:
    """Whether a free time is that of a consultation, and its requester has nothing else within the buffers."""
    slot, plan = free
    if row.starts_at is None or row.busy_from is None or row.busy_until is None:
        return False
    if slot.start != to_minute(row.starts_at) or slot.lead_id in (row.lead_id, row.requester_id):
        return False
    own = Busy(to_minute(row.busy_from), to_minute(row.busy_until))
    begins, ends = slot.start - plan.before, slot.start + plan.minutes + plan.after
    return not any(other != own and other.starts < ends and begins < other.ends for other in taken)


def orphans_on(lead_id: int, day: date, now: datetime) -> list[Orphan]:
    """What a lead has booked and still ahead on a day, in the hours that were taken off; all of it when none were."""
    rows = diary_between(lead_id, day, day).filter(state=ConsultationState.BOOKED, starts_at__gt=now)
    off = list(
        PlanException.objects.filter(plan__lead_id=lead_id, on=day, kind=ExceptionKind.OFF).values_list(
            "starts", "ends"
        )
    )
    hit = [row for row in rows if not off or any(_falls_into(row, *stretch) for stretch in off)]
    found = stand_ins_for(hit, day, now)
    names = lead_names(slot.lead_id for slot in found.values())
    return [Orphan(row, names.get(found[row.pk].lead_id, "") if row.pk in found else "") for row in hit]


def is_off(lead_id: int, first: date, last: date) -> bool:
    """Whether a lead has every whole day off from the first to the last."""
    off = PlanException.objects.filter(
        plan__lead_id=lead_id, on__range=(first, last), kind=ExceptionKind.OFF, starts=None
    )
    return off.values("on").distinct().count() == (last - first).days + 1


def _falls_into(row: Consultation, starts: time | None, ends: time | None) -> bool:
    """Whether it overlaps with hours off, as London's clocks show them; no hours are the whole day."""
    if not (starts and ends and row.starts_at and row.ends_at):
        return True
    return clock.local(row.starts_at).time() < ends and starts < clock.local(row.ends_at).time()
