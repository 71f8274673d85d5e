"""Each main task without a mouse: the focus is seen at every stop (PG-03)."""

import re
from collections.abc import Callable
from datetime import date
from time import sleep, time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Page, expect

from tests.harness.keyboard import Keyboard
from tests.harness.live import PASSWORD
from tests.harness.portal_process import LivePortal
from tests.journeys.stories import in_days, let_it_begin

pytestmark = [pytest.mark.journey, pytest.mark.sqlite, pytest.mark.feature("PG-03")]

OpenPage = Callable[..., Page]
PRACTITIONER, LEAD = "practitioner@camden.example", "lead@respect.example"
SAID = ".hub-message"
TOTP_PERIOD, TO_TYPE_IT = 30, 15


def keyboard_of(page: Page, address: str) -> Keyboard:
    page.goto(address)
    return Keyboard(page)


def type_date(keyboard: Keyboard, field: str, day: date) -> None:
    for part in ("day", "month", "year"):
        keyboard.fill(field.format(part), str(getattr(day, part)))


@pytest.mark.feature("CO-10", "CO-12", "CO-17")
def test_place_is_asked_for_agreed_to_and_prepared(page_as: OpenPage) -> None:
    page, manager = page_as("practitioner2@camden.example"), page_as("manager@camden.example", width=375)
    keyboard = keyboard_of(page, "/my/")
    keyboard.enter("main a[href='/courses/'] >> nth=0")
    keyboard.enter("main a[href='/courses/safe-together-core/'] >> nth=0")
    keyboard.enter("main a.govuk-button >> nth=0")
    keyboard.enter("main form button.govuk-button >> nth=0")
    expect(page.locator("main")).to_contain_text("Waiting for approval")
    place = page.url

    answering = keyboard_of(manager, "/my/")
    asked = place.rstrip("/").split("/")[-1]
    answering.enter(f"main a[href*='/courses/approvals/?request={asked}#']")
    expect(manager.locator(f"[name=enrolments][value='{asked}']")).to_be_checked()
    answering.enter("main button[name=answer][value=approve]")
    expect(manager.locator(SAID)).to_be_visible()

    keyboard = keyboard_of(page, place)
    keyboard.enter("main a[href*='/forms/before/'] >> nth=0")
    scales = page.locator("main input[type=radio][value='7']").evaluate_all("all => all.map(one => one.name)")
    for name in scales:
        keyboard.choose(name, "7")
    keyboard.enter("[name=send]")
    expect(page.locator("main")).to_contain_text("Your answers are sent")


@pytest.mark.feature("CO-18")
def test_register_is_taken(page_as: OpenPage) -> None:
    page = page_as("trainer@respect.example")
    keyboard = keyboard_of(page, "/my/")

    keyboard.enter("main a[href*='/register/'] >> nth=0")
    names = page.locator("main input[type=radio][value=full]").evaluate_all("all => all.map(one => one.name)")
    for name in names:
        keyboard.choose(name, "full")
    keyboard.enter("main form:has([type=radio]) button.govuk-button >> nth=0")

    assert names
    expect(page.locator(SAID)).to_contain_text("aved")


@pytest.mark.feature("CN-02", "CN-06", "CN-09", "CN-10")
def test_consultation_is_booked_moved_cancelled_booked_again_recorded_and_linked(
    page_as: OpenPage, live_portal: LivePortal
) -> None:
    page, lead = page_as(PRACTITIONER, width=375), page_as(LEAD)
    _book(page)
    keyboard = Keyboard(page)
    keyboard.enter("main a[href$='/move/']")
    keyboard.tick("[name=slot] >> nth=0")
    keyboard.enter("main form:has([name=slot]) button.govuk-button >> nth=0")
    expect(page.locator(SAID)).to_be_visible()
    keyboard = keyboard_of(page, page.url)
    keyboard.enter("main a[href$='/cancel/']")
    if page.locator("main form [type=radio]").count():
        keyboard.tick("main form [type=radio] >> nth=0")
    keyboard.enter("main form button.govuk-button >> nth=0")
    expect(page.locator("main")).to_contain_text(re.compile("ancelled"))

    reference = _book(page)
    let_it_begin(live_portal, reference)
    _record(lead, reference)
    _link(page, reference)


def _book(page: Page) -> str:
    keyboard = keyboard_of(page, "/my/")
    keyboard.enter("main a[href='/consultations/book/'] >> nth=0")
    keyboard.choose("danger", "none")
    keyboard.enter("main form button.govuk-button")
    keyboard.choose("kind", "individual")
    keyboard.choose("linked", "anonymous")
    keyboard.enter("main form button.govuk-button")
    keyboard.tick("[name=slot] >> nth=0")
    keyboard.enter("main form:has([name=slot]) button.govuk-button >> nth=0")
    keyboard.enter("main form button.govuk-button >> nth=0")
    expect(page.locator(SAID)).to_contain_text("booked")
    return page.url.rstrip("/").split("/")[-1]


