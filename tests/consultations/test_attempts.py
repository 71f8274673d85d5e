"""A refused form comes back as a page of its own: nothing typed is lost, nothing lies in the clear, Back just works."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from consultations.models import Consultation
from portal.kernel.attempts import ATTEMPTS, KEPT, MOST_TYPED
from tests.factories.consultations import CASE, book, make_surgery
from tests.harness.clocks import FixedClock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

ABOUT = {
    "kind": "individual",
    "linked": "case",
    "case_reference": CASE,
    "prompts": ["pattern"],
    "note": "Spoke to Priya about it",
}


def at_about() -> tuple[Client, str]:
    """A practitioner who said that nobody is in danger, and the address of the page that comes next."""
    client = Client()
    client.force_login(make_surgery().practitioner.user)
    client.post(reverse("consultations:book"), {"danger": "none"})
    return client, reverse("consultations:book_about")


@pytest.mark.feature("CN-09")
def test_every_mistake_is_named_at_once_when_several_fields_are_wrong() -> None:
    client, url = at_about()

    page = client.post(url, {**ABOUT, "kind": "", "case_reference": "no"}, follow=True).content.decode()

    assert "Choose a kind of consultation." in page
    assert "That does not look like a case reference" in page
    assert "a name (“Priya”)" in page
    assert "Spoke to Priya about it" in page


@pytest.mark.feature("CN-09")
def test_mistakes_are_named_again_when_the_page_is_come_back_to() -> None:
    client, url = at_about()
    client.post(url, ABOUT)

    for _ in range(2):
        page = client.get(url).content.decode()
        assert page.count("a name (“Priya”)") == 2  # above the form and beside the field
        assert "Spoke to Priya about it" in page


@pytest.mark.feature("CN-09", "CN-17")
def test_nothing_typed_is_in_any_row_in_the_clear_when_the_note_is_refused(
    caplog: pytest.LogCaptureFixture,
) -> None:
    client, url = at_about()

    client.post(url, ABOUT)

    stored = str([(row.session_data, row.get_decoded()) for row in Session.objects.all()])
    assert ATTEMPTS in client.session
    assert "Priya" not in stored
    assert CASE not in stored
    assert "Priya" not in caplog.text


@pytest.mark.feature("CN-17")
def test_what_was_refused_is_gone_when_ten_minutes_have_passed(clock: FixedClock) -> None:
    client, url = at_about()
    client.post(url, ABOUT)

    clock.advance(seconds=KEPT.total_seconds() + 1)
    page = client.get(url).content.decode()
    client.post(reverse("consultations:book"), {"danger": "none"})

    assert "Priya" not in page
    assert ATTEMPTS not in client.session


@pytest.mark.feature("CN-17")
def test_what_was_refused_is_gone_when_the_answers_are_put_right() -> None:
    client, url = at_about()
    client.post(url, ABOUT)

    client.post(url, {**ABOUT, "note": "How do we word the plan?"})

    assert ATTEMPTS not in client.session
    assert "How do we word the plan?" in client.get(url).content.decode()


@pytest.mark.feature("CN-09")
def test_note_is_refused_with_its_length_and_kept_when_it_has_ten_thousand_characters() -> None:
    client, url = at_about()

    page = client.post(url, {**ABOUT, "note": "x" * 10_000}, follow=True).content.decode()

    assert "The note has 10000 characters. It can have at most 300" in page
    assert "x" * 10_000 in page


@pytest.mark.feature("CN-09")
def test_page_is_shown_at_once_and_nothing_is_kept_when_far_too_much_is_sent() -> None:
    client, url = at_about()

    answer = client.post(url, {**ABOUT, "note": "x" * MOST_TYPED})

    assert answer.status_code == 200
    assert ATTEMPTS not in client.session


@pytest.mark.feature("CN-07")
def test_refusal_belongs_to_its_own_address_when_two_forms_are_open() -> None:
    surgery = make_surgery()
    first, second = book(surgery), book(surgery, number=8)
    client = Client()
    client.force_login(surgery.practitioner.user)

    client.post(reverse("consultations:cancel", args=[first.reference]), {})

    assert (
        "Choose a reason"
        in client.get(reverse("consultations:cancel", args=[first.reference])).content.decode()
    )
    assert (
        "Choose a reason"
        not in client.get(reverse("consultations:cancel", args=[second.reference])).content.decode()
    )
    assert Consultation.objects.filter(state="booked").count() == 2


def test_answers_come_back_when_the_earlier_ones_went_with_their_session() -> None:
    client = Client()
    client.force_login(make_surgery().practitioner.user)
    wrote = {"kind": "individual", "linked": "anonymous", "note": "How do we word the plan?"}

    asked_again = client.post(reverse("consultations:book_about"), wrote, follow=True)
    client.post(asked_again.request["PATH_INFO"] + "?change", {"danger": "none"})

    assert asked_again.redirect_chain[-1][0].endswith("/book/?change")
    assert "What you wrote comes back after it." in asked_again.content.decode()
    form = client.get(reverse("consultations:book_about")).context["form"]
    assert form["note"].value() == "How do we word the plan?"
    assert form["kind"].value() == "individual"
