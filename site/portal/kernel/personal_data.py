"""What the portal holds about a person, and what an erasure does to it: said once, beside the rows themselves.

Each app registers its holdings in `personal_data.py` and imports that in `AppConfig.ready()`. The copy that people
download, the page on which an administrator decides about an erasure, and the erasure itself read nothing else. A
test walks every foreign key to a person and fails when no holding covers it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose data: the ids of a member of staff and of their account; 0 where there is none."""

    person_id: int
    user_id: int


Rows = Callable[[Subject], QuerySet[Any]]
Show = Callable[[Any], dict[str, Any]]
Erase = Callable[[Subject, datetime], None]
Obstacle = Callable[[Subject, datetime], str]


def nothing_in_the_way(subject: Subject, now: datetime) -> str:
    """For holdings that can be erased at any time."""
    return ""


@dataclass(frozen=True, slots=True)
class Holding:
    """One kind of row that an app holds about a person.

    Args:
        key: "<app>.<what>", stable; the name of the section in the copy.
        title: the same in words.
        fields: what leads from a row to the person: "courses.Enrolment.person". The inventory test reads it.
        rows: the rows about a subject, with all that `show` needs: one query, or one more for what hangs on them.
        show: one row as plain values under plain names. Nothing about anybody else.
        goes: what an erasure takes away; empty: nothing.
        stays: what it leaves, and why; empty: nothing.
        erase: takes away what `goes` says; doing it twice is fine.
        obstacle: a sentence that says what must be done before an erasure; empty: nothing.
    """

    key: str
    title: str
    fields: tuple[str, ...]
    rows: Rows
    show: Show
    goes: str = ""
    stays: str = ""
    erase: Erase | None = None
    obstacle: Obstacle = nothing_in_the_way


_holdings: dict[str, Holding] = {}


def register(holding: Holding) -> Holding:
    """Make a holding known.

    Raises:
        ValueError: the key is taken, or the holding says neither what goes nor what stays, or not how.
    """
    if holding.key in _holdings:
        raise ValueError(f"holding {holding.key} is registered twice")
    if not (holding.goes or holding.stays) or bool(holding.goes) != bool(holding.erase):
        raise ValueError(f"holding {holding.key} must say what an erasure does, and how")
    _holdings[holding.key] = holding
    return holding


def holdings() -> tuple[Holding, ...]:
    """Every holding, in the order of their titles."""
    return tuple(sorted(_holdings.values(), key=lambda holding: holding.title))


def fields_covered() -> frozenset[str]:
    """Every field that some holding answers for."""
    return frozenset(field for holding in _holdings.values() for field in holding.fields)


def copy_for(subject: Subject) -> Iterator[tuple[Holding, list[dict[str, Any]]]]:
    """What is held about a subject, holding by holding."""
    for holding in holdings():
        yield holding, [holding.show(row) for row in holding.rows(subject).iterator(chunk_size=2_000)]


def counts_for(subject: Subject) -> list[tuple[Holding, int]]:
    """How many rows of each holding there are about a subject; holdings without any are left out."""
    found = [(holding, holding.rows(subject).count()) for holding in holdings()]
    return [(holding, count) for holding, count in found if count]


def obstacles_for(subject: Subject, now: datetime) -> list[str]:
    """What must be done before a subject can be erased."""
    return [sentence for holding in holdings() if (sentence := holding.obstacle(subject, now))]


def named(row: Model, *fields: str) -> dict[str, Any]:
    """Fields of a row under their own names; a coded field in its words."""
    return {name: _plain(row, name) for name in fields}


def _plain(row: Model, name: str) -> Any:
    words = getattr(row, f"get_{name}_display", None)
    return str(words()) if words else getattr(row, name)
