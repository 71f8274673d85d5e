"""Who wants to know of what, declared once beside the reaction.

A subscriber takes a `Fact` and must be idempotent: the same fact may come twice. By default it runs in one
transaction with its receipt. A subscriber that talks to the outside runs `outside_transaction`: it is
claimed with a lease first, so a slow receiver never holds a lock.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

# Seconds after the first try: Standard Webhooks' suggested ladder, about 75 hours in all.
DEFAULT_LADDER = (5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400)


@dataclass(frozen=True, slots=True)
class Fact:
    """An event as a subscriber sees it; `id` is the same on every delivery and every try."""

    id: str
    name: str
    subject: str
    payload: dict[str, Any]
    occurred_at: datetime


class RetryLater(Exception):
    """Not now: try again after `seconds` (None: as the ladder says)."""

    def __init__(self, seconds: int | None, why: str) -> None:
        super().__init__(why)
        self.seconds = seconds


class Park(Exception):
    """Never by itself again: somebody must look, mend and replay."""


Reaction = Callable[[Fact], None]


@dataclass(frozen=True, slots=True)
class Subscription:
    """One reaction to one kind of event."""

    subscriber: str
    event: str
    react: Reaction
    outside_transaction: bool
    ladder: tuple[int, ...]


_by_event: dict[str, list[Subscription]] = {}
_by_subscriber: dict[str, Subscription] = {}


def subscribe(
    *events: str, as_: str, outside_transaction: bool = False, ladder: Sequence[int] = DEFAULT_LADDER
) -> Callable[[Reaction], Reaction]:
    """Declare that the decorated function reacts to `events` under the stable name `as_`.

    Raises:
        ValueError: the name is taken for one of the events.
    """

    def declare(react: Reaction) -> Reaction:
        for event in events:
            key = f"{as_}@{event}"
            if key in _by_subscriber:
                raise ValueError(f"{as_} already reacts to {event}")
            found = Subscription(as_, event, react, outside_transaction, tuple(ladder))
            _by_subscriber[key] = found
            _by_event.setdefault(event, []).append(found)
        return react

    return declare


def subscriptions_to(event: str) -> tuple[Subscription, ...]:
    """Everybody who wants to know of `event`."""
    return tuple(_by_event.get(event, ()))


def subscription(subscriber: str, event: str) -> Subscription | None:
    """The reaction behind a stored delivery; None when the code no longer knows it."""
    return _by_subscriber.get(f"{subscriber}@{event}")


def all_subscriptions() -> tuple[Subscription, ...]:
    """Every reaction, for the tests that deliver twice."""
    return tuple(_by_subscriber.values())
