"""Pictures say the same in words, show what is not known, and carry no style (PG-03)."""

import pytest
from defusedxml import ElementTree

from portal.pages.pictures import (
    LONDON,
    Bar,
    HeatRow,
    Point,
    Share,
    Tile,
    bar_rows,
    heat_grid,
    london_tile_map,
    shade,
    share_bar,
    trend_line,
)

NAME = "O’Brien & <Sons>"
DRAWN = {
    "bars": bar_rows(NAME, [Bar("Assessment 1", 92), Bar(NAME, None)], target=80),
    "shares": share_bar(NAME, [Share("Booked", 3), Share("Not known", 0, "unknown")]),
    "trend": trend_line(NAME, [Point("Jan", 38), Point("Nov", 61)], forecast=[Point("Mar", 72)], target=80),
    "map": london_tile_map(NAME, {"E09000007": Tile(61, "/boroughs/camden/"), "E09000003": Tile(None)}),
    "grid": heat_grid(NAME, ("Core",), [HeatRow(NAME, (61,), "/x/"), HeatRow("Other", (None,))]),
}


@pytest.mark.feature("PG-03", "PG-06")
@pytest.mark.parametrize("kind", DRAWN)
def test_picture_is_well_formed_and_without_style(kind: str) -> None:
    drawn = DRAWN[kind]

    tree = ElementTree.fromstring(drawn.replace("&nbsp;", " "))

    assert not [element for element in tree.iter() if "style" in element.attrib or element.tag == "style"]
    assert "<Sons>" not in drawn


@pytest.mark.feature("PG-03")
@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("bars", "Assessment 1 92%; O’Brien &amp; &lt;Sons&gt; not known; target 80%"),
        ("shares", "Booked: 3; Not known: 0"),
        ("trend", "From 38% in Jan to 61% in Nov; 72% expected in Mar; target 80%."),
        ("map", "Camden 61%; Barnet not known"),
    ],
)
def test_picture_says_itself_in_words(kind: str, words: str) -> None:
    assert f"{words}</desc>" in DRAWN[kind]
    assert "O’Brien &amp; &lt;Sons&gt;</title>" in DRAWN[kind]


def test_what_is_not_known_is_striped_and_never_zero() -> None:
    for kind in ("bars", "shares", "map"):
        assert 'fill="url(#pic-' in DRAWN[kind]
    assert "hub-heat__cell--none" in DRAWN["grid"]
    assert "0%" not in DRAWN["bars"].replace("80%", "")


@pytest.mark.parametrize(
    ("percent", "step"), [(None, "none"), (0, "0"), (1, "1"), (19, "1"), (20, "2"), (80, "5"), (100, "5")]
)
def test_shade_darkens_in_fifths(percent: int | None, step: str) -> None:
    assert shade(percent) == step


def test_map_has_a_place_for_every_authority_and_no_place_twice() -> None:
    places = [(column, row) for _, _, column, row in LONDON.values()]

    assert len(LONDON) == len(set(places)) == 33
    assert set(LONDON) == {f"E090000{number:02}" for number in range(1, 34)}


def test_map_leaves_out_codes_it_does_not_know() -> None:
    assert "E08000009" not in london_tile_map("Trafford", {"E08000009": Tile(50)})


def test_line_stands_when_there_is_one_point_and_not_when_there_is_none() -> None:
    assert "61%" in trend_line("Core", [Point("Nov", 61)])
    assert trend_line("Core", []) == ""
