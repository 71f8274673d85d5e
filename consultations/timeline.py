"""The history of a consultation in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from consultations.codes import CLOSING_REASONS
from consultations.models import ConsultationChange

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
REASONS = dict(CLOSING_REASONS)


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the timeline."""

    what: str
    who: str
    at: datetime
    reason: str


def steps_of(changes: Iterable[ConsultationChange]) -> list[Step]:
    """The moves in words, oldest first. A lead's own reason for not coming is shown as it was coded."""
    return [
        Step(WORDS.get(row.move, row.move), row.actor_label, row.at, REASONS.get(row.reason, ""))
        for row in changes
    ]
