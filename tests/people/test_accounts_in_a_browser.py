"""Sessions that end while somebody writes, and passkeys, in a real browser (PE-02, PE-08)."""

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, expect

from consultations.models import Consultation
from courses.models import Enrolment
from portal.kernel import clock
from portal.people.sessions import SEEN
from tests.factories.consultations import make_surgery
from tests.factories.courses import make_run
from tests.factories.people import PASSWORD, Staff, make_borough_staff, make_staff
from tests.harness.live import DESKTOP, PATIENCE, PHONE
from tests.journeys.stories import go

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.journey, pytest.mark.sqlite]
Open = Callable[..., Page]


@pytest.fixture
def visit(browser: Browser, live_server: Any) -> Iterator[Open]:
    """`visit(staff)`: a page of somebody who signed in through the sign-in page; `visit(None)` a visitor's."""
    contexts: list[BrowserContext] = []

    def opened(staff: Staff | None, *, width: int = DESKTOP) -> Page:
        context = browser.new_context(base_url=live_server.url, viewport={"width": width, "height": 900})
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        if staff:
            page.goto("/accounts/login/")
            sign_in(page, staff)
        return page

    yield opened
    for context in contexts:
        context.close()
    for thread in threading.enumerate():
        if "process_request_thread" in thread.name:
            thread.join(timeout=10)


def sign_in(page: Page, staff: Staff) -> None:
    page.fill("input[name=login]", staff.user.email)
    page.fill("input[name=password]", PASSWORD)
    go(page.get_by_role("button", name="Sign in", exact=True).last)
    page.wait_for_url(lambda url: "/accounts/login/" not in url)


def let_it_stand_for_two_hours(staff: Staff) -> None:
    """Put the last use of their sessions two hours back."""
    for row in UserSession.objects.filter(user=staff.user):
        stored = Session.objects.get(session_key=row.session_key)
        data = stored.get_decoded()
        data[SEEN] -= 2 * 60 * 60
        stored.session_data = Session.get_session_store_class()().encode(data)
        stored.save()


@pytest.fixture
def limited(settings: Any) -> None:
    settings.SESSION_IDLE_MINUTES, settings.SESSION_ABSOLUTE_MINUTES = 60, 720


@pytest.mark.feature("PE-08")
def test_details_come_back_when_the_form_stood_open_for_two_hours(
    visit: Open, limited: None, axe: Callable[[Page], None]
) -> None:
    staff = make_borough_staff().practitioner
    page = visit(staff)
    page.goto("/account/certificate-name/")
    page.fill("input[name=certificate_name]", f"Dr Àmara {staff.person.family_name}")
    let_it_stand_for_two_hours(staff)

    go(page.get_by_role("button", name="Save", exact=True).first)

    expect(page.get_by_text("nothing happened for a while")).to_be_visible()
    axe(page)
    sign_in(page, staff)
    expect(page.get_by_role("heading", name="Your answers are still here")).to_be_visible()
    axe(page)
    go(page.get_by_role("button", name="Send my answers"))
    expect(page.get_by_text("The name for your certificates is saved.")).to_be_visible()
    staff.person.refresh_from_db()
    assert staff.person.certificate_name == f"Dr Àmara {staff.person.family_name}"


@pytest.mark.feature("PE-08", "CN-06")
def test_booking_goes_on_where_it_was_when_its_form_stood_open_for_two_hours(
    visit: Open, limited: None
) -> None:
    surgery = make_surgery()
    page = visit(surgery.practitioner)
    page.goto("/consultations/book/")
    page.check("[name=danger][value=none]")
    go(page.locator("main form button.govuk-button").first)
    page.check("[name=kind][value=individual]")
    page.check("[name=linked][value=case]")
    page.fill("[name=case_reference]", "LL-204518")
    page.fill("[name=note]", "How do we word the plan?\nAnd who says it first?")
    let_it_stand_for_two_hours(surgery.practitioner)

    go(page.locator("main form button.govuk-button").first)
    assert "note" not in page.url
    assert "word" not in page.url
    sign_in(page, surgery.practitioner)
    go(page.get_by_role("button", name="Send my answers"))
    page.locator("[name=slot]").first.check(force=True)
    let_it_stand_for_two_hours(surgery.practitioner)
    go(page.locator("main form:has([name=slot]) button.govuk-button").first)
    sign_in(page, surgery.practitioner)
    go(page.get_by_role("button", name="Send my answers"))
    page.wait_for_url("**/check/")
    go(page.locator("main form button.govuk-button").first)

    expect(page.locator(".hub-message")).to_contain_text("Your consultation is booked.")
    booked = Consultation.objects.get()
    assert booked.case_reference == "LL-204518"
    assert booked.note.splitlines() == ["How do we word the plan?", "And who says it first?"]
    assert not any("word the plan" in str(row.get_decoded()) for row in Session.objects.all())


@pytest.mark.feature("PE-08")
def test_place_is_asked_for_when_the_page_stood_open_for_two_hours(visit: Open, limited: None) -> None:
    staff = make_borough_staff().practitioner
    run = make_run(first_on=clock.today(clock.now()) + timedelta(days=30))
    page = visit(staff)
    page.goto(f"/courses/runs/{run.reference}/ask/")
    let_it_stand_for_two_hours(staff)

    go(page.get_by_role("button", name="Ask for this place"))
    sign_in(page, staff)
    go(page.get_by_role("button", name="Send my answers"))

    expect(page.locator(".hub-message")).to_contain_text("booked")
    assert Enrolment.objects.get().person == staff.person


