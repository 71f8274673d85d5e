"""Small numbers, hidden in one place (ledger WF-09).

A count under five can point at a person. So can the one hidden count of a list whose total is shown: the
others and the total give it away. Hence the second step, which hides more until what is hidden together
cannot be worked out. Lists that share numbers (a borough is a sum of teams, and a part of all boroughs) are hidden
together, and read once more as somebody with pencil and paper would read them.
"""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)

SMALLEST_SHOWN = 5
# More than anybody counts; the upper end of what is known of a hidden number.
_ANY = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Sum(Generic[K]):
    """A number and the numbers that add up to it, by their keys."""

    whole: K
    parts: tuple[K, ...]

    @property
    def terms(self) -> tuple[K, ...]:
        return (self.whole, *self.parts)


def suppressed(
    counts: Mapping[K, int], *, smallest: int = SMALLEST_SHOWN, already: Collection[K] = ()
) -> dict[K, int | None]:
    """The counts of one list with its total shown; None where a count must be hidden.

    Hides every count from 1 to `smallest` - 1. Then, while what is hidden stands alone or adds up to fewer
    than `smallest`, hides the next smallest count too. Zeros are shown: they point at nobody.

    Args:
        counts: how many, by group.
        smallest: the smallest number that may be shown.
        already: groups that are hidden in any case, because another list they stand in needs it.

    Source: domain.md A7 ("under 5, with secondary suppression").
    """
    hidden = {key for key, count in counts.items() if 0 < count < smallest or key in already}
    others = sorted(
        (key for key, count in counts.items() if count >= smallest and key not in hidden),
        key=lambda key: counts[key],
    )
    while hidden and others and (len(hidden) < 2 or sum(counts[key] for key in hidden) < smallest):
        hidden.add(others.pop(0))
    return {key: None if key in hidden else count for key, count in counts.items()}


def hidden_in(lists: Iterable[Mapping[K, int]]) -> set[K]:
    """What must be hidden in lists that share numbers: hiding in one may bare another, so until nothing changes."""
    lists, hidden = list(lists), set[K]()
    while True:
        found = {
            key
            for numbers in lists
            for key, shown in suppressed(numbers, already=hidden & numbers.keys()).items()
            if shown is None
        }
        if found <= hidden:
            return hidden
        hidden |= found


def hidden_in_sums(
    numbers: Mapping[K, int], sums: Sequence[Sum[K]], *, least: int = 1, most: Mapping[K, int] | None = None
) -> set[K]:
    """What must be hidden in sums that share numbers; everything, should any hidden one be left to be worked out.

    Args:
        numbers: how many, by key.
        sums: what adds up to what.
        least: what everybody knows of a hidden number: that it is at least so much.
        most: what everybody knows besides of single numbers: that they are at most so much.
    """
    hidden = hidden_in({key: numbers[key] for key in one.terms} for one in sums)
    learned = worked_out(numbers, sums, hidden, least=least, most=most)
    return set(numbers) if learned else hidden


def worked_out(
    numbers: Mapping[K, int],
    sums: Sequence[Sum[K]],
    hidden: Collection[K],
    *,
    least: int = 1,
    most: Mapping[K, int] | None = None,
) -> set[K]:
    """Which hidden numbers somebody with pencil and paper learns.

    Spans of what each can be are drawn closer along every sum until they rest. Arguments as in `hidden_in_sums`.
    """
    most = most or {}
    spans = {
        key: (least, most.get(key, _ANY)) if key in hidden else (number, number)
        for key, number in numbers.items()
    }
    before = None
    while before != spans:
        before = dict(spans)
        for one in sums:
            _draw_closer(spans, one)
    return {key for key in hidden if spans[key][0] == spans[key][1]}


def _draw_closer(spans: dict[K, tuple[int, int]], one: Sum[K]) -> None:
    lows = sum(spans[part][0] for part in one.parts)
    highs = sum(spans[part][1] for part in one.parts)
    low, high = max(spans[one.whole][0], lows), min(spans[one.whole][1], highs)
    spans[one.whole] = (low, high)
    for part in one.parts:
        part_low, part_high = spans[part]
        spans[part] = (max(part_low, low - (highs - part_high)), min(part_high, high - (lows - part_low)))
