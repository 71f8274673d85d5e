"""The arithmetic of coverage, and its words."""

import calendar
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from portal.kernel.suppression import Sum, hidden_in, worked_out

# An expiry this near is "due": time enough to book the next run.
DUE_WITHIN = timedelta(days=90)

_TENTHS = ("None", "One in ten", "Two in ten", "Three in ten", "Four in ten", "Half", "Six in ten", "Seven in ten",
           "Eight in ten", "Nine in ten", "All")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cell:
    """One group and one course, in people. `base` None: not known or hidden."""

    base: int | None
    trained: int = 0
    due: int = 0
    expired: int = 0
    booked: int = 0
    waiting: int = 0
    never: int = 0

    @property
    def percent(self) -> int | None:
        """Trained and in date, of the base; None when the base is not known. Rounded, but 100 only if all are."""
        if not self.base:
            return None
        share = 100 * self.trained / self.base
        return min(round(share), 99) if self.trained < self.base else 100


def months_before(day: date, months: int) -> date:
    """The same day of the month, `months` earlier; the month's last day where there is no such day."""
    index = day.year * 12 + day.month - 1 - months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def completed_after(on: date, validity_months: int | None) -> date:
    """Completions from the day after this one are in date on `on`; `date.min` when a course never runs out."""
    return months_before(on, validity_months) if validity_months else date.min


def headline(cell: Cell, course: str, staff: str) -> str:
    """The title of the page: the answer in words a tired person can repeat.

    Args:
        cell: the total, in people.
        course: its short name.
        staff: whose figures these are: "Camden’s frontline staff".
    """
    if cell.base is None or cell.base == 0:
        return f"We do not know yet how many of {staff} are trained in {course}"
    share = cell.trained / cell.base
    if cell.trained == 0:
        return f"None of {staff} are trained in {course} yet"
    if cell.trained == cell.base:
        return f"All of {staff} are trained in {course}"
    nearest = round(share * 10)
    if nearest == 0:
        return f"Fewer than one in ten of {staff} are trained in {course}"
    if nearest == 10:
        return f"More than nine in ten of {staff} are trained in {course}"
    verb = "is" if nearest == 1 else "are"
    tenths = _TENTHS[nearest]
    said = tenths if share * 10 == nearest else f"About {tenths[0].lower()}{tenths[1:]}"
    return f"{said} of {staff} {verb} trained in {course}"


# The key of the total in a table of numbers by group.
EVERYBODY = -1


def hidden_numbers(
    numbers: Mapping[int, Mapping[str, int]], *, parts: tuple[str, ...]
) -> set[tuple[int, str]]:
    """Which numbers of a table must be hidden so that no small one can be read or worked out.

    Args:
        numbers: by group, the total under `EVERYBODY`, and by column.
        parts: columns of a row that add up: the whole, then its parts.

    Every column with its total, and the parts of every row with their whole, are lists in which what is hidden must
    not stand alone. Where a part of one group must be hidden, the parts of every group are: rows and columns that
    cross give a number away together that neither gives away alone. Should one be left to be worked out all the same
    (five hidden numbers of which the total is five), they are hidden with their total.
    """
    _, *rest = parts
    columns = next(iter(numbers.values()), {})
    down = {column: {(group, column): row[column] for group, row in numbers.items()} for column in columns}
    across = {group: {(group, part): row[part] for part in parts} for group, row in numbers.items()}
    crossing = {(group, part) for group in numbers.keys() - {EVERYBODY} for part in rest}
    hidden = hidden_in([*across.values(), *down.values()])
    if not hidden.isdisjoint(crossing):
        hidden = crossing | hidden_in(
            [across[EVERYBODY], *(line for column, line in down.items() if column not in rest)]
        )
    cells = {cell: number for line in down.values() for cell, number in line.items()}
    least = 0 if crossing and crossing <= hidden else 1
    if worked_out(cells, _sums(numbers.keys(), parts), hidden, least=least):
        hidden |= {(group, part) for group in numbers for part in parts}
    return hidden


def _sums(groups: Collection[int], parts: tuple[str, ...]) -> list[Sum[tuple[int, str]]]:
    """What adds up along the rows and down the columns; people do not, who may be counted in two groups."""
    whole, *rest = parts
    across = [Sum((group, whole), tuple((group, part) for part in rest)) for group in groups]
    named = [group for group in groups if group != EVERYBODY]
    down = [Sum((EVERYBODY, part), tuple((group, part) for group in named)) for part in parts if named]
    return across + down