def _record(lead: Page, reference: str) -> None:
    keyboard = keyboard_of(lead, f"/consultations/{reference}/")
    keyboard.enter("main a[href$='/record/'] >> nth=0")
    keyboard.tick("[name=domains][value=PCC]")
    keyboard.pick("[name=action_1]", "M")
    keyboard.pick("[name=owner_1]", "P")
    type_date(keyboard, "[name=due_1_{}]", in_days(30))
    keyboard.choose("outcome", "restart")
    keyboard.pick("[name=theme]", "C")
    keyboard.enter("main form:has([name=domains]) button.govuk-button >> nth=-1")
    expect(lead.locator("main")).to_contain_text("Recorded")


def _link(page: Page, reference: str) -> None:
    keyboard = keyboard_of(page, f"/consultations/{reference}/")
    keyboard.enter("main a[href$='/link/'] >> nth=0")
    keyboard.enter("main form button.govuk-button >> nth=0")  # Camden has one pathway
    questions = page.locator("main form [type=radio][value=no]").evaluate_all(
        "all => all.map(one => one.name)"
    )
    for name in questions:
        keyboard.choose(name, "yes" if name in ("open_case", "abuse_identified", "early_signs") else "no")
    keyboard.enter("main form button.govuk-button >> nth=-1")
    expect(page.locator("h1")).to_contain_text("looks suitable")


@pytest.mark.feature("CN-01", "CN-03")
def test_lead_changes_the_weekly_plan(page_as: OpenPage) -> None:
    page = page_as(LEAD)
    keyboard = keyboard_of(page, "/consultations/diary/")

    keyboard.enter("main a[href='/consultations/plan/']")
    keyboard.tab_to("summary:has-text('Take time off')")
    page.keyboard.press("Enter")
    type_date(keyboard, "details[open] [name=on_{}]", in_days(30))
    keyboard.enter("details[open] button.govuk-button")

    expect(page.locator(SAID)).to_be_visible()


@pytest.mark.feature("TK-01", "CE-04")
def test_toolkit_is_found_by_search_and_opened_and_a_certificate_is_checked(page_as: OpenPage) -> None:
    page, visitor = page_as("champion@camden.example"), page_as(None, width=375)
    keyboard = keyboard_of(page, "/search/")
    keyboard.fill("main [name=q]", "mapping")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=mapping**")
    keyboard.enter("main a[href='/toolkits/mapping-toolkit/'] >> nth=0")
    file = "main a[href*='/files/'] >> nth=0"
    keyboard.tab_to(file)
    assert page.request.get(str(page.locator(file).get_attribute("href"))).ok

    keyboard = keyboard_of(page, "/certificates/")
    keyboard.enter("main .hub-rows a >> nth=0")
    code = (
        str(page.locator("main a[href*='/check/']:not([href='/check/'])").first.get_attribute("href"))
        .strip("/")
        .split("/")[-1]
    )
    checking = keyboard_of(visitor, "/check/")
    checking.fill("main [name=code]", code)
    checking.enter("main form button.govuk-button")
    expect(visitor.locator("main")).to_contain_text("valid")


@pytest.mark.feature("PE-01", "PE-02")
def test_details_are_changed_and_a_second_factor_is_set_up_and_used(page_as: OpenPage) -> None:
    page = page_as("practitioner@havering.example")
    keyboard = keyboard_of(page, "/account/")
    keyboard.enter("main a[href='/account/certificate-name/']")
    keyboard.fill("[name=certificate_name]", f"Dr {page.locator('main bdi').first.inner_text()}")
    keyboard.enter("main form button.govuk-button")
    expect(page.locator(SAID)).to_be_visible()

    keyboard.enter("main a[href='/accounts/2fa/']")
    keyboard.enter("main a[href$='/totp/activate/']")
    keyboard.fill("[name=password]", PASSWORD)
    keyboard.enter()
    secret = page.locator("code.hub-code").first.inner_text()
    keyboard.fill("[name=code]", _code(secret))
    keyboard.enter()
    expect(page.locator(SAID)).to_be_visible()

    keyboard = keyboard_of(page, "/account/")
    keyboard.enter("main form[action='/accounts/logout/'] button")
    keyboard = keyboard_of(page, "/accounts/login/")
    keyboard.fill("[name=login]", "practitioner@havering.example")
    keyboard.fill("[name=password]", PASSWORD)
    keyboard.enter()
    keyboard.fill("[name=code]", _code(secret))
    keyboard.enter()
    page.wait_for_url(lambda address: "/accounts/" not in address)


def _code(secret: str) -> str:
    """The code of this half minute, read while enough of it is left to type and send it."""
    while TOTP_PERIOD - time() % TOTP_PERIOD < TO_TYPE_IT:
        sleep(1)
    return str(format_hotp_value(hotp_value(secret, int(time()) // TOTP_PERIOD)))
