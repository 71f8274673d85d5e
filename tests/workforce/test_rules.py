"""The arithmetic of coverage, and its words."""

from datetime import date

import pytest

from portal.workforce.rules import Cell, headline, months_before


@pytest.mark.feature("WF-01")
@pytest.mark.parametrize(
    ("cell", "percent"),
    [
        (Cell(None), None),
        (Cell(0), None),
        (Cell(300, 0), 0),
        (Cell(300, 299), 99),
        (Cell(300, 300), 100),
        (Cell(302, 184), 61),
    ],
)
def test_percent_is_not_known_without_a_base_and_full_only_when_all_are(
    cell: Cell, percent: int | None
) -> None:
    assert cell.percent == percent


@pytest.mark.feature("WF-01")
@pytest.mark.parametrize(
    ("cell", "words"),
    [
        (Cell(302, 184), "About six in ten of Camden’s frontline staff are trained in Core"),
        (Cell(0), "We do not know yet how many of Camden’s frontline staff are trained in Core"),
        (Cell(100, 1), "Fewer than one in ten of Camden’s frontline staff are trained in Core"),
        (Cell(100, 10), "One in ten of Camden’s frontline staff is trained in Core"),
        (Cell(100, 99), "More than nine in ten of Camden’s frontline staff are trained in Core"),
        (Cell(100, 100), "All of Camden’s frontline staff are trained in Core"),
        (Cell(100, 0), "None of Camden’s frontline staff are trained in Core yet"),
    ],
)
def test_the_title_says_the_answer(cell: Cell, words: str) -> None:
    assert headline(cell, "Core", "Camden’s frontline staff") == words


def test_months_before_keeps_to_the_end_of_short_months() -> None:
    assert months_before(date(2026, 8, 31), 6) == date(2026, 2, 28)
    assert months_before(date(2024, 2, 29), 12) == date(2023, 2, 28)
    assert months_before(date(2026, 1, 15), 13) == date(2024, 12, 15)
