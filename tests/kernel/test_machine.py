"""A transition table that contradicts itself does not start."""

import pytest

from portal.kernel.errors import IllegalMove
from portal.kernel.machine import Machine, Move


def make_machine(**changes: object) -> Machine:
    table: dict[str, object] = {
        "states": ("asked", "booked", "gone"),
        "initial": "asked",
        "terminal": {"gone"},
        "moves": {"book": Move(("asked",), "booked"), "cancel": Move(("asked", "booked"), "gone")},
    }
    return Machine("place", **{**table, **changes})  # type: ignore[arg-type]  # the faults are the point


def test_target_is_returned_when_the_move_starts_from_the_state() -> None:
    machine = make_machine()

    assert machine.target("book", "asked") == "booked"
    assert machine.allows("cancel", "booked")


def test_illegal_move_is_raised_when_the_state_does_not_allow_it() -> None:
    machine = make_machine()

    with pytest.raises(IllegalMove):
        machine.target("book", "gone")


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"states": ("asked", "booked", "gone", "lost")}, "unreachable"),
        ({"initial": "nowhere"}, "unknown"),
        ({"terminal": {"booked", "gone"}}, "terminal states that are left"),
        ({"terminal": set()}, "nothing leaves"),
    ],
)
def test_building_fails_when_the_table_contradicts_itself(changes: dict[str, object], fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        make_machine(**changes)


def test_drawing_names_every_move() -> None:
    drawing = make_machine().drawing()

    assert "asked --> booked: book" in drawing
    assert "[*] --> asked" in drawing
    assert "gone --> [*]" in drawing
