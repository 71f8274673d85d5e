"""A slot for what other rooms know of a person's time.

Courses and consultations never import one another. A copy of every consultation's time in here would be late, and one
more place where somebody's diary is kept; so courses ask when they need to know, and `portal.assembly`, which may see
both, says whom.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class BusyTime:
    """A time that is taken, in UTC, and by what, in words without any name: "a consultation"."""

    what: str
    starts_at: datetime
    ends_at: datetime


Source = Callable[[int, datetime], Iterable[BusyTime]]
_sources: list[Source] = []


def register(source: Source) -> Source:
    """Add a source of times to come of a person; at most one query each."""
    if source not in _sources:
        _sources.append(source)
    return source


def busy_times_of(person_id: int, now: datetime) -> list[BusyTime]:
    """Everything to come that other rooms have in a person's diary."""
    return [span for source in _sources for span in source(person_id, now)]
