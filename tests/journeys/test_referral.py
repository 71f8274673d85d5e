"""From a recorded consultation to an accepted referral, with a case system that goes down and comes back."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from portal.assembly.demo_case_system import CASE_SYSTEM_SECRET, CASE_SYSTEM_TOKEN
from tests.harness.portal_process import LivePortal
from tests.journeys.stories import fill_date, follow, go, in_days, press
from tests.services.case_system import ReceiverProcess

pytestmark = [pytest.mark.journey, pytest.mark.sqlite]

PRACTITIONER, LEAD, ADMIN = "practitioner@camden.example", "lead@respect.example", "admin@respect.example"
ANSWERS = {
    "area": "E09000007",
    "high_risk_and_harm": "no",
    "open_case": "yes",
    "abuse_identified": "yes",
    "early_signs": "yes",
    "abuse_involves_under_16": "no",
}
PATIENCE = 60_000


@pytest.fixture
def case_system(live_portal: LivePortal, tmp_path: Path) -> Iterator[ReceiverProcess]:
    process = ReceiverProcess(
        tmp_path / "seen.jsonl", [CASE_SYSTEM_SECRET], portal=live_portal.url, token=CASE_SYSTEM_TOKEN
    ).start()
    yield process
    process.kill()


def choose(page: Page, name: str, value: str) -> None:
    page.locator(f'input[name="{name}"][value="{value}"]').check()


def connect(page: Page, url: str) -> None:
    """An administrator points Camden's case system at the receiver of this test."""
    page.goto("/consultations/case-systems/")
    follow(page, "Camden")
    page.get_by_label("Address of its case system").fill(url)
    press(page, "Save")
    expect(page.get_by_text("It is in use")).to_be_visible()


def consent(page: Page, see: Callable[[], None]) -> None:
    """One adult agreed today; whoever is first on the list asked."""
    see()
    choose(page, "given", "yes")
    fill_date(page, "on", in_days(0))
    page.locator('input[name="taken_by"]').first.check()
    press(page, "Save and continue")


def wait_for_heading(page: Page, words: str) -> None:
    """Look at the page again until its heading says so."""
    for _ in range(60):
        if page.locator("h1").inner_text() == words:
            return
        page.wait_for_timeout(1_000)
        page.reload()
    raise AssertionError(f"The heading stayed {page.locator('h1').inner_text()!r}.")


@pytest.mark.feature("RF-02", "RF-03", "RF-04", "RF-05", "RF-06", "RF-07")
def test_a_practitioner_links_a_consultation_and_the_case_system_accepts_it(
    page_as: Callable[..., Page],
    axe: Callable[[Page], None],
    case_system: ReceiverProcess,
) -> None:
    connect(page_as(ADMIN), case_system.url)
    page, lead = page_as(PRACTITIONER), page_as(LEAD)

    def see(seen: Page = page) -> None:
        """On a desk and on a phone. A family is linked to a service once, so one walk looks at both."""
        for width in (1280, 375):
            seen.set_viewport_size({"width": width, "height": 900})
            axe(seen)

    # given a consultation that was recorded
    page.goto("/consultations/")
    go(page.locator(".hub-rows a[href*='/consultations/CN-']").last)
    see()
    follow(page, "Link to a referral")
    see()
    press(page, "Continue")

    # when the risk is high, it stops there
    see()
    for name, value in {**ANSWERS, "high_risk_and_harm": "yes"}.items():
        choose(page, name, value)
    press(page, "See the answer")
    expect(page.get_by_role("heading", name="Go to MARAC now")).to_be_visible()
    see()

    # when it is not, both adults agree and it is sent while the case system is down
    follow(page, "Change your answers")
    choose(page, "high_risk_and_harm", "no")
    press(page, "See the answer")
    see()
    follow(page, "Continue")
    consent(page, see)
    consent(page, see)
    see()
    choose(page, "working_days", "0")
    page.get_by_label("From").fill("09:00")
    page.get_by_label("Until").fill("17:00")
    press(page, "Save and continue")
    see()
    case_system.kill()
    press(page, "Send to the case system")
    wait_for_heading(page, "Waiting to be delivered to Restart")
    expect(page.locator("main")).to_contain_text("The case system of Camden does not answer.")
    see()
    lead.goto(page.url)
    see(lead)
    expect(lead.get_by_role("heading", name="Deliveries to the case system")).to_be_visible()

    # then nothing is lost: it arrives once the case system is back, and both people see it
    case_system.start()
    wait_for_heading(page, "Restart has accepted it")
    see()
    expect(page.get_by_text("The service has received it")).to_be_visible()
    expect(page.get_by_text(re.compile("Yes: CN-.* with Nadia Rahimi"))).to_be_visible()
    lead.goto(page.url)
    expect(lead.locator("h1")).to_have_text("Restart has accepted it")
    fetched = [line["fetched"] for line in case_system.seen() if "fetched" in line]
    assert fetched[-1]["consultation"]["lead"] == "Nadia Rahimi"
    assert len(case_system.seen("accepted")) == 1
