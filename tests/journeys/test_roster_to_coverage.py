"""Journey 1: from roster to coverage, as seven people live through it."""

import re
from collections.abc import Callable
from io import BytesIO
from urllib.parse import urlparse

import pytest
from icalendar import Calendar
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.harness.portal_process import LivePortal
from tests.harness.smtp import SmtpSink
from tests.journeys.stories import follow, go, heading, let_days_pass, number_in, open_until, press

pytestmark = pytest.mark.journey

OpenPage = Callable[..., Page]
COLUMNS = (
    "employee_id,email,given_name,family_name,job_role,service,team,manager_email,"
    "start_date,end_date,caseload_holding,fte"
)
ROSTER = f"""{COLUMNS}
R1,imani.newcomer@croydon.example,Imani,Newcomer,Social worker,Family Help,Family Help Norbury,,2024-02-05,,yes,1
R2,piotr.zielinski@croydon.example,Piotr,Zieliński,Social worker,Family Help,Family Help Norbury,,2024-02-05,,yes,1
R3,=HYPERLINK("x"),Wrong,Cell,Social worker,Family Help,Family Help Norbury,,2024-02-05,,yes,1
"""


@pytest.mark.feature("PE-03", "PE-07")
def test_a_roster_lands_once_and_its_bad_row_is_named(page_as: OpenPage, axe: Callable[[Page], None]) -> None:
    page = page_as("training-admin@respect.example")
    page.goto("/people/roster/")
    axe(page)

    for _ in range(2):
        page.goto("/people/roster/")
        page.select_option("[name=organisation]", label="Croydon")
        page.set_input_files(
            "[name=file]",
            {"name": "croydon.csv", "mimeType": "text/csv", "buffer": ROSTER.encode("utf-8-sig")},
        )
        press(page, "Show the preview")
        axe(page)
        start = page.get_by_role("button", name="Import")
        if start.count():
            go(start.first)
            expect(page.locator("main")).to_contain_text("Imported")


@pytest.mark.feature("PE-01", "PE-02", "PE-04")
def test_a_newcomer_signs_up_and_is_found_on_the_roster(
    page_as: OpenPage, axe: Callable[[Page], None], smtp_sink: SmtpSink
) -> None:
    page = page_as(None)
    page.goto("/accounts/signup/")
    page.fill("[name=given_name]", "Imani")
    page.fill("[name=family_name]", "Newcomer")
    page.fill("[name=email]", "imani.newcomer@croydon.example")
    page.fill("[name=password1]", "three words in a row")
    press(page, "Send me the code")
    axe(page)
    page.fill("[name=code]", smtp_sink.code_for("imani.newcomer@croydon.example"))
    go(page.locator("main form [type=submit]").first)

    page.goto("/account/welcome/")
    expect(page.locator("main")).to_contain_text("Family Help Norbury")
    axe(page)
    page.goto("/accounts/2fa/")
    axe(page)


@pytest.mark.feature("CO-01", "CO-02", "CO-08", "CO-10", "CO-12", "CO-26", "PE-05", "NO-01")
def test_two_try_for_the_last_place_and_the_manager_agrees_to_the_first(
    page_as: OpenPage, axe: Callable[[Page], None]
) -> None:
    page, other, manager = (
        page_as(f"{who}@camden.example") for who in ("practitioner", "practitioner2", "manager")
    )
    page.goto("/courses/")
    follow(page, "For me")
    axe(page)
    follow(page, "Safe & Together Core")
    axe(page)
    address = page.locator("main .hub-rows a").first.get_attribute("href")

    for person in (page, other):
        person.goto(f"{address}ask/")
        axe(person)
        go(person.locator("main form [type=submit]").last)
    expect(page.locator("main")).to_contain_text("Waiting for approval")
    expect(other.locator("main")).to_contain_text("waiting list")
    axe(page)

    manager.goto("/my/")
    axe(manager)
    expect(manager.locator("main")).to_contain_text("Nadia Farouk asks for Safe & Together Core")
    manager.goto("/courses/approvals/")
    axe(manager)
    manager.get_by_label("Nadia Farouk").check()
    press(manager, "Agree")
    page.goto("/my/")
    expect(page.locator("main")).to_contain_text("Booked")
    axe(page)


@pytest.mark.feature("NO-02", "NO-03", "CN-15", "CO-05")
def test_the_calendar_entry_moves_with_the_run(
    page_as: OpenPage, axe: Callable[[Page], None], smtp_sink: SmtpSink
) -> None:
    page, keeper = page_as("practitioner@havering.example"), page_as("training-admin@respect.example")
    page.goto("/courses/safe-together-overview/")
    follow(
        page, "Book a place" if page.get_by_role("link", name="Book a place").count() else "Ask for a place"
    )
    go(page.locator("main form [type=submit]").last)
    expect(page.locator("main")).to_contain_text("Booked")
    booked = _event(smtp_sink, "practitioner@havering.example", "Your booking on")

    keeper.goto("/courses/runs/")
    follow(keeper, "Overview")
    follow(keeper, "Change days or place")
    axe(keeper)
    keeper.fill("[name=day_1_starts]", "10:00")
    press(keeper, "Save")
    moved = _event(smtp_sink, "practitioner@havering.example", "New days or place")

    assert moved["uid"] == booked["uid"]
    assert moved["sequence"] == booked["sequence"] + 1
    assert moved["dtstart"].dt.strftime("%H:%M") == "10:00"
    assert "abuse" not in str(moved).lower()


