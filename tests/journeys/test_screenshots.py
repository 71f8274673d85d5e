"""`portal screenshots DIR` (PG-03): every screen of a person, at four widths, and what is wrong with its layout."""

from pathlib import Path

import pytest

from portal.assembly.screenshots.walk import WIDTHS, kind_of
from tests.harness.portal_process import LivePortal

pytestmark = [pytest.mark.journey, pytest.mark.sqlite, pytest.mark.feature("PG-03")]


def test_every_public_screen_holds_at_every_width(live_portal: LivePortal, tmp_path: Path) -> None:
    done = live_portal.manage("screenshots", str(tmp_path), "--portal", live_portal.url, "--only", "visitor")

    assert ", 0 with something to look at" in done.stdout, done.stdout
    for width in WIDTHS:
        assert len(list(tmp_path.glob(f"visitor/*-{width}.png"))) >= 15
    assert "/courses/" in (tmp_path / "index.html").read_text()


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("/courses/runs/RN-1/", "/courses/runs/RN-2/", True),
        ("/courses/", "/courses/runs/RN-2/", False),
        ("/boroughs/camden/", "/boroughs/croydon/", True),
        ("/boroughs/", "/boroughs/croydon/", False),
    ],
)
def test_screens_are_told_apart_by_what_they_are_not_by_what_they_show(
    one: str, other: str, alike: bool
) -> None:
    assert (kind_of(one) == kind_of(other)) is alike
