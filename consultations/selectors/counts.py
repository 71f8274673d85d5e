"""How many consultations took place, and how many were followed by a referral (ledger CN-16).

Definitions. A consultation counts on the day it was to begin, London time, once it took place (held, recorded or
followed up). It is followed by a referral when a link that came of it was sent and was no mistake. Numbers under
five are hidden, and more with them where a hidden one could be worked out; zero is shown. "Not known" is its own
line, never left out.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet

from consultations.codes import Kind, Outcome, Pathway, Theme
from consultations.link_states import COUNTS_AS_REFERRAL
from consultations.models import Consultation, ReferralLink
from consultations.permissions import consultations_counted_for
from consultations.states import TOOK_PLACE
from portal.kernel import clock
from portal.kernel.actors import Actor
from portal.kernel.suppression import SMALLEST_SHOWN, suppressed

NOT_RECORDED, NO_TEAM, NO_PATHWAY = "Not recorded yet", "No team known", "None talked about"


@dataclass(frozen=True, slots=True)
class CountRow:
    """One line: how many, and how many of them were followed by a referral. None: under five, not shown."""

    label: str
    count: int | None
    followed: int | None

    @property
    def share(self) -> int | None:
        """Per cent followed by a referral; None where a number is hidden or there is nothing to share."""
        return round(100 * self.followed / self.count) if self.count and self.followed is not None else None


@dataclass(frozen=True, slots=True)
class CountTable:
    """One grouping, its lines the largest first."""

    title: str
    heading: str
    rows: tuple[CountRow, ...]

    @property
    def shown(self) -> list[CountRow]:
        """The lines with a number."""
        return [row for row in self.rows if row.count is not None]

    @property
    def knows_followed(self) -> bool:
        """Whether any shown line says how many were followed by a referral."""
        return any(row.followed is not None for row in self.shown)

    @property
    def hidden(self) -> list[str]:
        """What the other lines are about, by name, so that nobody takes them for none."""
        return sorted(row.label for row in self.rows if row.count is None)


@dataclass(frozen=True, slots=True)
class Counts:
    """Everything on the page of counts, for one period."""

    first_day: date
    last_day: date
    total: CountRow
    tables: tuple[CountTable, ...]
    is_empty: bool

    @property
    def shown_tables(self) -> list[CountTable]:
        """Those with a number to show: a table of nothing but hidden ones says nothing."""
        return [table for table in self.tables if table.shown]


FIELDS = ("organisation__name", "team__name", "kind", "record__theme", "record__pathway", "record__outcome")
Cell = dict[str, Any]
Label = Callable[[Cell], str]


def _team(cell: Cell) -> str:
    return f"{cell['team__name']}, {cell['organisation__name']}" if cell["team__name"] else NO_TEAM


def _known(codes: type[Theme] | type[Outcome], code: str | None) -> str:
    return str(codes(code).label) if code else NOT_RECORDED


def _pathway(cell: Cell) -> str:
    if cell["record__outcome"] is None:
        return NOT_RECORDED
    code = cell["record__pathway"]
    return Pathway(code).label if code in Pathway.values else code or NO_PATHWAY


GROUPINGS: tuple[tuple[str, str, Label], ...] = (
    ("By borough", "Borough", lambda cell: cell["organisation__name"]),
    ("By team", "Team", _team),
    ("By kind", "Kind", lambda cell: Kind(cell["kind"]).label),
    ("By theme", "Theme", lambda cell: _known(Theme, cell["record__theme"])),
    ("By pathway", "Pathway", _pathway),
    ("By outcome", "Outcome", lambda cell: _known(Outcome, cell["record__outcome"])),
)


def counts_for(actor: Actor, first_day: date, last_day: date) -> Counts:
    """Counts of the consultations in the actor's scope, from one day to another, both included. One query.

    Args:
        actor: whoever looks; their scope is what is counted.
        first_day, last_day: days in London.
    """
    rows = held_between(consultations_counted_for(actor), first_day, last_day)
    return tally(_cells(rows), first_day, last_day)


def held_between(rows: QuerySet[Consultation], first_day: date, last_day: date) -> QuerySet[Consultation]:
    """Those of `rows` that took place, by the London day on which they were to begin; both days included."""
    starts, _ = clock.day_bounds(first_day)
    _, ends = clock.day_bounds(last_day)
    return rows.filter(state__in=TOOK_PLACE, starts_at__gte=starts, starts_at__lt=ends)


def _cells(rows: QuerySet[Consultation]) -> Iterable[Cell]:
    sent = ReferralLink.objects.filter(
        consultation_id=OuterRef("pk"), sent_at__isnull=False, state__in=COUNTS_AS_REFERRAL
    )
    cells: Iterable[Cell] = (
        rows.annotate(followed=Exists(sent))
        .values(*FIELDS, "followed")
        .annotate(number=Count("pk"))
        .order_by()
    )
    return cells


def tally(cells: Iterable[Cell], first_day: date, last_day: date) -> Counts:
    """Tables from cells (a combination of groups, whether followed, how many); small numbers hidden."""
    cells = list(cells)
    number = sum(cell["number"] for cell in cells)
    followed = sum(cell["number"] for cell in cells if cell["followed"])
    tables = tuple(
        CountTable(title, heading, rows)
        for title, heading, label in GROUPINGS
        if len(rows := _rows(cells, label)) > 1 or heading != "Borough"
    )
    return Counts(first_day, last_day, _row("All", number, followed, shown=_big(number)), tables, not cells)


def _rows(cells: list[Cell], label: Label) -> tuple[CountRow, ...]:
    numbers: Counter[str] = Counter()
    followed: Counter[str] = Counter()
    for cell in cells:
        numbers[label(cell)] += cell["number"]
        followed[label(cell)] += cell["number"] if cell["followed"] else 0
    counts = suppressed(numbers)
    shares = suppressed({name: followed[name] for name in numbers})
    rest = suppressed({name: numbers[name] - followed[name] for name in numbers})
    found = (
        CountRow(
            name,
            counts[name],
            shares[name] if None not in (counts[name], shares[name], rest[name]) else None,
        )
        for name in numbers
    )
    return tuple(sorted(found, key=lambda row: (-(row.count or 0), row.label)))


def _row(label: str, number: int, followed: int, *, shown: bool) -> CountRow:
    telling = _big(followed) and _big(number - followed)
    return CountRow(label, number if shown else None, followed if shown and telling else None)


def _big(number: int) -> bool:
    return number == 0 or number >= SMALLEST_SHOWN
