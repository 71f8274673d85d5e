"""What a visitor meets, at a desk and on a phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.journey

FRONT_PAGES = [
    "/",
    "/courses/",
    "/pathways/",
    "/accounts/login/",
    "/accounts/signup/",
    "/check/",
    "/search/?q=restat",
    "/boroughs/",
    "/boroughs/camden/",
    "/pathways/restart/",
    "/news/",
    "/learning/",
    "/questions/",
    "/support/",
    "/no-such-page/",
]


@pytest.mark.feature("PG-06")
@pytest.mark.parametrize("address", FRONT_PAGES)
def test_front_page_is_accessible_when_nobody_is_signed_in(
    page_as: Callable[..., Page], axe: Callable[[Page], None], address: str
) -> None:
    """On a wide screen; on a phone every screen is asked about in test_every_screen."""
    page = page_as(None)
    refused: list[str] = []
    page.on("console", lambda said: refused.append(said.text) if "Content Security" in said.text else None)

    page.goto(address)

    axe(page)
    assert not refused
