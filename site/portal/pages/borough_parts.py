"""The live parts of a borough's page: each app adds what it knows about the borough. Pages hold none of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from portal.kernel.actors import Actor


@dataclass(frozen=True, slots=True)
class Borough:
    """A borough as its page knows it. `office_days`: the editors' words for when the lead is in."""

    organisation_id: int
    name: str
    gss_code: str
    is_joining: bool
    office_days: str = ""

    @property
    def courses_url(self) -> str:
        """The catalogue, for this borough."""
        return f"/courses/?borough={self.organisation_id}"


@dataclass(frozen=True, slots=True)
class PartRow:
    """One row of a part, as the tag `row` draws it."""

    title: str
    url: str = ""
    detail: str = ""
    when: str = ""
    when_small: str = ""
    tag: str = ""
    tag_kind: str = "info"


@dataclass(frozen=True, slots=True)
class Part:
    """A section of the page. `words` stands above the rows, `more` is where there is more of it.

    `folded` is what one presses to see the rows; empty: they stand open.
    """

    key: str
    title: str
    order: int
    rows: tuple[PartRow, ...] = ()
    words: str = ""
    more_text: str = ""
    more_url: str = ""
    folded: str = ""


PartSource = Callable[[Borough, Actor, datetime], Part | None]
DaysSource = Callable[[int, date], frozenset[int] | None]
_sources: list[PartSource] = []
_days_sources: list[DaysSource] = []


def register_part(source: PartSource) -> PartSource:
    """Add an app's part. It answers within the actor's rights: a visitor never sees who works where.

    Each takes as many queries for one row as for a hundred.
    """
    if source not in _sources:
        _sources.append(source)
    return source


def parts_for(borough: Borough, actor: Actor, now: datetime) -> list[Part]:
    """The parts that have something to say, in their order."""
    found = [part for source in _sources if (part := source(borough, actor, now))]
    return sorted(found, key=lambda part: part.order)


def register_office_days(source: DaysSource) -> DaysSource:
    """Add what knows on which weekdays, 0 for Monday, a lead is in an organisation's office; in one query.

    It answers None where nothing is planned, and no day where all that is planned is elsewhere, such as by video.
    """
    if source not in _days_sources:
        _days_sources.append(source)
    return source


def planned_office_days(organisation_id: int, on: date) -> frozenset[int] | None:
    """The weekdays on which a lead is in this organisation's office, as planned on that day; None: nobody knows."""
    found = [days for source in _days_sources if (days := source(organisation_id, on)) is not None]
    return frozenset[int]().union(*found) if found else None
