"""Every screen that links lead each person to: none is broken, and axe finds nothing (PG-03)."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from portal.assembly.screenshots.walk import screens

# The states of forms and the steps that no link leads to are asked about where their journey is told. The layout of
# the visitor's screens is held by test_screenshots.
pytestmark = [pytest.mark.journey, pytest.mark.sqlite, pytest.mark.feature("PG-03")]

PHONE = 375


@pytest.fixture(scope="module")
def seen() -> set[str]:
    """What one person's walk has shown is not asked about again in the next one's."""
    return set()


@pytest.mark.parametrize(
    ("email", "fewest"),
    [
        (None, 20),
        ("practitioner@camden.example", 35),
        ("champion@camden.example", 8),
        ("manager@camden.example", 8),
        ("lead@respect.example", 12),
        ("trainer@respect.example", 10),
        ("training-admin@respect.example", 10),
        ("admin@respect.example", 8),
    ],
)
def test_every_screen_is_accessible_on_a_phone(
    page_as: Callable[..., Page], axe: Callable[[Page], None], seen: set[str], email: str | None, fewest: int
) -> None:
    page = page_as(email, width=PHONE)
    asked = 0

    for status in screens(page, seen):
        assert status < 500, page.url
        axe(page)
        asked += 1

    assert asked >= fewest
