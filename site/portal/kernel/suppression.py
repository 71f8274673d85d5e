"""Small numbers, hidden in one place (ledger WF-09).

A count under five can point at a person. So can the one hidden count of a list whose total is shown: the
others and the total give it away. Hence the second step, which hides more until what is hidden together
cannot be worked out.
"""

from collections.abc import Collection, Hashable, Mapping
from typing import TypeVar

K = TypeVar("K", bound=Hashable)

SMALLEST_SHOWN = 5


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
