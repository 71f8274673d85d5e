"""Whether a time can still be had, asked again inside the lock; and what it writes."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from consultations.errors import AlreadyThen, NoLead, SlotTaken, UnknownSlot
from consultations.models import LeadPlan
from consultations.rules import Slot, from_minute, nearest
from consultations.selectors.slots import slots_for
from portal.kernel import clock

NEAR = timedelta(days=21)
NO_SLOT: dict[str, Any] = {
    "lead_id": None,
    "starts_at": None,
    "ends_at": None,
    "busy_from": None,
    "busy_until": None,
    "place": "",
    "mode": "",
}


def read_key(slot_key: str) -> tuple[int, int]:
    """The lead and the instant (minutes) that a form named. Raises `UnknownSlot`."""
    lead, dash, start = slot_key.partition("-")
    if not (dash and lead.isdecimal() and start.isdecimal() and len(lead) < 19 and len(start) < 10):
        raise UnknownSlot()
    return int(lead), int(start)


def key_of(lead_id: int | None, starts_at: datetime | None) -> str:
    """The key of the slot that a lead's time was; empty when there is none."""
    return f"{lead_id}-{int(starts_at.timestamp()) // 60}" if lead_id and starts_at else ""


def still_free(
    slot_key: str,
    organisation_id: int,
    kind: str,
    now: datetime,
    *,
    requester_id: int,
    only_lead: int | None = None,
    urgent: bool = False,
    leave_out: int | None = None,
) -> Slot:
    """The slot behind a key, if it is free at this moment by the very rules that made the list.

    Args:
        only_lead: a lead who offers may offer only their own times.
        urgent, leave_out: as in `slots_for`.

    Raises:
        UnknownSlot: the key names nothing.
        NoLead: nobody leads the borough on that day.
        AlreadyThen: the lead is free, the requester is not.
        SlotTaken: the lead is no longer free; it names the nearest times that are.
    """
    lead_id, start = read_key(slot_key)
    if only_lead not in (None, lead_id):
        raise UnknownSlot()
    day = clock.today(from_minute(start))

    def free(asking: int | None) -> Slot | None:
        found = slots_for(
            organisation_id,
            kind,
            now,
            requester_id=asking,
            first_day=day,
            last_day=day,
            lead_id=lead_id,
            urgent=urgent,
            leave_out=leave_out,
        )
        if not found.has_lead:
            raise NoLead()
        return found.find(slot_key)

    if slot := free(requester_id):
        return slot
    if free(None):
        raise AlreadyThen()
    raise SlotTaken(_nearest_to(start, day, organisation_id, kind, now, requester_id))


def _nearest_to(
    start: int, day: date, organisation_id: int, kind: str, now: datetime, requester_id: int
) -> list[str]:
    around = slots_for(
        organisation_id,
        kind,
        now,
        requester_id=requester_id,
        first_day=max(clock.today(now), day - NEAR),
        last_day=day + NEAR,
    )
    return [slot.key for slot in nearest(around.slots, start)]


def slot_columns(slot: Slot) -> dict[str, Any]:
    """What a slot writes into a consultation; the buffers are those of the lead's plan now."""
    plan = LeadPlan.objects.only("buffer_before", "buffer_after").get(lead_id=slot.lead_id)
    return {
        "lead_id": slot.lead_id,
        "starts_at": slot.starts_at,
        "ends_at": slot.ends_at,
        "busy_from": slot.starts_at - timedelta(minutes=plan.buffer_before),
        "busy_until": slot.ends_at + timedelta(minutes=plan.buffer_after),
        "place": slot.where.place,
        "mode": slot.where.mode,
    }


@contextmanager
def refusing_twice() -> Iterator[None]:
    """Turn the database's own refusal (PostgreSQL's exclusion constraints) into the sentence for it."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as refused:
        if "consultation_requester_never_twice" in str(refused):
            raise AlreadyThen() from refused
        if "consultation_lead_never_twice" in str(refused):
            raise SlotTaken() from refused
        raise
