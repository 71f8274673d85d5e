"""The account's pages in a real browser: no barrier that axe finds, nothing that scrolls sideways (PE-09)."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from portal.people import services
from portal.people.models import Person
from portal.people.states import ComplaintKind
from tests.factories.people import NOW, make_borough_staff, make_staff
from tests.harness.live import DESKTOP, PHONE
from tests.people.test_accounts_in_a_browser import Open, visit  # noqa: F401 - a fixture

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.journey,
    pytest.mark.sqlite,
    pytest.mark.feature("PE-09"),
]

OWN = (
    "/account/",
    "/account/certificate-name/",
    "/account/privacy/",
    "/account/data/",
    "/account/erase/",
    "/account/complaints/new/",
    "/account/notices/",
    "/my/calendar/",
)


def assert_fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
@pytest.mark.parametrize("name", ["عائشة بنت محمد الأندلسي", "W" * 300, "O'Brien & <i>Söhne</i>"])
def test_own_pages_hold_when_the_name_is_unusual(
    visit: Open,  # noqa: F811
    axe: Callable[[Page], None],
    width: int,
    name: str,
) -> None:
    staff = make_borough_staff().practitioner
    Person.objects.filter(pk=staff.person.pk).update(given_name=name[:150], certificate_name=name)
    page = visit(staff, width=width)

    for address in OWN:
        page.goto(address)
        assert_fits(page)
        axe(page)


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_request_and_complaint_are_decided_without_a_barrier(
    visit: Open,  # noqa: F811
    axe: Callable[[Page], None],
    width: int,
) -> None:
    staff, admin = make_borough_staff().practitioner, make_staff(role="admin", everywhere=True)
    asked = services.ask_for_erasure(actor=staff.actor(), now=NOW)
    made = services.complain(
        actor=staff.actor(),
        kind=ComplaintKind.SHARED,
        words="x" * 2_000,
        no_family=True,
        form_code="1",
        now=NOW,
    )
    page = visit(admin, width=width)

    for address in (
        "/my/",
        "/people/erasures/",
        f"/people/erasures/{asked.reference}/",
        "/people/complaints/",
        f"/people/complaints/{made.reference}/",
    ):
        page.goto(address)
        assert_fits(page)
        axe(page)
    page.get_by_role("button", name="Acknowledge").click()
    expect(page.get_by_text("Acknowledged. The person is told.")).to_be_visible()
    page.get_by_role("button", name="Send the answer").click()
    expect(page.get_by_text("Write an answer. The person reads it.").first).to_be_visible()
    axe(page)
