"""The account's pages in a real browser: no barrier that axe finds, nothing that scrolls sideways (PE-09)."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from portal.kernel.actors import SYSTEM
from portal.people import services
from portal.people.models import Person
from portal.people.services.employer_sign_in import connect_employer, set_identity_aside
from portal.people.states import ComplaintKind
from tests.factories.people import (
    NOW,
    make_borough_staff,
    make_mail_domain,
    make_organisation,
    make_staff,
)
from tests.harness.live import DESKTOP, PHONE
from tests.journeys.stories import go
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
    go(page.get_by_role("button", name="Acknowledge"))
    expect(page.get_by_text("Acknowledged. The person is told.")).to_be_visible()
    go(page.get_by_role("button", name="Send the answer"))
    expect(page.get_by_text("Write an answer. The person reads it.").first).to_be_visible()
    axe(page)


@pytest.mark.feature("PE-02", "PE-07")
@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_sign_ins_of_employers_and_a_wrong_file_are_handled_without_a_barrier(
    visit: Open,  # noqa: F811
    axe: Callable[[Page], None],
    width: int,
) -> None:
    admin, camden = make_staff(role="admin", everywhere=True), make_borough_staff("camden")
    make_mail_domain(make_organisation("havering", name="Havering"), "havering.example")
    way = connect_employer(
        actor=SYSTEM,
        organisation_id=camden.organisation.pk,
        issuer=f"https://{'very-long-name-' * 8}.example",
        client_id="practice-hub",
        secret="sealed at once",
        now=NOW,
    )
    stranger = set_identity_aside(
        provider_id=way.provider_id,
        subject="s" * 150,
        organisation_id=camden.organisation.pk,
        claimed_user_id=camden.practitioner.user.pk,
        now=NOW,
    )
    rows = [f"p{number}@havering.example,{'W' * 100},عائشة" for number in range(9)]
    batch = services.propose_roster(
        actor=SYSTEM,
        organisation_id=camden.organisation.pk,
        data="\n".join(["email,given_name,family_name", *rows]).encode(),
        now=NOW,
    )
    page = visit(admin, width=width)

    for address in (
        "/people/sign-in/",
        "/people/sign-in/add/",
        f"/people/sign-in/{way.provider_id}/",
        f"/people/sign-in/identities/{stranger.set_aside.pk}/",
        f"/people/roster/{batch.code}/people/created/",
        f"/people/roster/{batch.code}/",
    ):
        page.goto(address)
        assert_fits(page)
        axe(page)
    page.get_by_text("It is meant: put people of Havering into").click()
    go(page.get_by_role("button", name="Import it all the same"))
    expect(page.get_by_text("If it is meant, type “Havering”")).to_be_visible()
    page.get_by_text("It is meant: put people of Havering into").click()
    page.get_by_label("Type the name of the organisation").fill("havering")
    go(page.get_by_role("button", name="Import it all the same"))
    expect(page.get_by_role("heading", name="row refused")).to_be_visible()
