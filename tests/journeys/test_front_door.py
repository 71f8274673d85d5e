"""What a visitor meets, at a desk and on a phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.harness.keyboard import Keyboard

pytestmark = [pytest.mark.journey, pytest.mark.sqlite]

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


@pytest.mark.feature("CO-12", "PG-03")
@pytest.mark.parametrize("width", [1280, 375])
def test_place_is_asked_for_when_only_the_keyboard_is_used(page_as: Callable[..., Page], width: int) -> None:
    page = page_as(None, width=width)
    keyboard = Keyboard(page)

    page.goto("/courses/safe-together-overview/")
    keyboard.enter("main a.govuk-button >> nth=0")
    keyboard.tab_to("[name=login]")
    page.keyboard.type("practitioner2@camden.example" if width > 400 else "practitioner@camden.example")
    keyboard.tab_to("[name=password]")
    page.keyboard.type("practice-hub-demo")
    keyboard.enter()
    keyboard.enter("main form button.govuk-button")

    expect(page.locator(".hub-message")).to_be_visible()
    assert "/courses/places/" in page.url
    assert keyboard.tabs < 60
