"""Sentences that must be true of the data at every moment, and the list of those who break them.

Each app writes its own in `invariants.py` and imports that in `AppConfig.ready()`:

    @invariant("courses.capacity", "A run never has more people booked than it has places.")
    def runs_over_capacity() -> Iterator[Breach]: ...

`portal audit_invariants` asks them all; so do the race tests and the nightly task.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

Question = Callable[[], Iterable["Breach"]]


@dataclass(frozen=True, slots=True)
class Breach:
    """One row that breaks an invariant: its id (a Ref string where it has one) and a sentence without names."""

    id: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Invariant:
    """A sentence about the data and the question that finds what breaks it."""

    key: str
    sentence: str
    breaches: Question


_registered: dict[str, Invariant] = {}


def invariant(key: str, sentence: str) -> Callable[[Question], Question]:
    """Register a question under a key such as `courses.capacity`; keys are unique."""

    def register(question: Question) -> Question:
        if key in _registered:
            raise ValueError(f"Two invariants are called {key}.")
        _registered[key] = Invariant(key, sentence, question)
        return question

    return register


def invariants() -> tuple[Invariant, ...]:
    """All of them, by key."""
    return tuple(_registered[key] for key in sorted(_registered))


def breaches() -> list[tuple[Invariant, Breach]]:
    """Every breach of every invariant, in the order of their keys. Empty is good."""
    return [(rule, breach) for rule in invariants() for breach in rule.breaches()]
