"""A booking that was begun and left comes back only to whoever says so, and danger is asked each time."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consultations.models import PlanException
from portal.kernel import clock
from tests.consultations.looking import signed_in
from tests.consultations.test_screens import ABOUT, CASE, answered
from tests.factories.consultations import make_surgery

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.feature("CN-02")]
BOOK = reverse("consultations:book")


def test_unfinished_booking_is_announced_when_another_is_begun() -> None:
    client = answered(make_surgery(), danger="high")

    page = client.get(BOOK)

    words = page.content.decode()
    assert "You began a booking at " in words
    assert f"About {CASE}." in words
    assert page.context["form"]["danger"].value() is None
    assert "checked" not in words


def test_nothing_goes_on_when_nobody_says_whether_it_shall() -> None:
    client = answered(make_surgery())

    answer = client.post(BOOK, {"danger": "none"}, follow=True)

    assert "Say whether you go on with the booking you began" in answer.content.decode()


@pytest.mark.parametrize(("said", "is_there"), [("go_on", True), ("afresh", False)])
def test_earlier_answers_come_back_only_when_they_are_wanted(said: str, is_there: bool) -> None:
    client = answered(make_surgery(), note="Grandmother helps")

    about = client.post(BOOK, {"danger": "none", "unfinished": said}, follow=True).content.decode()

    assert (CASE in about, "Grandmother helps" in about) == (is_there, is_there)


@pytest.mark.parametrize(("said", "is_there"), [("go_on", True), ("afresh", False)])
def test_refused_note_comes_back_only_when_it_is_wanted(said: str, is_there: bool) -> None:
    client = signed_in(make_surgery().practitioner)
    client.post(BOOK, {"danger": "none"})
    client.post(reverse("consultations:book_about"), {**ABOUT, "note": "Dave hits them"}, follow=True)

    asked = client.get(BOOK).content.decode()
    about = client.post(BOOK, {"danger": "none", "unfinished": said}, follow=True).content.decode()

    assert "You began a booking at " in asked
    assert ("Dave hits them" in about) == is_there


def test_begun_booking_is_still_offered_when_the_danger_has_passed() -> None:
    client = answered(make_surgery())
    danger = client.post(BOOK, {"danger": "immediate"}, follow=True).content.decode()

    page = client.get(BOOK).content.decode()

    assert f'href="{BOOK}">The danger has passed' in danger
    assert "You began a booking at " in page


def test_risk_of_the_earlier_booking_is_gone_when_one_starts_afresh() -> None:
    client = answered(make_surgery(), danger="high", risk_stated="high")

    client.post(BOOK, {"danger": "none", "unfinished": "afresh"})

    form = client.get(reverse("consultations:book_about")).context["form"]
    assert form["risk_stated"].value() == ""


def test_way_to_help_is_open_at_once_when_somebody_is_in_danger_now() -> None:
    client = answered(make_surgery())

    answer = client.post(BOOK, {"danger": "immediate"})

    assert answer["Location"] == reverse("consultations:book_danger")


def test_nothing_is_asked_twice_when_one_comes_back_from_a_later_page() -> None:
    client = answered(make_surgery())

    page = client.get(BOOK, {"change": ""})
    about = client.post(f"{BOOK}?change", {"danger": "urgent"}, follow=True).content.decode()

    assert "You began a booking" not in page.content.decode()
    assert page.context["form"]["danger"].value() is None
    assert CASE in about


def test_lead_is_asked_for_whom_when_the_booking_for_a_colleague_is_not_gone_on_with() -> None:
    surgery = make_surgery()
    client = signed_in(surgery.lead)
    client.post(reverse("consultations:book_for"), {"person": surgery.practitioner.person.pk})
    client.post(BOOK, {"danger": "none"})
    client.post(reverse("consultations:book_about"), ABOUT)

    answer = client.post(BOOK, {"danger": "none", "unfinished": "afresh"})

    assert answer["Location"] == reverse("consultations:book_for")


def test_refusal_is_gone_when_working_hours_were_said_after_it() -> None:
    client = answered(make_surgery())
    time = reverse("consultations:book_time")
    refused = client.post(time, {}, follow=True).content.decode()

    client.get(reverse("consultations:book_hours"), {"days": ["0", "1", "2", "3", "4"]})

    assert "Choose one of the times." in refused
    assert "Choose one of the times." not in client.get(time).content.decode()


def test_week_without_a_time_is_explained_when_it_lies_between_others() -> None:
    surgery = make_surgery()
    days = sorted({slot.starts_at.date() for slot in surgery.slots()})
    PlanException.objects.create(plan=surgery.plan, kind="off", on=days[1])

    page = answered(surgery).get(reverse("consultations:book_time")).content.decode()

    assert f"is free on {clock.spoken_date(days[1])}" in page


@pytest.mark.feature("CO-26")
@pytest.mark.parametrize("note", ["Grandmother helps", "Dave hits them"])
def test_hub_leads_back_to_the_booking_when_one_was_begun_or_refused(note: str) -> None:
    client = answered(make_surgery(), note=note)

    hub = client.get("/my/").content.decode()

    assert "<p>You began a booking at " in hub
    assert f'<a href="{BOOK}">Go on, or start afresh</a>' in hub
    assert CASE not in hub
    assert note not in hub


@pytest.mark.feature("CO-26")
def test_hub_says_nothing_of_a_booking_when_it_is_over_or_belongs_to_somebody_else() -> None:
    surgery = make_surgery()
    client = answered(surgery)
    other = signed_in(surgery.lead).get("/my/").content.decode()

    client.post(BOOK, {"danger": "none", "unfinished": "afresh"})

    assert "You began a booking" not in client.get("/my/").content.decode()
    assert "You began a booking" not in other


@pytest.mark.feature("CO-26")
def test_hub_asks_the_database_no_more_when_a_booking_was_begun() -> None:
    surgery = make_surgery()
    client = signed_in(surgery.practitioner)
    client.get("/my/")
    with CaptureQueriesContext(connection) as before:
        client.get("/my/")
    client.post(BOOK, {"danger": "none"})
    client.post(reverse("consultations:book_about"), ABOUT)

    with CaptureQueriesContext(connection) as after:
        client.get("/my/")

    assert len(after) == len(before)


def test_whoever_signs_in_again_reads_that_nothing_is_booked_when_the_answers_went_with_the_session() -> None:
    surgery = make_surgery()
    check = reverse("consultations:book_check")
    before = answered(surgery)
    before.session.flush()

    sent = before.post(check, {"key": "of-before", "stamp": "of-before"})
    after = signed_in(surgery.practitioner)
    page = after.get(check, follow=True)

    assert "login" in sent["Location"]
    assert "Nothing is booked." in page.content.decode()
    assert "its answers ended with your sign-in" in page.content.decode()
    assert page.redirect_chain[-1][0] == BOOK
