"""Whole quarters of a year: the only periods for which counts of families' matters are shown.

Whoever may choose the days takes one count from another: the 1st to the 30th less the 1st to the 29th is one day, and
one family. So nobody chooses days; quarters do not overlap, and no year stands beside them from which three could be
taken. A running quarter looked at each evening would tell the day again, and so would a past one that still grew. So
a quarter is shown once it is settled, four weeks after its end, and counts what was known by then: it never moves.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from portal.kernel import clock

SETTLING = timedelta(days=28)
# How many are offered: three years.
OFFERED = 12
_MONTHS = 3


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """Three months of the calendar; `number` is 1 to 4. Its code is "2026-3"."""

    year: int
    number: int

    @property
    def code(self) -> str:
        return f"{self.year}-{self.number}"

    @property
    def first_day(self) -> date:
        return date(self.year, _MONTHS * (self.number - 1) + 1, 1)

    @property
    def last_day(self) -> date:
        return self.next().first_day - timedelta(days=1)

    @property
    def words(self) -> str:
        """July to September 2026."""
        return f"{self.first_day:%B} to {self.last_day:%B} {self.year}"

    @property
    def shown_from(self) -> date:
        """The first day on which its counts are shown."""
        return self.last_day + SETTLING + timedelta(days=1)

    @property
    def settled_at(self) -> datetime:
        """What is said from this instant on is not counted in it."""
        return clock.day_bounds(self.shown_from)[0]

    def next(self) -> "Quarter":
        return Quarter(self.year + self.number // 4, self.number % 4 + 1)

    def before(self, quarters: int = 1) -> "Quarter":
        """So many quarters earlier."""
        index = 4 * self.year + self.number - 1 - quarters
        return Quarter(index // 4, index % 4 + 1)


def quarter_of(day: date) -> Quarter:
    """The quarter in which a day lies."""
    return Quarter(day.year, (day.month - 1) // _MONTHS + 1)


def settled_quarters(today: date) -> tuple[Quarter, ...]:
    """The quarters that are shown on a day, the last one first."""
    last = quarter_of(today - SETTLING - timedelta(days=1))
    last = last if last.shown_from <= today else last.before()
    return tuple(last.before(back) for back in range(OFFERED))
