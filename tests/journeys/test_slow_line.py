"""The two main tasks on a line of 400 kbit/s that answers after 400 ms: words first, nothing jumps or comes twice."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.harness.live import JUMPED
from tests.journeys.stories import go

pytestmark = [pytest.mark.journey, pytest.mark.sqlite, pytest.mark.feature("PG-03")]

OpenPage = Callable[..., Page]
THREE_G = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
MOST_JUMP = 0.1


def slow_down(page: Page) -> None:
    """From now on the page's line is slow, and nothing is taken from an earlier visit."""
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.clearBrowserCache")
    line.send("Network.emulateNetworkConditions", THREE_G)


def assert_still(page: Page) -> None:
    assert page.evaluate(JUMPED) < MOST_JUMP, f"{page.url} jumps while it comes"


def press_twice(page: Page) -> None:
    """The way a person does who sees nothing happen."""
    here = page.url
    with page.expect_navigation(url=lambda url: url != here):
        page.locator("main form button.govuk-button").first.dblclick(no_wait_after=True)


@pytest.mark.feature("CN-02", "CN-06")
def test_consultation_is_booked_once_when_the_line_is_slow_and_the_button_pressed_twice(
    page_as: OpenPage,
) -> None:
    page = page_as("practitioner@camden.example", width=375)
    page.goto("/consultations/")
    before = page.locator("main a[href*='/consultations/CN-']").count()

    slow_down(page)
    page.goto("/consultations/book/")
    assert_still(page)
    page.check("[name=danger][value=none]")
    press_twice(page)
    page.check("[name=kind][value=individual]")
    page.check("[name=linked][value=anonymous]")
    press_twice(page)
    assert_still(page)
    page.locator("[name=slot]").first.check(force=True)
    go(page.locator("main form:has([name=slot]) button.govuk-button").first)
    page.wait_for_url("**/check/")
    press_twice(page)

    expect(page.locator("main")).to_contain_text("Booked")
    assert_still(page)
    page.goto("/consultations/")
    assert page.locator("main a[href*='/consultations/CN-']").count() == before + 1


@pytest.mark.feature("CO-12")
def test_place_is_asked_for_once_when_the_line_is_slow_and_the_button_pressed_twice(
    page_as: OpenPage,
) -> None:
    page = page_as("practitioner@havering.example", width=375)

    slow_down(page)
    for address in ("/courses/", "/courses/safe-together-overview/"):
        page.goto(address)
        assert_still(page)
    go(page.locator("main a.govuk-button").first)
    page.wait_for_url("**/ask/")
    press_twice(page)

    expect(page.locator("main")).to_contain_text("Booked")
    assert_still(page)
    page.goto("/courses/places/")
    assert page.locator("main a[href*='/courses/places/']").count() == 1


@pytest.mark.parametrize(
    "address", ["/", "/courses/", "/pathways/restart/", "/boroughs/camden/", "/accounts/login/"]
)
def test_words_are_there_when_scripts_pictures_and_letters_have_not_come(
    page_as: OpenPage, address: str
) -> None:
    page, held = page_as(None, width=375), list[Route]()
    page.route("**/*.{js,png,jpg,webp,svg,woff2}", lambda route: held.append(route))  # noqa: PLW0108 - it is wrapped

    page.goto(address, wait_until="commit")

    expect(page.locator("h1")).to_be_visible()
    link = page.locator("main a:visible, main button:visible").first
    link.click(trial=True)
    assert held
    for route in held:
        route.abort()
