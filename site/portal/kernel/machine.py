"""Transition tables as data: which move leads from which states to which state.

A `Machine` checks itself when it is built, at import: a table with an unreachable state, an unknown name or
a terminal that can be left does not start. It holds no rows and changes none: services ask it for the
target state and write that themselves.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from portal.kernel.errors import IllegalMove


@dataclass(frozen=True, slots=True)
class Move:
    """One named move: from any of `sources` to `target`, announced as `event` (None: not announced)."""

    sources: tuple[str, ...]
    target: str
    event: str | None = None


class Machine:
    """A self-checking transition table.

    Args:
        name: what moves, in the words of the screen ("enrolment").
        states: every state, usually a `TextChoices`.
        initial: the states a row may be born in.
        terminal: the states that nothing leaves.
        moves: move name -> `Move`.

    Raises:
        ValueError: the table contradicts itself.
    """

    def __init__(
        self,
        name: str,
        *,
        states: Iterable[str],
        initial: str | Iterable[str],
        terminal: Iterable[str],
        moves: Mapping[str, Move],
    ) -> None:
        self.name = name
        self.states = tuple(str(state) for state in states)
        self.initial = frozenset([str(initial)] if isinstance(initial, str) else map(str, initial))
        self.terminal = frozenset(map(str, terminal))
        self.moves = {
            verb: Move(tuple(map(str, move.sources)), str(move.target), move.event)
            for verb, move in moves.items()
        }
        self._check()

    def target(self, move: str, state: str) -> str:
        """Return the state that `move` leads to from `state`, or raise `IllegalMove`."""
        found = self.moves[move]
        if state not in found.sources:
            raise IllegalMove()
        return found.target

    def allows(self, move: str, state: str) -> bool:
        """Whether `move` starts from `state`."""
        return state in self.moves[move].sources

    def sources(self, move: str) -> tuple[str, ...]:
        """The states that `move` starts from, for querysets."""
        return self.moves[move].sources

    def drawing(self) -> str:
        """The table as a mermaid state diagram, for the app's README."""
        lines = ["stateDiagram-v2"]
        lines += [f"    [*] --> {state}" for state in self.states if state in self.initial]
        for verb, move in self.moves.items():
            lines += [f"    {source} --> {move.target}: {verb}" for source in move.sources]
        lines += [f"    {state} --> [*]" for state in self.states if state in self.terminal]
        return "\n".join(lines)

    def _check(self) -> None:
        known = set(self.states)
        named = {state for move in self.moves.values() for state in (*move.sources, move.target)}
        faults = []
        if unknown := (named | self.initial | self.terminal) - known:
            faults.append(f"unknown states {sorted(unknown)}")
        if lost := known - self._reachable():
            faults.append(f"unreachable states {sorted(lost)}")
        left = {source for move in self.moves.values() for source in move.sources}
        if leaky := self.terminal & left:
            faults.append(f"terminal states that are left {sorted(leaky)}")
        if stuck := known - self.terminal - left:
            faults.append(f"states that nothing leaves but are not terminal {sorted(stuck)}")
        if faults:
            raise ValueError(f"machine {self.name}: {'; '.join(faults)}")

    def _reachable(self) -> set[str]:
        reached = set(self.initial)
        while True:
            more = {m.target for m in self.moves.values() if reached & set(m.sources)} - reached
            if not more:
                return reached
            reached |= more
