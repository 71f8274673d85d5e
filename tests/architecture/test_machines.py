"""Every transition table: the full product of states and moves, its events, and its drawing in the README."""

import re
import sys
from pathlib import Path

import pytest

from portal.kernel.errors import IllegalMove
from portal.kernel.machine import Machine
from tests.architecture.contracts import REMEDY, updating
from tests.architecture.source import DOMAINS, import_everything
from tests.architecture.test_events import EVENTS
from tests.harness.places import ROOT


def _machines() -> dict[str, tuple[Machine, Path]]:
    """Every machine by name, with the folder of its app."""
    import_everything()
    found = {}
    for name, module in sorted(sys.modules.items()):
        path = Path(getattr(module, "__file__", None) or "/")
        if not path.is_relative_to(ROOT) or ".venv" in path.parts or name.startswith("tests"):
            continue
        for value in list(vars(module).values()):
            if isinstance(value, Machine) and name.endswith("states"):
                found[value.name] = (value, path.parent)
    return found


MACHINES = _machines()
CASES = [
    pytest.param(machine, move, state, id=f"{name}-{move}-{state}")
    for name, (machine, _folder) in MACHINES.items()
    for move in machine.moves
    for state in machine.states
]


@pytest.mark.parametrize(("machine", "move", "state"), CASES)
def test_move_leads_where_the_table_says_or_is_refused(machine: Machine, move: str, state: str) -> None:
    allowed = state in machine.moves[move].sources

    assert machine.allows(move, state) is allowed
    if allowed:
        assert machine.target(move, state) == machine.moves[move].target
    else:
        with pytest.raises(IllegalMove):
            machine.target(move, state)


@pytest.mark.parametrize("name", sorted(MACHINES))
def test_move_announces_an_event_that_exists(name: str) -> None:
    machine, _folder = MACHINES[name]

    unknown = {move.event for move in machine.moves.values() if move.event} - EVENTS.keys()

    assert not unknown


# Every domain explains itself in a README; the lower storeys do where there is something to explain.
DRAWN = [
    name
    for name, (_machine, folder) in sorted(MACHINES.items())
    if folder.name in DOMAINS or (folder / "README.md").exists()
]


@pytest.mark.parametrize("name", DRAWN)
def test_drawing_in_the_readme_is_the_table(name: str) -> None:
    machine, folder = MACHINES[name]
    readme = folder / "README.md"
    text = readme.read_text() if readme.exists() else ""
    if updating() and readme.exists():
        text = _with_drawing(text, machine)
        readme.write_text(text)

    assert machine.drawing() in text, f"{readme.relative_to(ROOT)} does not draw the {name} machine. {REMEDY}"


def _with_drawing(text: str, machine: Machine) -> str:
    """The README with the machine's drawing between its marks; at the end when it has no marks yet."""
    start, end = f"<!-- states of {machine.name} -->", f"<!-- end of {machine.name} -->"
    block = f"{start}\n```mermaid\n{machine.drawing()}\n```\n{end}"
    if start in text:
        return re.sub(re.escape(start) + r".*?" + re.escape(end), lambda _found: block, text, flags=re.DOTALL)
    return f"{text.rstrip()}\n\n### States of the {machine.name}\n\n{block}\n"
