"""Two questions after each consultation: asked of whoever asked, counted, never read one by one."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from consultations.errors import FeedbackClosed, UnknownCode
from consultations.models import Consultation, Feedback
from consultations.selectors.answers import answers_for, quarters_answered
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
    """So many consultations of the summer with answers, each of another person unless it is said whose."""
    for _ in range(number):
        who = by or make_colleague(surgery).person
        row = held(surgery, 70 + Consultation.objects.count(), requester=who, booked_by=who)
        Feedback.objects.create(consultation=row, given_at=NOW, **{**GOOD, **answers})


def shares(surgery: Surgery) -> tuple[int | None, int | None] | None:
    found = answers_for(surgery.leader, clock.today(NOW))
    return found and (found.helped, found.clear)


def test_shares_are_shown_from_five_people_on(surgery: Surgery) -> None:
    answered(surgery, 4)
    few = shares(surgery)
    answered(surgery, 6)
    answered(surgery, 5, next_step="partly")
    answered(surgery, 4, helped="no")

    assert few is None
    assert shares(surgery) == (8, 7)


def test_five_answers_of_one_person_are_not_shown_as_those_of_five(surgery: Surgery) -> None:
    answered(surgery, 5, by=make_colleague(surgery).person)
    one = shares(surgery)
    answered(surgery, 4, helped="no")

    assert one is None
    assert shares(surgery) == (None, 9)


def test_share_of_all_is_not_told_from_that_of_nearly_all(surgery: Surgery) -> None:
    answered(surgery, 10)
    before = shares(surgery)
    answered(surgery, 1, helped="no")

    assert shares(surgery) == before == (9, 9)


@pytest.mark.parametrize(
    ("today", "first", "last"),
    [
        (date(2026, 11, 24), date(2025, 10, 1), date(2026, 9, 30)),
        (date(2026, 10, 28), date(2025, 7, 1), date(2026, 6, 30)),
        (date(2026, 10, 29), date(2025, 10, 1), date(2026, 9, 30)),
        (date(2026, 1, 10), date(2024, 10, 1), date(2025, 9, 30)),
    ],
)
def test_quarters_count_once_nobody_can_answer_about_them(today: date, first: date, last: date) -> None:
    assert quarters_answered(today) == (first, last)


@pytest.mark.usefixtures("clock")
def test_counts_say_what_people_answered_whatever_quarter_is_chosen(surgery: Surgery) -> None:
    answered(surgery, 6)
    held(surgery, 3)

    browser = browser_of(surgery.lead)
    pages = [
        browser.get(reverse("consultations:counts"), period).content.decode()
        for period in ({}, {"quarter": "2026-1"})
    ]

    assert all("About 9 in 10 or more said that it helped." in page for page in pages)
    assert all("to Wednesday 30 September 2026, whichever quarter" in page for page in pages)


def test_as_many_queries_are_made_when_more_is_open(
    surgery: Surgery, assert_flat: Callable[..., None]
) -> None:
    held(surgery)

    assert_flat(
        lambda: feedback_items(surgery.asker, NOW),
        lambda: [held(surgery, days) for days in range(2, 9)],
    )
