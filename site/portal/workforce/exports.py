"""Coverage and the chain as CSV: cells that no spreadsheet executes, one row for each group and course."""

from collections.abc import Iterator

from portal.kernel.spreadsheets import csv_line
from portal.workforce.rules import Cell
from portal.workforce.selectors import Chain, Coverage, Row
from portal.workforce.selectors.chain import STAGES

COLUMNS = (
    "as_at", "figures_of", "base_source", "base_date", "base_changed", "group", "part_of", "course_code",
    "people", "trained", "due", "expired", "booked", "waiting", "never",
)  # fmt: skip
HIDDEN = "hidden"


def coverage_lines(coverage: Coverage) -> Iterator[str]:
    """The file line by line; hidden groups say so instead of a number."""
    yield csv_line(*COLUMNS)
    for row in (*coverage.rows, coverage.total):
        for code, cell in row.cells.items():
            yield csv_line(*_head(coverage, row), code, *_numbers(cell))


def chain_file(chain: Chain) -> Iterator[str]:
    """The chain line by line, the total last; hidden numbers say so."""
    yield csv_line("quarter", "first_day", "last_day", "figures_of", "group", *STAGES)
    quarter = chain.quarter
    head = (quarter.words, quarter.first_day.isoformat(), quarter.last_day.isoformat(), chain.whose)
    for row in (*chain.rows, chain.total):
        numbers = (HIDDEN if (number := row.numbers[stage]) is None else number for stage in STAGES)
        yield csv_line(*head, row.label, *numbers)


def _head(coverage: Coverage, row: Row) -> tuple[str, ...]:
    days = (day.isoformat() if day else "" for day in (coverage.source_on, coverage.source_until))
    return (coverage.as_at.isoformat(), coverage.whose, coverage.source, *days, row.label, row.part_of)


def _numbers(cell: Cell) -> tuple[object, ...]:
    if cell.base is None:
        return (HIDDEN,) * 7
    return (cell.base, cell.trained, cell.due, cell.expired, cell.booked, cell.waiting, cell.never)
