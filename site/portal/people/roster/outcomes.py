"""What an import comes to for each person: who starts, moves, leaves or changes. One line a row, in their groups."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from itertools import islice

# In the order in which they are shown. Rows that leave everything as it is have no line.
GROUPS = {
    "created": "People who start",
    "moved": "People who move",
    "ended": "People who leave",
    "changed": "Other changes",
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one row comes to.

    `on`: the day of the start, the move or the end, as ISO text; empty when it has none. `what`: of other changes,
    what would be different, in words.
    """

    verdict: str
    row: int
    name: str
    place: str
    on: str
    what: str = ""

    @property
    def day(self) -> date | None:
        """The day as a date."""
        return date.fromisoformat(self.on) if self.on else None


def counted(outcomes: Iterable[Outcome]) -> dict[str, int]:
    """How many lines each group has."""
    found = dict.fromkeys(GROUPS, 0)
    for outcome in outcomes:
        if outcome.verdict in found:
            found[outcome.verdict] += 1
    return found


def written(outcomes: Iterable[Outcome]) -> str:
    """All lines, group after group, in the order of the file."""
    groups: dict[str, list[str]] = {verdict: [] for verdict in GROUPS}
    for outcome in sorted(outcomes, key=lambda each: each.row):
        if outcome.verdict in groups:
            groups[outcome.verdict].append(json.dumps(asdict(outcome), ensure_ascii=False))
    return "".join(f"{line}\n" for lines in groups.values() for line in lines)


def some_of(
    lines: Iterator[str], counts: dict[str, int], verdict: str, start: int, most: int
) -> list[Outcome]:
    """Some lines of one group, from `start`; the lines before are skipped without being read."""
    before = 0
    for group in GROUPS:
        if group == verdict:
            break
        before += counts.get(group, 0)
    first = before + start
    last = before + min(start + most, counts.get(verdict, 0))
    return [Outcome(**json.loads(line)) for line in islice(lines, first, max(first, last))]
