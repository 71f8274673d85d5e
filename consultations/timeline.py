"""The history of a consultation in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from consultations.codes import CLOSING_REASONS
from consultations.models import ConsultationChange, EarlierWaitChange
from consultations.states import WaitEnd
from portal.people.selectors import people_named

WORDS = {
    "book": "Booked",
    "request": "Asked for, urgent",
    "offer": "A time was offered",
    "decline": "The time was declined",
    "accept": "The time was accepted",
    "move": "Moved to another time",
    "hand_over": "Handed over to another lead, at the same time",
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
    return [
        Step(
            _words(row),
            names.get(row.actor_person_id or 0, row.actor_label),
            row.at,
            REASONS.get(row.reason, ""),
        )
        for row in rows
    ]


def _words(row: ConsultationChange | EarlierWaitChange) -> str:
    words = WAIT_WORDS if isinstance(row, EarlierWaitChange) else WORDS
    return words.get(row.move, row.move)
