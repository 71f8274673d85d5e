"""The history of a consultation in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from consultations.codes import CLOSING_REASONS
from consultations.models import ConsultationChange, EarlierWaitChange
from consultations.states import WaitEnd
from portal.kernel import clock
from portal.people.selectors import people_named

WORDS = {
    "book": "Booked",
    "request": "Asked for, urgent",
    "offer": "A time was offered",
    "decline": "The time was declined",
    "accept": "The time was accepted",
    "move": "Moved to another time",
    "hand_over": "Handed over to another lead, at the same time",
    "correct": "The case reference was corrected",
    "cancel": "Cancelled",
    "miss": "Did not take place",
    "hold": "Held",
    "record": "Recorded",
    "follow_up": "Followed up",
}
WAIT_WORDS = {
    "wait": "Waits for an earlier time",
    "offer": "An earlier time was offered",
    "take": "Took the earlier time",
    "decline": "Kept the time",
    "lapse": "No longer waits for an earlier time",
    "stop": "No longer waits for an earlier time",
}
REASONS = {**dict(CLOSING_REASONS), **dict(WaitEnd.choices)}


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the timeline."""

    what: str
    who: str
    at: datetime
    reason: str


def steps_of(changes: Iterable[ConsultationChange | EarlierWaitChange]) -> list[Step]:
    """The moves in words, oldest first. A lead's own reason for not coming is shown as it was coded.

    Names are looked up, not kept on the moves: an erasure would have to find them there.
    """
    rows = sorted(changes, key=lambda row: row.at)
    names = people_named(row.actor_person_id for row in rows if row.actor_person_id)
    was: datetime | None = None
    steps = []
    for row in rows:
        who = names.get(row.actor_person_id or 0, row.actor_label)
        steps.append(Step(_words(row, was), who, row.at, REASONS.get(row.reason, "")))
        was = row.starts_at if isinstance(row, ConsultationChange) else was
    return steps


def _words(row: ConsultationChange | EarlierWaitChange, was: datetime | None) -> str:
    """What happened; of a move also from when to when, as far as it was written down."""
    if isinstance(row, EarlierWaitChange):
        return WAIT_WORDS.get(row.move, row.move)
    if row.move != "move" or row.starts_at is None:
        return WORDS.get(row.move, row.move)
    return f"Moved{f' from {_spoken(was)}' if was else ''} to {_spoken(row.starts_at)}"


def _spoken(moment: datetime) -> str:
    wall = clock.local(moment)
    return f"{clock.spoken_date(wall.date())} at {clock.spoken_time(wall)}"
