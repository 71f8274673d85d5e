"""What was said about rows, put together by reason for somebody to read. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portal.people.roster.columns import COLUMNS

ROWS_NAMED = 12


@dataclass(frozen=True, slots=True)
class Said:
    """One reason and the rows it holds for."""

    column: str
    reason: str
    rows: tuple[int, ...]

    @property
    def has_more(self) -> bool:
        """Whether `which` leaves some out."""
        return len(self.rows) > ROWS_NAMED

    @property
    def every_row(self) -> str:
        """All the rows, by number."""
        return ", ".join(map(str, self.rows))

    @property
    def which(self) -> str:
        """The rows in words: "Row 4", "Rows 3, 5 and 9", or the first dozen and how many more."""
        numbers = [str(row) for row in self.rows[:ROWS_NAMED]]
        if self.has_more:
            numbers.append(f"{len(self.rows) - ROWS_NAMED} more")
        if len(numbers) == 1:
            return f"Row {numbers[0]}"
        return f"Rows {', '.join(numbers[:-1])} and {numbers[-1]}"


def by_reason(remarks: Sequence[Mapping[str, Any]]) -> list[Said]:
    """One line for each column and reason, the most frequent first, equal ones by their first row."""
    rows: dict[tuple[str, str], list[int]] = {}
    for remark in remarks:
        rows.setdefault((remark["field"], remark["reason"]), []).append(remark["row"])
    found = [
        Said(COLUMNS.get(field, ""), reason, tuple(numbers)) for (field, reason), numbers in rows.items()
    ]
    return sorted(found, key=lambda said: (-len(said.rows), said.rows[0]))
