"""Dates to come as rows: when, where, for whom, and how many places are left."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from courses.rules.dates import short_days, spoken_days, spoken_times
from courses.rules.enrolling import in_words
from courses.selectors.opening import openings
from courses.selectors.places import fullness_of_rows
from courses.selectors.upcoming import RUN_COLUMNS, UPCOMING, UPCOMING_OF_COURSE
from courses.states import Mode
from portal.kernel import clock


@dataclass(frozen=True, slots=True)
class RunCard:
    """A run as a row: when, where, for whom, and how many places are left."""

    id: int
    reference: str
    course_id: int
    when: str
    when_small: str
    spoken: str
    times: str
    mode: str
    mode_label: str
    where: str
    open_to: dict[int, str]
    month: str
    starts_at: datetime
    closes_at: datetime
    places_left: int
    waiting: int
    tag: str
    tag_kind: str
    bookable: bool

    @property
    def has_place(self) -> bool:
        return self.bookable and self.places_left > 0 and not self.waiting

    @property
    def detail(self) -> str:
        return f"{self.times}. {self.for_whom}."

    @property
    def for_whom(self) -> str:
        return f"For {in_words(sorted(self.open_to.values()))}" if self.open_to else "For everybody"

    def fits(self, organisation_id: int | None) -> bool:
        return not self.open_to or organisation_id in self.open_to


def upcoming_runs(now: datetime, *, course_id: int | None = None, known: bool = False) -> list[RunCard]:
    """Published runs that have not begun, soonest first. Four queries.

    Args:
        course_id: of this course only.
        known: the reader's place of work is confirmed, so venues are named; they are never public.
    """
    upcoming = UPCOMING if course_id is None else UPCOMING_OF_COURSE
    which: dict[str, Any] = {"now": now} if course_id is None else {"now": now, "course": course_id}
    rows = [dict(zip(RUN_COLUMNS, row, strict=True)) for row in upcoming.runs.rows(**which)]
    days: dict[int, list[tuple[Any, ...]]] = {}
    for run_id, *day in upcoming.days.rows(**which):
        days.setdefault(run_id, []).append(tuple(day))
    open_to = openings(upcoming.open_to.rows(**which))
    full = fullness_of_rows(upcoming.live.rows(**which))
    return [
        run_card(
            row, full.get(row["id"], EMPTY), days.get(row["id"], []), open_to.get(row["id"], {}), now, known
        )
        for row in rows
    ]


EMPTY = {"taken": 0, "waiting": 0}


def run_card(
    columns: dict[str, Any],
    full: dict[str, int],
    days: list[tuple[Any, ...]],
    open_to: dict[int, str],
    now: datetime,
    known: bool,
) -> RunCard:
    """A run's row from its columns (`RUN_COLUMNS`), how full it is, its days (on, starts, ends), whom it is open to."""
    row = columns | full
    dates = [day[0] for day in days]
    when, small = short_days(dates)
    mode = Mode(row["mode"])
    left = max(0, row["capacity"] - row["taken"])
    tag, kind, bookable = _tag(row, left, now)
    return RunCard(
        id=row["id"],
        reference=row["reference"],
        course_id=row["course_id"],
        when=when,
        when_small=small,
        spoken=spoken_days(dates),
        times=spoken_times([(day[1], day[2]) for day in days]),
        mode=mode,
        mode_label=mode.label,
        where=row["venue"] if known and row["venue"] else mode.label,
        open_to=open_to,
        month=f"{clock.local(row['starts_at']):%Y-%m}",
        starts_at=row["starts_at"],
        closes_at=row["booking_closes_at"],
        places_left=left,
        waiting=row["waiting"],
        tag=tag,
        tag_kind=kind,
        bookable=bookable,
    )


def _tag(row: dict[str, Any], left: int, now: datetime) -> tuple[str, str, bool]:
    if row["booking_opens_at"] and now < row["booking_opens_at"]:
        return (
            f"Opens {clock.short_date(clock.today(row['booking_opens_at']), clock.today(now))}",
            "info",
            False,
        )
    if row["booking_closes_at"] <= now:
        return "Booking closed", "info", False
    if left and not row["waiting"]:
        return ("1 place" if left == 1 else f"{left} places"), "ok", True
    waiting = row["waiting"]
    return (f"Full: {waiting} waiting" if waiting else "Full"), "stop", True
