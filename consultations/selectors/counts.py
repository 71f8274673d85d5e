"""How many consultations took place in a quarter, and how many were followed by a referral (ledger CN-16).

Definitions. A consultation counts on the day it was to begin, London time, once it took place (held, recorded or
followed up). It is followed by a referral when a link that came of it was sent and was no mistake. Only whole quarters
are counted, once they are settled (`portal.kernel.periods`), as they stood then (`settled`). Numbers under five are
hidden, and more with them where a hidden one could be worked out (`tallies`); zero is shown. "Not recorded in time"
is its own line, never left out.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from consultations.codes import Kind, Outcome, Pathway, Theme
from consultations.permissions import COUNTS_ROLES
from consultations.selectors.tallies import ALL, Cell, Key, Tally, keys_of, tally_of
from portal.kernel.actors import Actor
from portal.kernel.periods import Quarter
from portal.people.models import Organisation, Service, Team

NOT_RECORDED, NO_TEAM, NO_PATHWAY = "Not recorded in time", "No team known", "None talked about"
# Of these a table with one line says no more than the title.
PLACES = ("Borough", "Team")


@dataclass(frozen=True, slots=True)
class CountRow:
    """One line: how many, and how many of them were followed by a referral. None: hidden."""

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
    """Everything on the page of counts, for one quarter. `whose` names the places that are counted."""

    quarter: Quarter
    whose: str
    total: CountRow
    tables: tuple[CountTable, ...]
    is_empty: bool

    @property
    def shown_tables(self) -> list[CountTable]:
        """Those with a number to show: a table of nothing but hidden ones says nothing."""
        return [table for table in self.tables if table.shown]

    @property
    def headline(self) -> str:
        """The answer in one line."""
        if self.is_empty:
            return "No consultation took place"
        if self.total.count is None:
            return "Too few consultations took place to show how many"
        said = f"{self.total.count} consultations took place"
        share = self.total.share
        return said if share is None else f"{said}, {f'{share}%' if share else 'none'} followed by a referral"


Label = Callable[[Cell], str]


def _team(cell: Cell) -> str:
    parts = (cell["team__name"] or NO_TEAM, cell["organisation__name"])
    return ", ".join(parts if cell["team_id"] or not cell["service_id"] else (cell["service__name"], *parts))


def _pathway(cell: Cell) -> str:
    code = cell["record__pathway"]
    return str(Pathway(code).label) if code in Pathway.values else code or NO_PATHWAY


GROUPINGS: tuple[tuple[str, str, str, Label], ...] = (
    ("organisation", "By borough", "Borough", lambda cell: cell["organisation__name"]),
    ("team", "By team", "Team", _team),
    ("kind", "By kind", "Kind", lambda cell: str(Kind(cell["kind"]).label)),
    ("theme", "By theme", "Theme", lambda cell: str(Theme(cell["record__theme"]).label)),
    ("pathway", "By pathway", "Pathway", _pathway),
    ("outcome", "By outcome", "Outcome", lambda cell: str(Outcome(cell["record__outcome"]).label)),
)


def counts_for(actor: Actor, quarter: Quarter) -> Counts:
    """Counts of the consultations in the actor's scope, of one quarter. One query, and three for the places' names."""
    found = tally_of(actor, quarter)
    tables = (
        CountTable(title, heading, rows)
        for grouping, title, heading, label in GROUPINGS
        if len(rows := _rows(found, grouping, label)) > 1 or heading not in PLACES
    )
    return Counts(
        quarter,
        places_counted(actor),
        CountRow("All", found.numbers.get(ALL, 0), found.followed.get(ALL, 0)),
        tuple(tables),
        not found.cells,
    )


def places_counted(actor: Actor) -> str:
    """The places whose consultations the actor's numbers are of, by name."""
    scope = actor.scope(*COUNTS_ROLES)
    if scope.everything:
        return "All boroughs"
    names = (
        *Organisation.objects.filter(pk__in=scope.organisations).values_list("name", flat=True),
        *Service.objects.filter(pk__in=scope.services).values_list("name", flat=True),
        *Team.objects.filter(pk__in=scope.teams).values_list("name", flat=True),
    )
    return ", ".join(sorted(names))


def _rows(found: Tally, grouping: str, label: Label) -> tuple[CountRow, ...]:
    labels = _labels(found, grouping, label)
    rows = (CountRow(words, found.numbers[key], found.followed[key]) for key, words in labels.items())
    return tuple(sorted(rows, key=lambda row: (-(row.count or 0), row.label)))


def _labels(found: Tally, grouping: str, label: Label) -> dict[Key, str]:
    """What each line is called; two teams of one name in one borough are told apart by their services."""
    cells = {keys_of(cell)[grouping]: cell for cell in found.cells}
    labels = {key: label(cell) if key[0] == grouping else NOT_RECORDED for key, cell in cells.items()}
    often = Counter(labels.values())
    return {
        key: f"{words} ({cells[key]['service__name']})" if often[words] > 1 else words
        for key, words in labels.items()
    }
