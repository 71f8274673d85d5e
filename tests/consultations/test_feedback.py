"""Two questions after each consultation: asked of whoever asked, counted, never read one by one."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from consultations.errors import FeedbackClosed, UnknownCode
from consultations.models import Consultation, Feedback
from consultations.selectors.counts import Answers, counts_for
from consultations.selectors.hub import feedback_items
from consultations.services import give_feedback, hold_consultation
from consultations.states import FEEDBACK_DAYS, ConsultationState
from portal.kernel import clock
from portal.kernel.errors import IllegalMove, NotAllowed, NotFound
from portal.notifications.models import Notice
from portal.people.models import Person
from tests.factories.consultations import Surgery, make_colleague, make_consultation, make_surgery
from tests.factories.people import NOW, Staff

pytestmark = [pytest.mark.django_db, pytest.mark.feature("CN-13")]
YESTERDAY = NOW - timedelta(days=1)
YEAR = (clock.today(NOW) - timedelta(days=365), clock.today(NOW))
GOOD = {"helped": "yes", "next_step": "clear"}


@pytest.fixture
def surgery() -> Surgery:
    return make_surgery()


def held(surgery: Surgery, days: int = 1, **fields: object) -> Consultation:
    fields.setdefault("state", ConsultationState.HELD)
    return make_consultation(surgery, NOW - timedelta(days=days), **fields)


def browser_of(staff: Staff) -> Client:
    client = Client()
    client.force_login(staff.user)
    return client


def page_of(consultation: Consultation) -> str:
    return reverse("consultations:feedback", args=[consultation.reference])


@pytest.mark.usefixtures("clock")
def test_practitioner_is_asked_and_thanked_when_it_took_place(surgery: Surgery) -> None:
    booked = held(surgery, state=ConsultationState.BOOKED)
    hold_consultation(actor=surgery.leader, consultation_id=booked.pk, now=NOW)
    client = browser_of(surgery.practitioner)

    asked = feedback_items(surgery.asker, NOW)
    detail = client.get(reverse("consultations:detail", args=[booked.reference])).content.decode()
    done = client.post(page_of(booked), GOOD, follow=True).content.decode()

    assert [row.url for row in asked] == [page_of(booked)]
    assert "Answer two questions about it" in detail
    assert "Thank you. Your answers are counted." in done
    assert "Answer two questions about it" not in done
    assert feedback_items(surgery.asker, NOW) == []
    assert Notice.objects.get(key="consultations.feedback").person_id == surgery.practitioner.person.pk


@pytest.mark.usefixtures("clock")
def test_what_is_missing_is_said_and_what_was_chosen_stays_when_one_answer_is_left_out(
    surgery: Surgery,
) -> None:
    consultation = held(surgery)

    page = browser_of(surgery.practitioner).post(page_of(consultation), {"helped": "no"}, follow=True)

    words = page.content.decode()
    assert "Answer “Do you know what you will do next?”" in words
    assert 'value="no"' in words
    assert "checked" in words
    assert not Feedback.objects.exists()


def test_answers_are_replaced_when_they_are_given_again(surgery: Surgery) -> None:
    consultation = held(surgery)

    for helped in ("no", "yes"):
        give_feedback(
            actor=surgery.asker, consultation_id=consultation.pk, helped=helped, next_step="clear", now=NOW
        )

    assert Feedback.objects.get().helped == "yes"


def test_answers_are_refused_when_they_come_from_elsewhere_too_late_or_in_other_codes(
    surgery: Surgery,
) -> None:
    consultation, old = held(surgery), held(surgery, FEEDBACK_DAYS + 1)
    missed = held(surgery, 3, state="no_show", reason_code="lead_absent")

    for actor, row, answers, refusal in (
        (surgery.leader, consultation, GOOD, NotAllowed),
        (make_colleague(surgery).actor(), consultation, GOOD, NotFound),
        (surgery.asker, consultation, {**GOOD, "helped": "x\x00"}, UnknownCode),
        (surgery.asker, old, GOOD, FeedbackClosed),
        (surgery.asker, missed, GOOD, IllegalMove),
    ):
        with pytest.raises(refusal):
            give_feedback(actor=actor, consultation_id=row.pk, now=NOW, **answers)
    assert not Feedback.objects.exists()


@pytest.mark.usefixtures("clock")
def test_page_opens_to_whoever_asked_and_to_nobody_else(surgery: Surgery) -> None:
    url = page_of(held(surgery))

    codes = [
        browser_of(staff).get(url).status_code
        for staff in (surgery.practitioner, surgery.lead, make_colleague(surgery))
    ]

    assert codes == [200, 403, 404]


def answered(surgery: Surgery, number: int, by: Person | None = None, **answers: str) -> None:
    """So many consultations with answers, each of another person unless it is said whose."""
    for _ in range(number):
        who = by or make_colleague(surgery).person
        row = held(surgery, Consultation.objects.count() + 1, requester=who, booked_by=who)
        Feedback.objects.create(consultation=row, given_at=NOW, **{**GOOD, **answers})


def test_totals_are_shown_from_five_people_on_and_no_small_number_among_them(surgery: Surgery) -> None:
    answered(surgery, 4)
    few = counts_for(surgery.leader, *YEAR).answers
    answered(surgery, 6)
    answered(surgery, 5, next_step="partly")
    answered(surgery, 1, helped="no")
    found = counts_for(surgery.leader, *YEAR).answers

    assert few is None
    assert found == Answers(helped=None, clear=7)


def test_five_answers_of_one_person_are_not_shown_as_those_of_five(surgery: Surgery) -> None:
    answered(surgery, 4)
    answered(surgery, 5, by=make_colleague(surgery).person, helped="no")
    few = counts_for(surgery.leader, *YEAR).answers
    answered(surgery, 1)
    more = counts_for(surgery.leader, *YEAR).answers

    assert few == more == Answers(helped=None, clear=10)


def test_one_more_answer_cannot_be_read_from_two_periods(surgery: Surgery) -> None:
    answered(surgery, 6)
    answered(surgery, 6, helped="no")
    before = counts_for(surgery.leader, *YEAR).answers
    answered(surgery, 1, helped="no")

    assert counts_for(surgery.leader, *YEAR).answers == before == Answers(helped=5, clear=10)


@pytest.mark.usefixtures("clock")
def test_counts_say_what_people_answered(surgery: Surgery) -> None:
    answered(surgery, 6)

    page = browser_of(surgery.lead).get(reverse("consultations:counts")).content.decode()

    assert "Asked afterwards, all said that it helped; all know what they will do next." in page


def test_as_many_queries_are_made_when_more_is_open(
    surgery: Surgery, assert_flat: Callable[..., None]
) -> None:
    held(surgery)

    assert_flat(
        lambda: feedback_items(surgery.asker, NOW),
        lambda: [held(surgery, days) for days in range(2, 9)],
    )
