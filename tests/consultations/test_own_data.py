"""A copy gives people their own data: what a lead booked for somebody else is somebody else's."""

from collections.abc import Callable
from typing import Any

import pytest

from consultations.codes import Helped, NextStep
from consultations.models import Consultation, EarlierWait, Feedback
from consultations.states import WaitState
from portal.kernel.personal_data import Subject, copy_for, holdings
from tests.factories.consultations import Surgery, days_ago, make_consultation, make_surgery
from tests.factories.people import NOW, Staff

pytestmark = [pytest.mark.django_db, pytest.mark.feature("PE-09")]
NOTE = "Thinking about patterns of behaviour"


def subject_of(staff: Staff) -> Subject:
    return Subject(person_id=staff.person.pk, user_id=staff.user.pk)


def section(staff: Staff, key: str) -> list[dict[str, Any]]:
    return {holding.key: rows for holding, rows in copy_for(subject_of(staff))}[key]


def make_booked_by_lead(surgery: Surgery) -> Consultation:
    return make_consultation(
        surgery, days_ago(3), booked_by=surgery.lead.person, prompts=["pattern"], note=NOTE
    )


def test_copy_of_a_lead_has_no_words_of_what_they_booked_for_others() -> None:
    surgery = make_surgery()
    consultation = make_booked_by_lead(surgery)

    rows = section(surgery.lead, "consultations.booked")

    assert rows == [{"reference": consultation.reference, "created_at": consultation.created_at}]
    assert section(surgery.lead, "consultations.asked") == []


def test_copy_of_whoever_it_is_for_has_all_of_it() -> None:
    surgery = make_surgery()
    make_booked_by_lead(surgery)

    assert [row["note"] for row in section(surgery.practitioner, "consultations.asked")] == [NOTE]
    assert section(surgery.practitioner, "consultations.booked") == []


def test_erasure_of_a_lead_takes_the_notes_they_wrote_for_others_and_leaves_the_bookings() -> None:
    surgery = make_surgery()
    theirs, own = make_booked_by_lead(surgery), make_consultation(surgery, days_ago(9), note=NOTE)

    for holding in holdings():
        if holding.key == "consultations.booked" and holding.erase:
            holding.erase(subject_of(surgery.lead), NOW)

    theirs.refresh_from_db()
    own.refresh_from_db()
    assert (theirs.note, theirs.state) == ("", "booked")
    assert own.note == NOTE


def test_copy_has_the_two_answers_and_the_waits_for_an_earlier_time() -> None:
    surgery = make_surgery()
    held = make_consultation(surgery, days_ago(3), note=NOTE)
    Feedback.objects.create(consultation=held, helped=Helped.YES, next_step=NextStep.CLEAR, given_at=NOW)
    EarlierWait.objects.create(consultation=held, state=WaitState.STOPPED, asked_at=NOW)

    (row,) = section(surgery.practitioner, "consultations.asked")

    assert [answer["given_at"] for answer in row["answers"]] == [NOW]
    assert {"helped", "next_step"} < set(row["answers"][0])
    assert [(wait["state"], wait["asked_at"]) for wait in row["waits"]] == [("No longer waiting", NOW)]


def test_copy_takes_the_same_number_of_queries_however_many_waits_there_are(
    assert_flat: Callable[..., None],
) -> None:
    surgery = make_surgery()

    def grow() -> None:
        for _ in range(5):
            held = make_consultation(surgery, days_ago(10 + Consultation.objects.count()), note=NOTE)
            EarlierWait.objects.create(consultation=held, state=WaitState.STOPPED, asked_at=NOW)

    grow()
    assert_flat(lambda: section(surgery.practitioner, "consultations.asked"), grow)
