"""The look in a real browser: every component, leaving quickly, a phone, no script, nothing from elsewhere."""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

from tests.harness.portal_process import LivePortal
from tests.journeys.stories import go

pytestmark = [pytest.mark.journey, pytest.mark.sqlite]

ADMIN = "admin@respect.example"
PRACTITIONER = "practitioner@camden.example"
# The other public pages on a wide screen: test_front_door. Every screen on a phone: test_every_screen.
PUBLIC = ["/using-this-site-safely/", "/accessibility/"]
OWN = [
    "/my/",
    "/",
    "/account/",
    "/accounts/2fa/",
    "/accounts/email/",
    "/accounts/password/change/",
    "/accounts/sessions/",
]


@pytest.mark.feature("PG-03")
@pytest.mark.parametrize("width", [1280, 375, 320])
def test_every_component_is_accessible_when_an_editor_looks_at_it(
    page_as: Callable[..., Page], axe: Callable[[Page], None], width: int
) -> None:
    page = page_as(ADMIN, width=width)

    page.goto("/cms/look/")

    axe(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Every part of the look, with its states")


@pytest.mark.feature("PG-03")
def test_components_are_for_editors_when_somebody_else_asks(page_as: Callable[..., Page]) -> None:
    page = page_as(PRACTITIONER)

    page.goto("/cms/look/")

    expect(page.get_by_role("heading", level=1)).to_have_text("You cannot open this page")


@pytest.mark.feature("PG-03", "PG-06", "CO-26")
def test_main_pages_are_accessible_and_ask_nobody_else_for_anything(
    page_as: Callable[..., Page], axe: Callable[[Page], None], live_portal: LivePortal
) -> None:
    own_host = urlsplit(live_portal.url).netloc
    for who, addresses in ((None, PUBLIC), (PRACTITIONER, OWN)):
        page = page_as(who)
        asked, told = _listen(page)

        for address in addresses:
            page.goto(address)
            axe(page)

        assert {urlsplit(url).netloc for url in asked if not url.startswith("data:")} == {own_host}
        assert not [words for words in told if "Content Security" in words]


def _listen(page: Page) -> tuple[list[str], list[str]]:
    asked: list[str] = []
    told: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: told.append(message.text))
    return asked, told


@pytest.mark.feature("PG-03")
def test_menu_of_a_phone_opens_without_script_and_with_the_keyboard(page_as: Callable[..., Page]) -> None:
    page = page_as(None, width=375, javascript=False)
    page.goto("/")

    expect(page.get_by_role("link", name="Pathways", exact=True)).to_be_hidden()
    page.locator("summary", has_text="Menu").focus()
    page.keyboard.press("Enter")

    go(page.get_by_role("link", name="Pathways", exact=True))
    page.wait_for_url("**/pathways/")


@pytest.mark.feature("PG-03")
def test_keyboard_reaches_the_words_first_when_it_skips_the_frame(page_as: Callable[..., Page]) -> None:
    page = page_as(None)
    page.goto("/support/")

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    expect(page.get_by_role("link", name="Exit this page")).to_be_focused()


def _weather(route: Route) -> None:
    """Ask our own address, as the browser would, and stand in for the site that it leads to."""
    answer = route.fetch(max_redirects=0)
    assert (answer.status, answer.headers["location"]) == (302, "https://www.bbc.co.uk/weather")
    route.fulfill(body="<h1>Weather</h1>", content_type="text/html")


@pytest.mark.feature("PG-04")
def test_shift_three_times_covers_the_page_and_leaves_no_step_back(page_as: Callable[..., Page]) -> None:
    page = page_as(None)
    page.route("**/exit/**", _weather)
    page.goto("/support/")
    before = page.evaluate("history.length")

    page.keyboard.press("Shift")
    expect(page.locator("[data-hub-exit-said]")).to_have_text("Shift, press 2 more times to exit.")
    page.keyboard.press("Shift")
    page.keyboard.press("Shift")

    expect(page.locator("h1")).to_have_text("Weather")
    assert page.evaluate("history.length") == before


@pytest.mark.feature("PG-04")
def test_capitals_do_not_leave_the_page_when_somebody_types(page_as: Callable[..., Page]) -> None:
    page = page_as(None)
    page.goto("/support/")

    for _ in range(4):
        page.keyboard.press("Shift+A")

    assert page.url.endswith("/support/")
    expect(page.locator(".hub-exit__cover")).to_have_count(0)


@pytest.mark.feature("PG-04")
def test_exit_is_a_plain_link_when_there_is_no_script(page_as: Callable[..., Page]) -> None:
    page = page_as(PRACTITIONER, javascript=False)
    page.route("**/exit/**", _weather)
    page.goto("/support/")

    go(page.get_by_role("link", name="Exit this page"))
    expect(page.locator("h1")).to_have_text("Weather")

    page.goto("/my/")
    assert "/accounts/login/" in page.url


@pytest.mark.feature("PG-03")
def test_password_shows_and_hides_and_is_sent_hidden(page_as: Callable[..., Page]) -> None:
    page = page_as(None)
    page.goto("/accounts/login/")
    field = page.locator("input[name=password]")

    page.get_by_role("button", name="Show password").click()
    expect(field).to_have_attribute("type", "text")
    page.get_by_role("button", name="Hide password").click()

    expect(field).to_have_attribute("type", "password")


@pytest.mark.feature("PG-03")
def test_summary_of_faults_leads_to_the_field(page_as: Callable[..., Page]) -> None:
    page = page_as(None)
    page.goto("/accounts/signup/")
    go(page.locator("main form [type=submit]").first)

    summary = page.locator(".govuk-error-summary")
    expect(summary).to_be_focused()
    summary.get_by_role("link").first.click()

    expect(page.locator("input:focus")).to_have_count(1)
