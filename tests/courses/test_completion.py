"""Completing a course, taking a completion back, and mending it."""

from datetime import date, timedelta

import pytest

from courses import services
from courses.models import Completion
from courses.selectors import completions_as_of, standing_completion, what_is_missing
from courses.states import EnrolmentState
from portal.outbox.models import Message
from tests.factories.courses import make_course, make_enrolment, make_run
from tests.factories.people import (
    make_borough_staff,
    make_membership,
    make_organisation,
    make_staff,
    make_team,
)
from tests.factories.registers import AFTERWARDS, attend, make_completed, make_run_with_forms, mark, send

pytestmark = [pytest.mark.django_db, pytest.mark.both, pytest.mark.feature("CO-18")]


def told(name):
    return list(Message.objects.filter(name=name).order_by("occurred_at").values_list("payload", flat=True))


def test_course_is_completed_once_when_the_last_register_is_taken():
    place = make_enrolment()

    for day in (1, 2, 3):
        mark(place, day=day)
    assert Completion.objects.count() == 0
    mark(place, day=4)

    place.refresh_from_db()
    completion = Completion.objects.get()
    assert place.state == EnrolmentState.COMPLETED
    assert (completion.person_id, completion.completed_on) == (place.person_id, date(2027, 1, 15))
    assert told("courses.course_completed.v1") == [
        {
            "enrolment_id": place.pk,
            "run_id": place.run_id,
            "person_id": place.person_id,
            "course_code": place.run.course.code,
            "edition": 1,
            "completed_on": "2027-01-15",
            "organisation_id": place.organisation_id,
        }
    ]


@pytest.mark.feature("CO-03")
def test_edition_taken_is_kept_when_the_course_has_a_newer_one():
    run = make_run()
    run.course.editions.create(
        number=2, title="Newer", outcomes=["x"], cpd_minutes=60, cpd_basis="counted", made_at=AFTERWARDS
    )

    make_completed(run)

    assert Completion.objects.get().edition_number == 1


def test_forms_are_waited_for_when_the_course_asks_for_them():
    place = make_enrolment(make_run_with_forms())
    attend(place)

    assert what_is_missing(place.pk) == (
        "Questionnaire “Before the course”: not sent yet.",
        "Questionnaire “After the course”: not sent yet.",
    )
    send(place, "before")
    assert standing_completion(place.pk) is None
    send(place, "after")
    assert standing_completion(place.pk) is not None


def test_forms_are_not_waited_for_when_the_course_does_not_ask():
    run = make_run_with_forms()
    run.course.forms_required = False
    run.course.save()

    assert make_completed(run).state == EnrolmentState.COMPLETED


def test_enrolment_falls_short_when_all_registers_are_taken_and_a_day_was_missed():
    place = make_enrolment()
    mark(place, "none", day=1)
    for day in (2, 3):
        mark(place, day=day)
    place.refresh_from_db()
    assert place.state == EnrolmentState.BOOKED

    mark(place, day=4)

    place.refresh_from_db()
    assert place.state == EnrolmentState.NOT_COMPLETED


@pytest.mark.feature("CO-17")
def test_completion_is_withdrawn_when_a_late_correction_breaks_the_rule():
    place = make_completed()

    mark(place, "none", day=2, reason="mistake")

    place.refresh_from_db()
    completion = Completion.objects.get()
    assert place.state == EnrolmentState.NOT_COMPLETED
    assert (completion.stands, completion.withdrawn_reason) == (False, "register_corrected")
    assert told("courses.completion_withdrawn.v1") == [
        {
            "enrolment_id": place.pk,
            "person_id": place.person_id,
            "course_code": place.run.course.code,
            "reason_code": "register_corrected",
        }
    ]


@pytest.mark.feature("CO-17")
def test_completion_is_mended_when_a_correction_is_put_right():
    place = make_completed()
    mark(place, "none", day=2, reason="mistake")

    mark(place, "full", day=2, reason="evidence", now=AFTERWARDS + timedelta(days=3))

    place.refresh_from_db()
    completion = Completion.objects.get()
    assert place.state == EnrolmentState.COMPLETED
    assert completion.stands
    assert [change.move for change in completion.changes.all()] == ["record", "withdraw", "mend"]
    assert len(told("courses.course_completed.v1")) == 2


def test_nothing_moves_when_a_completed_enrolment_is_weighed_again():
    place = make_completed()

    verdict = services.complete_enrolment(enrolment_id=place.pk, now=AFTERWARDS)

    assert verdict.complete
    assert len(told("courses.course_completed.v1")) == 1


@pytest.mark.feature("WF-01")
def test_completion_counts_for_the_borough_of_that_day_when_the_person_moves_later():
    borough = make_borough_staff()
    place = make_enrolment(person=borough.practitioner.person)
    borough.practitioner.membership.ends_on = date(2027, 1, 31)
    borough.practitioner.membership.save()
    havering = make_organisation("havering")
    make_membership(place.person, team=make_team(havering), starts_on=date(2027, 2, 1))

    attend(place, now=AFTERWARDS + timedelta(days=40))

    completion = Completion.objects.get()
    assert completion.organisation_id == borough.organisation.pk
    assert completion.team_id == borough.team.pk


def test_figure_of_a_past_day_stays_when_a_completion_is_withdrawn_later():
    place = make_completed()
    later = AFTERWARDS + timedelta(days=20)
    mark(place, "none", day=2, reason="mistake", now=later)

    assert completions_as_of(date(2027, 1, 14)).count() == 0
    assert completions_as_of(date(2027, 1, 15)).count() == 1
    assert completions_as_of(date(2027, 2, 3)).count() == 1
    assert completions_as_of(later.date()).count() == 0


def test_share_of_minutes_completes_when_the_course_says_so():
    run = make_run(make_course(completion_rule="share_of_minutes", completion_share=75))
    place = make_enrolment(run, make_staff().person)
    for day in (1, 2, 3):
        mark(place, day=day)

    mark(place, "none", day=4)

    completion = Completion.objects.get()
    assert completion.completed_on == date(2027, 1, 14)
