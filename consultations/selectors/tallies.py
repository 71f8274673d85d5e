"""How many consultations of a quarter fall under what, with the numbers that must be hidden.

Every number that is shown anywhere of a quarter stands in one table: the whole, boroughs, services, teams, kinds,
themes, pathways, outcomes. A team is a part of a service, which is a part of a borough; what is not recorded is a part
of three lists at once. So all of it is hidden together. The page of counts, its files and the chain from training to
outcome read their numbers here, so none of them bares what another hides.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, Exists, OuterRef, Value, When

from consultations.permissions import consultations_counted_for
from consultations.selectors.settled import held_in, referrals_known
from portal.kernel.actors import Actor
from portal.kernel.periods import Quarter
from portal.kernel.suppression import Sum, hidden_in_sums, worked_out

Key = tuple[str | int | None, ...]
Cell = dict[str, Any]

ALL: Key = ("all",)
NOT_RECORDED: Key = ("not recorded",)
FIELDS = (
    *("organisation_id", "organisation__name", "service_id", "service__name", "team_id", "team__name"),
    *("kind", "record__theme", "record__pathway", "record__outcome"),
)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many by key, and how many of them were followed by a referral; None: hidden. `cells` name the keys."""

    cells: tuple[Cell, ...]
    numbers: dict[Key, int | None]
    followed: dict[Key, int | None]


def tally_of(actor: Actor, quarter: Quarter) -> Tally:
    """The consultations in the actor's scope, of one quarter. One query."""
    sent = referrals_known(quarter).filter(consultation_id=OuterRef("pk"))
    locked = When(record__locks_at__lte=quarter.settled_at, then=Value(True))
    rows = held_in(consultations_counted_for(actor), quarter)
    return tally(
        rows.annotate(followed=Exists(sent), recorded=Case(locked, default=Value(False)))
        .values(*FIELDS, "followed", "recorded")
        .annotate(number=Count("pk"))
        .order_by()
    )


def tally(cells: Iterable[Cell]) -> Tally:
    """Numbers from cells (a combination of groups, whether followed, how many); small ones hidden."""
    cells = tuple(cells)
    numbers, followed = Counter[Key](), Counter[Key]()
    for cell in cells:
        for key in {ALL, *keys_of(cell).values()}:
            numbers[key] += cell["number"]
            followed[key] += cell["number"] if cell["followed"] else 0
    sums = _sums(cells)
    hidden = hidden_in_sums(numbers, sums)
    if ALL in hidden:
        hidden = set(numbers)
    return Tally(
        cells,
        {key: None if key in hidden else number for key, number in numbers.items()},
        _followed(numbers, followed, hidden, sums),
    )


def keys_of(cell: Cell) -> dict[str, Key]:
    """Under what a cell is counted, by grouping."""
    place = (cell["organisation_id"], cell["service_id"], cell["team_id"])
    recorded = cell["recorded"]
    return {
        "organisation": ("organisation", *place[:1]),
        "service": ("service", *place[:2]),
        "team": ("team", *place),
        "kind": ("kind", cell["kind"]),
        **{
            name: (name, cell[f"record__{name}"]) if recorded else NOT_RECORDED
            for name in ("theme", "pathway", "outcome")
        },
    }


def _sums(cells: Iterable[Cell]) -> list[Sum[Key]]:
    """What adds up to what: the tree of places, and each other grouping."""
    parts: dict[tuple[str, Key], set[Key]] = defaultdict(set)
    for cell in cells:
        keys = keys_of(cell)
        parts["organisation", ALL].add(keys["organisation"])
        parts["service", keys["organisation"]].add(keys["service"])
        parts["team", keys["service"]].add(keys["team"])
        for name in ("kind", "theme", "pathway", "outcome"):
            parts[name, ALL].add(keys[name])
    return [Sum(whole, tuple(found)) for (_, whole), found in parts.items()]


def _followed(
    numbers: dict[Key, int], followed: dict[Key, int], hidden: set[Key], sums: list[Sum[Key]]
) -> dict[Key, int | None]:
    """How many were followed by a referral, hidden where that number, or that of the others, would tell."""
    rest = {key: number - followed[key] for key, number in numbers.items()}
    secret = {key for key in hidden if numbers[key]}
    secret |= hidden_in_sums(followed, sums, least=0) | hidden_in_sums(rest, sums, least=0)
    most = {key: number for key, number in numbers.items() if key not in hidden}
    if worked_out(followed, sums, secret, least=0, most=most):
        secret = set(numbers)
    return {key: None if key in secret else followed[key] for key in numbers}
