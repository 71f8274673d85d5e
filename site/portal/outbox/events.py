"""The shape of every event: a frozen dataclass in the past tense, with a versioned name."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened. Subclasses add fields of plain types: int, str, date, datetime, tuple, dict.

    An event carries ids and snapshots that its readers need; never a name, a note or a case reference.
    """

    name: ClassVar[str]

    @property
    def subject(self) -> str:
        """What it is about, as a `Ref` in text; empty when it is about nothing in particular."""
        return ""

    def payload(self) -> dict[str, Any]:
        """The fields, ready for JSON: dates and instants as ISO text."""
        return {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in asdict(self).items()
        }
