"""The focus of the keyboard is seen at every stop of a long page, never behind what stays in sight (WCAG 2.4.11)."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.harness.keyboard import LOOK
from tests.journeys.stories import press

pytestmark = [pytest.mark.journey, pytest.mark.sqlite, pytest.mark.feature("PG-03")]

# Who, and a page that is longer than the window; the first three carry "Exit this page", which stays in sight.
LONG = [
    (None, "/pathways/restart/check/"),
    (None, "/pathways/"),
    (None, "/using-this-site-safely/"),
    (None, "/courses/"),
    (None, "/boroughs/camden/"),
    ("lead@respect.example", "/coverage/camden/"),
    ("editor@respect.example", "/cms/look/"),
]
END = "document.activeElement === document.body || document.activeElement.closest('.hub-footer') !== null"
# A text of several lines is written in whole, so its last line has to be in sight too.
WHOLE = """() => {
    const found = document.activeElement, box = found.getBoundingClientRect();
    return !found.matches("textarea") || box.height > innerHeight / 2 || box.bottom <= innerHeight && box.top >= 0;
}"""


@pytest.mark.parametrize("width", [1280, 375])
@pytest.mark.parametrize(("who", "address"), LONG, ids=[address for _who, address in LONG])
def test_focus_is_in_sight_at_every_stop_of_a_long_page(
    page_as: Callable[..., Page], who: str | None, address: str, width: int
) -> None:
    page = page_as(who, width=width)
    page.goto(address)

    stops = 0
    page.keyboard.press("Tab")
    while not page.evaluate(END):
        stops += 1
        wrong = page.evaluate(f"({LOOK})(document.activeElement)")
        assert not wrong, f"{address}: {wrong}"
        assert page.evaluate(WHOLE), f"{address}: half a field in sight"
        page.keyboard.press("Tab")

    assert stops > 5


# Where the label, or the legend of a group, of the field that has the focus stands in the window.
LABEL = """() => {
    const field = document.activeElement;
    const words = field.closest("fieldset")?.querySelector("legend") ?? field.labels?.[0];
    return words ? words.getBoundingClientRect().top : -1;
}"""


def test_label_of_the_field_is_in_sight_when_its_error_is_followed(page_as: Callable[..., Page]) -> None:
    page = page_as(None, width=375)
    page.set_viewport_size({"width": 375, "height": 667})
    page.goto("/accounts/signup/")
    press(page, "Send me the code")
    errors = page.locator(".govuk-error-summary a")

    for number in range(errors.count()):
        errors.nth(number).click()

        assert page.evaluate("document.activeElement.matches('main input')")
        assert 0 <= page.evaluate(LABEL) < 600
    assert errors.count() == 4


def test_summary_has_the_focus_when_the_address_names_a_part_of_the_page(
    page_as: Callable[..., Page],
) -> None:
    page = page_as("lead@respect.example")
    page.goto("/consultations/plan/")
    page.get_by_text("Take time off").click()

    press(page, "Take it off")

    assert page.url.endswith("#off")
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    expect(page).to_have_title("Error: Your plan – Practice Hub")
