"""Screens at 320 px (400 % zoom) when names are unusual, lists empty, forms refused and scripts off (PG-03)."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.harness.portal_process import LivePortal
from tests.journeys.stories import go

pytestmark = [pytest.mark.journey, pytest.mark.sqlite, pytest.mark.feature("PG-03")]

OpenPage = Callable[..., Page]
Axe = Callable[[Page], None]
ZOOMED = 320
# 300 letters without a break, Arabic, and an apostrophe with markup: everybody in the portal has one of them.
RENAME = """
from django.db.models import F
from portal.people.models import Organisation, Person
names = [("W" * 150, "m" * 150), ("عائشة", "بنت محمد الأندلسي"), ("O'Brien", "<b>Söhne</b> & <i id=odd>Co</i>")]
for number, (given, family) in enumerate(names):
    people = Person.objects.alias(third=F("pk") % 3).filter(third=number)
    people.update(given_name=given, family_name=family, certificate_name=f"{given} {family}"[:200])
"""
NAMED = {
    "manager@camden.example": ["/my/", "/courses/approvals/", "/champions/", "/coverage/camden/"],
    "trainer@respect.example": ["/my/", "/courses/runs/"],
    "lead@respect.example": ["/my/", "/consultations/", "/consultations/diary/", "/consultations/counts/"],
    "champion@camden.example": ["/", "/account/", "/certificates/", "/boroughs/camden/"],
}
# One step further: the first link of each kind that the address offers.
FURTHER = {
    "/courses/runs/": ["/register/", "/workspace/"],
    "/consultations/": ["/record/", "/consultations/CN-"],
    "/certificates/": ["/certificates/1", "/certificates/2", "/certificates/3"],
    "/champions/": ["/champions/1", "/champions/2", "/champions/3"],
}
EMPTY = {
    None: [
        "/search/?q=zzzzqqqq",
        "/courses/?places=on&month=2031-01",
        "/check/?code=NOT-A-CODE",
        "/check/03PQ/",
    ],
    "practitioner@havering.example": [
        "/courses/places/",
        "/certificates/",
        "/consultations/",
        "/toolkits/?q=zzzz",
    ],
}
UNSCRIPTED = [
    "/",
    "/courses/",
    "/pathways/restart/check/",
    "/boroughs/camden/",
    "/accounts/signup/",
    "/search/?q=core",
]
WIDER = "document.documentElement.scrollWidth - window.innerWidth"


@pytest.fixture(scope="module")
def renamed(live_portal: LivePortal) -> None:
    live_portal.manage("shell", "-c", RENAME)


@pytest.mark.parametrize("who", list(NAMED))
def test_screens_hold_when_every_name_is_unusual(
    renamed: None, page_as: OpenPage, axe: Axe, who: str
) -> None:
    page = page_as(who, width=ZOOMED)

    for address in NAMED[who]:
        page.goto(address)
        _hold(page, axe)
        links = page.eval_on_selector_all("main a[href]", "all => all.map(link => link.getAttribute('href'))")
        for part in FURTHER.get(address, []):
            if further := next((link for link in links if part in link), None):
                page.goto(further)
                _hold(page, axe)


def _hold(page: Page, axe: Axe) -> None:
    axe(page)
    assert page.locator("#odd").count() == 0, f"{page.url} takes a name for markup"


@pytest.mark.parametrize(("who", "addresses"), EMPTY.items(), ids=["visitor", "signed in"])
def test_screens_hold_when_there_is_nothing_to_show(
    page_as: OpenPage, axe: Axe, who: str | None, addresses: list[str]
) -> None:
    page = page_as(who, width=ZOOMED)

    for address in addresses:
        page.goto(address)
        axe(page)
        assert page.locator("main a, main button, main input:not([type=hidden])").count(), (
            f"{address} is a dead end"
        )


@pytest.mark.parametrize("address", ["/accounts/login/", "/accounts/signup/", "/accounts/password/reset/"])
def test_refused_forms_hold_when_the_page_is_zoomed(page_as: OpenPage, axe: Axe, address: str) -> None:
    page = page_as(None, width=ZOOMED)
    page.goto(address)

    go(page.locator("main form [type=submit]").first)

    expect(page.locator(".govuk-error-summary")).to_be_visible()
    axe(page)


def test_nothing_scrolls_sideways_when_scripts_are_off(page_as: OpenPage) -> None:
    page = page_as(None, width=ZOOMED, javascript=False)

    for address in UNSCRIPTED:
        page.goto(address)
        assert page.evaluate(WIDER) <= 0, address
        expect(page.locator("h1")).to_be_visible()
