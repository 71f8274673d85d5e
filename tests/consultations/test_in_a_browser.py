"""Every page of consultations in a real browser, wide and narrow, checked by axe; and a booking by keyboard alone."""

import re
import threading
from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from consultations.models import Consultation, EarlierWait, Feedback
from consultations.services import AgreedAction, Recorded, ask_urgently, record_consultation, take_time_off
from consultations.states import ConsultationState
from portal.kernel import clock
from tests.factories.consultations import (
    Surgery,
    asked_for,
    book,
    make_colleague,
    make_consultation,
    make_rule,
    make_surgery,
)
from tests.factories.people import Staff, make_organisation, make_staff
from tests.harness.keyboard import Keyboard
from tests.harness.live import DESKTOP, PATIENCE, PHONE
from tests.journeys.stories import go

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.journey, pytest.mark.sqlite]
Open = Callable[..., Page]


@pytest.fixture
def open_as(browser: Browser, live_server: Any) -> Iterator[Open]:
    """`open_as(staff, width=375)`: a page of somebody who has signed in."""
    contexts = []

    def opened(staff: Staff, *, width: int = DESKTOP) -> Page:
        client = Client()
        client.force_login(staff.user)
        context = browser.new_context(base_url=live_server.url, viewport={"width": width, "height": 900})
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        context.add_cookies(
            [
                {"name": name, "value": morsel.value, "url": live_server.url}
                for name, morsel in client.cookies.items()
            ]
        )
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()
    # A thread of the server holds its connection until the browser's is gone; the database is put back after that.
    for thread in threading.enumerate():
        if "process_request_thread" in thread.name:
            thread.join(timeout=10)


def busy_surgery(now: datetime) -> tuple[Surgery, dict[str, Consultation]]:
    """A lead with a full life: two office days, one kept afternoon, a day off, and consultations in every state."""
    surgery = make_surgery()
    surgery.organisation.name, surgery.organisation.case_reference_example = "Camden", "LL-204518"
    surgery.organisation.save()
    make_rule(surgery.plan, 2, starts=time(14), ends=time(16), kept_for_urgent=True, mode="video", place="")
    day = clock.today(now) + timedelta(days=9)
    take_time_off(actor=surgery.lead.actor(now), plan_id=surgery.plan.pk, on=day, now=now)
    booked = book(surgery, now=now, prompts=("pattern", "safety"), note="How do we word the plan?")
    held = make_consultation(surgery, now - timedelta(days=1), case_reference="LL-204518")
    recorded = make_consultation(surgery, now - timedelta(days=8), case_reference="LL-204518")
    record_consultation(
        actor=surgery.lead.actor(now),
        consultation_id=recorded.pk,
        recorded=Recorded(
            domains=("PCC", "SPE"),
            practice=("pivot",),
            outcome="restart",
            theme="coercive_control",
            actions=(AgreedAction("map_case", "practitioner", clock.today(now)),),
        ),
        now=now,
    )
    asker = make_colleague(surgery)
    urgent = ask_urgently(actor=asker.actor(now), asked=asked_for(risk_stated="high"), now=now)
    for number in range(7):
        make_consultation(surgery, now - timedelta(days=20 + number), state=ConsultationState.HELD)
    return surgery, {"booked": booked, "held": held, "recorded": recorded, "urgent": urgent}


def pages_of(rows: dict[str, Consultation]) -> dict[str, list[str]]:
    """Addresses by who opens them."""

    def to(name: str, row: str = "") -> str:
        return reverse(f"consultations:{name}", args=[rows[row].reference] if row else [])

    return {
        "practitioner": [
            to("index"),
            to("book"),
            to("book_danger"),
            to("book_high_risk"),
            to("detail", "booked"),
            to("cancel", "booked"),
            to("move", "booked"),
            to("record", "recorded"),
            to("feedback", "recorded"),
        ],
        "admin": [to("covers")],
        "lead": [
            to("index"),
            to("diary"),
            to("book_for"),
            to("absence"),
            to("hand_over", "booked"),
            to("plan"),
            to("counts"),
            to("detail", "urgent"),
            to("offer", "urgent"),
            to("detail", "held"),
            to("record", "held"),
            to("record", "recorded"),
            to("correct", "recorded"),
            to("add", "recorded"),
        ],
    }


@pytest.mark.feature("PG-03")
@pytest.mark.parametrize("width", [DESKTOP, PHONE])
@pytest.mark.parametrize("who", ["practitioner", "lead", "admin"])
def test_axe_finds_nothing_when_a_page_is_opened(
    who: str, width: int, open_as: Open, axe: Callable[[Page], None]
) -> None:
    surgery, rows = busy_surgery(clock.now())
    admin = make_staff(organisation=make_organisation("respect"), role="admin", everywhere=True)
    people = {"practitioner": surgery.practitioner, "lead": surgery.lead, "admin": admin}
    page = open_as(people[who], width=width)

    for address in pages_of(rows)[who]:
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200, address
        page.evaluate("document.querySelectorAll('main details').forEach(found => { found.open = true })")
        axe(page)