def _event(sink: SmtpSink, address: str, subject: str) -> dict:
    mail = sink.wait_for(address, subject)
    part = next(part for part in mail.walk() if part.get_content_type() == "text/calendar")
    return Calendar.from_ical(part.get_payload(decode=True)).walk("VEVENT")[0]


@pytest.mark.feature(
    "CO-17", "CO-18", "CO-20", "CE-01", "CE-02", "CE-03", "CE-04", "TK-04", "WF-01", "WF-09", "CH-01", "CH-05"
)
def test_the_course_is_held_and_everything_follows(
    page_as: OpenPage, axe: Callable[[Page], None], live_portal: LivePortal
) -> None:
    page, manager, trainer = (
        page_as("practitioner@camden.example"),
        page_as("manager@camden.example"),
        page_as("trainer@respect.example"),
    )
    before = _trained(manager)
    assert "has no champion" in _champions_of(manager)
    page.goto("/courses/places/")
    follow(page, "Safe & Together Core")
    place = urlparse(page.url).path
    _answer(page, f"{place}forms/before/", axe)
    reference = _run_of(live_portal, place)
    let_days_pass(live_portal, reference)

    _take_registers(trainer, reference, axe)
    _answer(page, f"{place}forms/after/", axe)

    _hold_the_certificate(page, page_as(None), axe)
    _open_the_toolkit(page, page_as("practitioner2@camden.example"), axe)
    assert _trained(manager, axe) == before + 1
    _appoint(manager, page, axe)
    assert "has a champion" in _champions_of(manager, axe)


def _trained(manager: Page, axe: Callable[[Page], None] | None = None) -> int:
    manager.goto("/coverage/camden/")
    if axe:
        axe(manager)
    return number_in(manager.locator("main .govuk-body-l").first.inner_text())


def _champions_of(manager: Page, axe: Callable[[Page], None] | None = None) -> str:
    manager.goto("/champions/gaps/")
    if axe:
        axe(manager)
    return heading(manager)


def _run_of(portal: LivePortal, place: str) -> str:
    enrolment = place.rstrip("/").split("/")[-1]
    asked = (
        f"from courses.models import Enrolment; print(Enrolment.objects.get(pk={enrolment}).run.reference)"
    )
    return portal.manage("shell", "-c", asked).stdout.strip().splitlines()[-1]


def _answer(page: Page, address: str, axe: Callable[[Page], None]) -> None:
    page.goto(address)
    axe(page)
    for group in page.locator("main fieldset").all():
        if group.locator("input[type=radio]").count():
            group.locator("input[type=radio]").nth(7).check(force=True)
    go(page.locator("[name=send]"))
    expect(page.locator("main")).to_contain_text("Your answers are sent")


def _take_registers(trainer: Page, reference: str, axe: Callable[[Page], None]) -> None:
    trainer.goto(f"/courses/runs/{reference}/workspace/")
    axe(trainer)
    days = [link.get_attribute("href") for link in trainer.locator("main a[href*='/register/']").all()]
    assert len(set(days)) == 4
    for day in dict.fromkeys(days):
        trainer.goto(str(day))
        axe(trainer)
        for everybody in trainer.locator("main input[type=radio][value=full]").all():
            everybody.check(force=True)
        go(trainer.locator("main form [type=submit]").last)
        expect(trainer.locator("main")).to_contain_text("aved")


def _hold_the_certificate(page: Page, visitor: Page, axe: Callable[[Page], None]) -> None:
    open_until(page, "/certificates/", "main .hub-rows a")
    axe(page)
    go(page.locator("main .hub-rows a").first)
    axe(page)
    pdf = page.request.get(f"{page.url}pdf/")
    text = "".join(sheet.extract_text() for sheet in PdfReader(BytesIO(pdf.body())).pages)
    assert "Nadia Farouk" in text
    check = page.locator("main a[href*='/check/']").first.get_attribute("href")
    visitor.goto(str(check))
    axe(visitor)
    expect(visitor.locator("main")).to_contain_text("valid")


def _open_the_toolkit(page: Page, colleague: Page, axe: Callable[[Page], None]) -> None:
    open_until(page, "/toolkits/mapping-toolkit/", "main a[href*='/files/']")
    axe(page)
    go(page.locator("main a[href*='/files/']").first)
    axe(page)
    file = urlparse(page.url).path.removesuffix("terms/")
    with page.expect_download():
        page.get_by_role("button", name="Accept and get the file").click()
    assert page.request.get(file).status == 200
    assert colleague.request.get(file).status == 403


def _appoint(manager: Page, person: Page, axe: Callable[[Page], None]) -> None:
    open_until(manager, "/champions/nominate/", "[name=membership] option:has-text('Nadia Farouk')")
    axe(manager)
    option = manager.locator("[name=membership] option", has_text="Nadia Farouk").first
    manager.select_option("[name=membership]", value=str(option.get_attribute("value")))
    manager.fill("[name=minutes_per_week]", "60")
    press(manager, "Put forward")
    manager.wait_for_url(re.compile(r"/champions/\d+/$"))
    person.goto(f"{urlparse(manager.url).path}start/")
    axe(person)
    for choice in person.locator(
        "main input[type=radio][value=yes], main input[type=radio][value=True]"
    ).all():
        choice.check(force=True)
    go(person.locator("main form [type=submit]").first)
    expect(person.locator("main")).to_contain_text("Active")
