"""Coverage and the chain as CSV: cells that no spreadsheet executes, one row for each group and course."""

import csv
from collections.abc import Iterator
from io import StringIO

from portal.workforce.rules import Cell
from portal.workforce.selectors import Chain, Coverage, Row
from portal.workforce.selectors.chain import STAGES

COLUMNS = (
    "as_at", "figures_of", "base_source", "base_date", "group", "part_of", "course_code",
    "people", "trained", "due", "expired", "booked", "waiting", "never",
)  # fmt: skip
HIDDEN = "hidden"


def safe_cell(text: str) -> str:
    """Text that a spreadsheet shows and never runs (ASVS 1.2.10)."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def coverage_lines(coverage: Coverage) -> Iterator[str]:
    """The file line by line; hidden groups say so instead of a number."""
    yield _line(COLUMNS)
    for row in (*coverage.rows, coverage.total):
        for code, cell in row.cells.items():
            yield _line((*_head(coverage, row), code, *_numbers(cell)))


def chain_file(chain: Chain) -> Iterator[str]:
    """The chain line by line, the total last; hidden numbers say so."""
    yield _line(("first_day", "last_day", "figures_of", "group", *STAGES))
    for row in (*chain.rows, chain.total):
        numbers = (HIDDEN if (number := row.numbers[stage]) is None else number for stage in STAGES)
        words = (safe_cell(chain.whose), safe_cell(row.label))
        yield _line((chain.first_day.isoformat(), chain.last_day.isoformat(), *words, *numbers))


def _head(coverage: Coverage, row: Row) -> tuple[str, ...]:
    on = coverage.source_on.isoformat() if coverage.source_on else ""
    words = (coverage.whose, coverage.source, on, row.label, row.part_of)
    return (coverage.as_at.isoformat(), *map(safe_cell, words))


def _numbers(cell: Cell) -> tuple[object, ...]:
    if cell.base is None:
        return (HIDDEN,) * 7
    return (cell.base, cell.trained, cell.due, cell.expired, cell.booked, cell.waiting, cell.never)


def _line(cells: tuple[object, ...]) -> str:
    buffer = StringIO()
    csv.writer(buffer).writerow(cells)
    return buffer.getvalue()