@pytest.mark.feature("CN-02", "CN-06", "CN-09", "PG-03")
@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_consultation_is_booked_when_only_the_keyboard_is_used(
    width: int, open_as: Open, axe: Callable[[Page], None]
) -> None:
    surgery = make_surgery()
    page = open_as(surgery.practitioner, width=width)
    keyboard = Keyboard(page)
    tab_to = keyboard.tab_to

    page.goto(reverse("consultations:book"))
    tab_to("[name=danger][value=immediate]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/about/")
    tab_to("[name=kind][value=individual]")
    page.keyboard.press("Space")
    tab_to("[name=linked][value=case]")
    page.keyboard.press("Space")
    tab_to("[name=case_reference]")
    page.keyboard.type("LL-204518")
    tab_to("[name=note]")
    page.keyboard.type("Spoke to Priya about it")
    tab_to("main form button.govuk-button")
    page.keyboard.press("Enter")
    expect(page.locator(".govuk-error-summary")).to_contain_text("Take out what could identify somebody")
    axe(page)
    page.locator("[name=note]").fill("How do we word the plan?")
    page.locator("[name=note]").focus()
    tab_to("main form button.govuk-button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/time/")
    axe(page)
    tab_to("[name=slot] >> nth=0")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url("**/check/")
    axe(page)
    tab_to("main form button.govuk-button")
    page.keyboard.press("Enter")

    expect(page.locator(".hub-message")).to_contain_text("Your consultation is booked.")
    axe(page)
    assert Consultation.objects.get().case_reference == "LL-204518"
    assert keyboard.tabs < 120  # a second for each, with one mistake on the way: well under two minutes


@pytest.mark.feature("CN-02", "CN-09")
def test_every_page_is_there_when_somebody_goes_back_after_a_refusal(open_as: Open) -> None:
    surgery = make_surgery()
    page = open_as(surgery.practitioner)
    page.goto(reverse("consultations:book"))
    go(page.locator("main form button.govuk-button").first)
    expect(page.locator(".govuk-error-summary")).to_contain_text("Say whether anybody is in danger.")
    page.check("[name=danger][value=none]")
    go(page.locator("main form button.govuk-button").first)
    page.check("[name=linked][value=anonymous]")
    page.fill("[name=note]", "Spoke to Priya about it")
    go(page.locator("main form button.govuk-button").first)
    expect(page.locator(".govuk-error-summary")).to_contain_text("Choose a kind of consultation.")
    page.check("[name=kind][value=individual]")
    page.fill("[name=note]", "How do we word the plan?")
    go(page.locator("main form button.govuk-button").first)
    page.wait_for_url("**/time/")

    page.go_back()
    expect(page.locator("h1")).to_have_text("What is it about?")
    expect(page.locator("[name=note]")).to_have_value("How do we word the plan?")
    for _ in range(3):
        page.go_back()
        expect(page.locator("h1")).to_have_text(re.compile("What is it about|is anybody in danger"))
    page.reload()
    expect(page.locator("h1")).to_be_visible()


@pytest.mark.feature("CN-08", "CN-13", "PG-03")
@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_earlier_time_is_taken_and_two_questions_answered_by_keyboard(
    width: int, open_as: Open, axe: Callable[[Page], None]
) -> None:
    now = clock.now()
    surgery = make_surgery()
    mine = book(surgery, now=now, number=20)
    earlier = surgery.slots(now)[12]
    EarlierWait.objects.create(
        consultation=mine,
        state="offered",
        asked_at=now,
        lead=surgery.lead.person,
        starts_at=earlier.starts_at,
        ends_at=earlier.ends_at,
        busy_from=earlier.starts_at,
        busy_until=earlier.ends_at,
        mode="in_person",
        hold_until=now + timedelta(hours=20),
    )
    held = make_consultation(surgery, now - timedelta(days=1), state=ConsultationState.HELD)
    page = open_as(surgery.practitioner, width=width)
    keyboard = Keyboard(page)

    page.goto(reverse("consultations:detail", args=[mine.reference]))
    axe(page)
    keyboard.enter("button[value=take]")
    expect(page.locator(".hub-message")).to_contain_text("The earlier time is yours.")
    page.goto(reverse("consultations:feedback", args=[held.reference]))
    keyboard.enter("main form button.govuk-button")
    expect(page.locator(".govuk-error-summary")).to_contain_text("Did the consultation help you?")
    axe(page)
    keyboard.tab_to("[name=helped][value=yes]")
    page.keyboard.press("Space")
    keyboard.tab_to("[name=next_step][value=clear]")
    page.keyboard.press("Space")
    keyboard.enter("main form button.govuk-button")

    expect(page.locator(".hub-message")).to_contain_text("Thank you.")
    mine.refresh_from_db()
    assert mine.starts_at == earlier.starts_at
    assert Feedback.objects.get().consultation_id == held.pk


@pytest.mark.feature("CN-02")
def test_answers_are_there_when_the_time_is_lost_between_two_pages(open_as: Open) -> None:
    surgery = make_surgery()
    mine, theirs = open_as(surgery.practitioner), open_as(make_colleague(surgery))

    for page in (mine, theirs):
        page.goto(reverse("consultations:book"))
        page.check("[name=danger][value=none]")
        go(page.locator("main form button.govuk-button").first)
        page.check("[name=kind][value=individual]")
        page.check("[name=linked][value=anonymous]")
        go(page.locator("main form button.govuk-button").first)
        page.locator("[name=slot]").first.check(force=True)
        go(page.locator("main form:has([name=slot]) button.govuk-button").first)
        page.wait_for_url("**/check/")
    go(theirs.locator("main form button.govuk-button").first)
    expect(theirs.locator(".hub-message")).to_contain_text("Your consultation is booked.")
    go(mine.locator("main form button.govuk-button").first)

    expect(mine.locator(".hub-message")).to_contain_text("That time has just been taken")
    expect(mine.locator("main")).to_contain_text("Close to the time you wanted")
    mine.locator("[name=slot]").first.check(force=True)
    go(mine.locator("main form:has([name=slot]) button.govuk-button").first)
    go(mine.locator("main form button.govuk-button").first)
    expect(mine.locator(".hub-message")).to_contain_text("Your consultation is booked.")
    assert Consultation.objects.count() == 2
