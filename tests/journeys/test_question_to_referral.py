"""Journey 2: from question to referral, with a real case system at the other end."""

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlparse

import pytest
from playwright.sync_api import Page, expect

from portal.assembly.demo_case_system import CASE_SYSTEM_SECRET, CASE_SYSTEM_TOKEN
from tests.harness.places import free_port
from tests.harness.portal_process import LivePortal
from tests.journeys.stories import fill_date, follow, go, in_days, let_it_begin, number_in, open_until, press
from tests.services.case_system import ReceiverProcess

pytestmark = pytest.mark.journey

OpenPage = Callable[..., Page]
Axe = Callable[[Page], None]
CASE = "CAM-777001"
LISTENS_ON = """
from consultations.models import CaseSystemEndpoint
CaseSystemEndpoint.objects.update(url="http://127.0.0.1:{port}/")
"""


@pytest.fixture
def case_system(live_portal: LivePortal, tmp_path: Path) -> Iterator[ReceiverProcess]:
    """The case system of the demonstration, on a port of its own. It is down at first."""
    process = ReceiverProcess(
        tmp_path / "seen.jsonl", [CASE_SYSTEM_SECRET], live_portal.url, CASE_SYSTEM_TOKEN
    )
    process.port = free_port()
    live_portal.manage("shell", "-c", LISTENS_ON.format(port=process.port))
    yield process
    process.kill()


@pytest.mark.feature("CN-01", "CN-03")
def test_a_lead_sets_a_week_and_takes_a_day_off(page_as: OpenPage, axe: Axe) -> None:
    lead = page_as("lead@respect.example")
    lead.goto("/consultations/plan/")
    axe(lead)

    expect(lead.locator("main")).to_contain_text("Monday")
    expect(lead.locator("main")).to_contain_text("Croydon")
    lead.get_by_text("Take time off").click()
    form = lead.locator("form", has=lead.locator("[name^=on_]")).first
    for part, value in zip(("day", "month", "year"), _parts(in_days(30)), strict=True):
        form.locator(f"[name=on_{part}]").fill(str(value))
    go(form.locator("[type=submit]").first)
    expect(lead.locator("main")).to_contain_text("Not working")


def _parts(day: object) -> tuple[int, int, int]:
    return day.day, day.month, day.year  # type: ignore[attr-defined]  # a date


@pytest.mark.feature(
    "CN-02",
    "CN-04",
    "CN-06",
    "CN-09",
    "CN-10",
    "CN-15",
    "RF-02",
    "RF-03",
    "RF-04",
    "RF-05",
    "RF-06",
    "RF-07",
    "CN-16",
)
def test_a_question_becomes_a_referral_that_is_accepted(
    page_as: OpenPage, axe: Axe, live_portal: LivePortal, case_system: ReceiverProcess
) -> None:
    page, lead = page_as("practitioner@camden.example"), page_as("lead@respect.example")
    counted = _counted(lead)

    reference = _book(page, axe)
    let_it_begin(live_portal, reference)
    _record(lead, reference, axe)
    link = _link(page, reference, axe)

    expect(page.locator("h1")).to_contain_text("to Restart")
    open_until(page, link, "main:has-text('does not answer')")  # the first try meets nobody
    case_system.start()
    live_portal.manage("shell", "-c", TRY_AGAIN)
    for person in (page, lead):
        open_until(person, link, "main:has-text('Accepted')")
        axe(person)
    assert _counted(lead, axe) == counted  # this quarter's numbers come when it is over


TRY_AGAIN = """
from portal.kernel import clock
from portal.outbox.models import Delivery
Delivery.objects.filter(state="waiting").update(next_at=clock.now())
"""


def _counted(lead: Page, axe: Axe | None = None) -> int:
    lead.goto("/consultations/counts/")
    if axe:
        axe(lead)
    expect(lead.locator("main")).to_contain_text("comes on")
    return number_in(lead.locator("h1").inner_text())


def _book(page: Page, axe: Axe) -> str:
    page.goto("/consultations/book/")
    axe(page)
    page.check("[name=danger][value=none]")
    press(page, "Continue")
    axe(page)
    page.check("[name=kind][value=individual]")
    page.check("[name=linked][value=case]")
    page.fill("[name=case_reference]", CASE)
    page.check("[name=prompts][value=pattern]")
    page.fill("[name=note]", "Sarah Jones was seen at NW1 8AB")
    press(page, "Continue")
    expect(page.locator(".govuk-error-summary")).to_contain_text("postcode")
    axe(page)
    page.fill("[name=note]", "Two visits were missed")
    press(page, "Continue")
    axe(page)
    page.locator("main input[type=radio]").first.check(force=True)
    press(page, "Continue")
    axe(page)
    press(page, "Book this time")
    expect(page.locator("main")).to_contain_text("Booked")
    axe(page)
    return urlparse(page.url).path.rstrip("/").split("/")[-1]


def _record(lead: Page, reference: str, axe: Axe) -> None:
    lead.goto(f"/consultations/{reference}/record/")
    axe(lead)
    lead.check("[name=domains][value=PCC]")
    lead.check("[name=domains][value=SPE]")
    lead.select_option("[name=action_1]", index=1)
    lead.select_option("[name=owner_1]", index=1)
    fill_date(lead, "due_1", in_days(30))
    lead.check("[name=outcome][value=restart]")
    lead.select_option("[name=theme]", index=1)
    press(lead, "Save the record")
    expect(lead.locator("main")).to_contain_text("Recorded")
    axe(lead)


def _link(page: Page, reference: str, axe: Axe) -> str:
    page.goto(f"/consultations/{reference}/")
    follow(page, "Link to a referral")
    axe(page)
    expect(page.locator("h1")).to_have_text("Do you want to refer to Restart?")  # Camden has no other
    press(page, "Continue")
    axe(page)
    _suit(page, high_risk="yes")
    expect(page.locator("main")).to_contain_text("MARAC")
    axe(page)
    page.goto(page.url.replace("/result/", "/questions/"))
    _suit(page, high_risk="no")
    expect(page.locator("h1")).to_contain_text("looks suitable")
    axe(page)
    address = page.url.replace("result/", "")
    for adult in ("person_using_harm", "victim_survivor"):
        _consent(page, f"{address}consents/{adult}/", axe)
    _hours(page, f"{address}hours/", axe)
    page.goto(f"{address}check/")
    axe(page)
    press(page, "Send")
    return address


def _suit(page: Page, *, high_risk: str) -> None:
    page.check("[name=area][value=E09000007]")
    answers = {
        "open_case": "yes",
        "abuse_identified": "yes",
        "early_signs": "yes",
        "abuse_involves_under_16": "no",
    }
    for name, value in {**answers, "high_risk_and_harm": high_risk}.items():
        page.check(f"[name={name}][value={value}]")
    press(page, "See the answer")


def _consent(page: Page, address: str, axe: Axe) -> None:
    page.goto(address)
    axe(page)
    page.check("[name=given][value=yes]")
    fill_date(page, "on", in_days(0))
    page.locator("[name=taken_by]").first.check()
    press(page, "Save and continue")


def _hours(page: Page, address: str, axe: Axe) -> None:
    page.goto(address)
    axe(page)
    page.check("[name=working_days][value='0']")
    page.fill("[name=works_from]", "09:00")
    page.fill("[name=works_until]", "17:00")
    press(page, "Save and continue")