@pytest.mark.feature("PE-08")
def test_nothing_is_lost_when_somebody_signs_in_again_in_another_tab(visit: Open) -> None:
    staff = make_borough_staff().practitioner
    page = visit(staff)
    page.goto("/account/certificate-name/")
    page.fill("input[name=certificate_name]", f"Dr {staff.person.family_name}")
    other = page.context.new_page()
    page.context.clear_cookies(name="sessionid")
    other.goto("/accounts/login/")
    sign_in(other, staff)

    go(page.get_by_role("button", name="Save", exact=True).first)
    go(page.get_by_role("button", name="Send my answers"))

    expect(page.get_by_text("The name for your certificates is saved.")).to_be_visible()


@pytest.mark.feature("PE-08")
def test_other_session_is_led_to_sign_in_when_it_is_ended_here(
    visit: Open, limited: None, axe: Callable[[Page], None]
) -> None:
    staff = make_borough_staff().practitioner
    there, here = visit(staff), visit(staff, width=PHONE)
    here.goto("/accounts/sessions/")
    axe(here)

    go(here.locator("main").get_by_role("button", name="Sign out Chrome"))
    expect(here.get_by_text("That device is signed out.")).to_be_visible()
    there.goto("/my/")

    expect(there.get_by_text("this session was ended, here or on another device")).to_be_visible()
    expect(there.get_by_role("heading", name="Sign in")).to_be_visible()


def with_virtual_key(page: Page) -> CDPSession:
    """A security key that says yes: Chromium's own, over its debugging protocol."""
    link = page.context.new_cdp_session(page)
    link.send("WebAuthn.enable")
    link.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    return link


@pytest.mark.feature("PE-02")
def test_passkey_is_added_renamed_used_and_removed(
    visit: Open, axe: Callable[[Page], None], settings: Any
) -> None:
    staff = make_borough_staff().practitioner
    page = visit(staff)
    refused: list[str] = []
    page.on("console", lambda said: refused.append(said.text) if "Content Security" in said.text else None)
    with_virtual_key(page)

    page.goto("/accounts/2fa/webauthn/add/")
    if "reauthenticate" in page.url:
        page.fill("input[name=password]", PASSWORD)
        go(page.get_by_role("button", name="Continue"))
    axe(page)
    page.fill("input[name=name]", "Work laptop")
    page.get_by_label("Let it sign me in without my password").check()
    go(page.get_by_role("button", name="Add the passkey"))
    expect(page.get_by_role("heading", name="Keep these 10 recovery codes")).to_be_visible()
    axe(page)

    page.goto("/accounts/2fa/webauthn/")
    expect(page.locator(".hub-row__title")).to_have_text("Work laptop")
    axe(page)
    go(page.get_by_role("link", name="Rename"))
    page.fill("input[name=name]", "Kitchen laptop")
    go(page.get_by_role("button", name="Save the name"))
    expect(page.locator(".hub-row__title")).to_have_text("Kitchen laptop")

    go(page.get_by_role("button", name="Sign out").first)
    page.goto("/accounts/login/?next=/courses/")
    go(page.get_by_role("button", name="Sign in with a passkey"))
    page.wait_for_url("**/courses/")
    expect(page.get_by_role("button", name="Sign out").first).to_be_visible()

    page.goto("/accounts/2fa/webauthn/")
    go(page.get_by_role("link", name="Remove"))
    if "reauthenticate" in page.url:
        page.fill("input[name=password]", PASSWORD)
        go(page.get_by_role("button", name="Continue"))
    axe(page)
    go(page.get_by_role("button", name="Remove it"))
    expect(page.get_by_role("heading", name="You have no passkey yet")).to_be_visible()
    assert not refused
    assert not Authenticator.objects.filter(type="webauthn").exists()


@pytest.mark.feature("PE-02", "PE-08")
def test_lead_sets_up_a_passkey_first_and_shows_it_after_the_password(
    visit: Open, axe: Callable[[Page], None], settings: Any
) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    staff = make_staff(role="lead")
    page = visit(staff, width=PHONE)
    with_virtual_key(page)

    expect(page.get_by_role("heading", name="Protect your account first")).to_be_visible()
    axe(page)
    go(page.get_by_role("link", name="Use a passkey"))
    if "reauthenticate" in page.url:
        page.fill("input[name=password]", PASSWORD)
        go(page.get_by_role("button", name="Continue"))
    go(page.get_by_role("button", name="Add the passkey"))
    go(page.get_by_role("link", name="I have kept them"))
    page.wait_for_url("**/my/")

    page.context.clear_cookies()
    page.goto("/accounts/login/")
    sign_in(page, staff)
    expect(page.get_by_role("heading", name="Show your second factor")).to_be_visible()
    axe(page)
    go(page.get_by_role("button", name="Use your passkey"))
    page.wait_for_url("**/my/")


@pytest.mark.feature("PE-02")
def test_passkey_page_says_what_to_do_when_the_person_stops_it(
    visit: Open, axe: Callable[[Page], None]
) -> None:
    page = visit(None)
    link = page.context.new_cdp_session(page)
    link.send("WebAuthn.enable")
    link.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": False,
                "automaticPresenceSimulation": True,
            }
        },
    )
    page.goto("/accounts/login/")

    page.get_by_role("button", name="Sign in with a passkey").click()

    expect(page.get_by_role("alert")).to_contain_text("Nothing was changed.")
    axe(page)
