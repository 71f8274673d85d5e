"""Questionnaires: frozen per run, saved and gone on with, sent once, compared like with like."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection

from courses import services
from courses.delivery_errors import AlreadySent, AnswersMissing, FormNotOpen
from courses.models import Response, RunQuestionnaire
from courses.rules.dates import DayPlan
from courses.rules.questionnaires import due_on, matched_pairs
from courses.selectors import forms_due
from courses.selectors.questionnaires import before_and_after, forms_of
from courses.states import Approval, EndReason
from portal.kernel.actors import SYSTEM
from portal.kernel.errors import NotFound
from portal.notifications.models import Notice
from portal.notifications.sending import send_due
from tests.factories.courses import NOW, make_course, make_enrolment, make_run
from tests.factories.people import actor_of, make_borough_staff, make_staff
from tests.factories.registers import (
    AFTERWARDS,
    answers_for,
    freeze,
    make_questionnaire,
    make_run_with_forms,
    send,
)

pytestmark = [pytest.mark.django_db, pytest.mark.both, pytest.mark.feature("CO-20")]


def save(enrolment, wave="before", answers=None, *, actor=None, now=NOW):
    return services.save_answers(
        actor=actor or actor_of(enrolment.person, now),
        enrolment_id=enrolment.pk,
        wave=wave,
        answers=answers_for(enrolment, wave) if answers is None else answers,
        now=now,
    )


def test_run_takes_its_own_copy_when_it_is_published():
    course = make_course()
    questionnaire = make_questionnaire(course)
    run = make_run(course, state="draft", booking_closes_at=None)

    services.publish_run(actor=SYSTEM, run_id=run.pk, now=NOW)

    copy = RunQuestionnaire.objects.get(run=run)
    assert (copy.wave, copy.questionnaire_id) == ("before", questionnaire.pk)
    assert copy.questions[0]["low"] == "Not at all sure"
    assert copy.questions[0]["high"] == "Very sure"


def test_copy_stays_when_an_editor_changes_the_questionnaire():
    run = make_run_with_forms()
    copy = run.questionnaires.get(wave="before")
    before = copy.questions

    questionnaire = copy.questionnaire
    questionnaire.questions = [("text", {"question": "Something else?", "required": True})]
    questionnaire.title = "Changed"
    questionnaire.save()

    copy.refresh_from_db()
    assert (copy.questions, copy.title) == (before, "Before the course")


def test_answers_are_kept_when_somebody_saves_half_a_questionnaire():
    place = make_enrolment(make_run_with_forms())
    question = place.run.questionnaires.get(wave="before").questions[0]["id"]

    save(place, answers={question: 7})
    save(place, answers={question: 8})

    response = Response.objects.get()
    assert response.coded == {question: 8}
    assert response.submitted_at is None


def test_own_words_are_encrypted_when_they_are_stored():
    place = make_enrolment(make_run_with_forms())

    save(place)

    response = Response.objects.get()
    with connection.cursor() as cursor:
        cursor.execute("SELECT words, coded FROM courses_response")
        stored = str(cursor.fetchone())
    assert "How to write it down" in response.words.values()
    assert "How to write it down" not in stored


def test_answers_are_kept_and_missing_ones_named_when_sent_too_early():
    place = make_enrolment(make_run_with_forms())
    questions = place.run.questionnaires.get(wave="before").questions

    with pytest.raises(AnswersMissing) as refusal:
        services.send_answers(
            actor=actor_of(place.person),
            enrolment_id=place.pk,
            wave="before",
            answers={questions[0]["id"]: 5},
            now=NOW,
        )

    assert refusal.value.ids == (questions[1]["id"],)
    response = Response.objects.get()
    assert response.coded == {questions[0]["id"]: 5}
    assert response.submitted_at is None


def test_zero_counts_as_an_answer_when_sent():
    place = make_enrolment(make_run_with_forms())

    send(place, "before", now=NOW, scale=0)

    assert Response.objects.get().submitted_at == NOW


def test_sent_answers_stay_when_somebody_saves_again():
    place = make_enrolment(make_run_with_forms())
    send(place, "before", now=NOW)

    with pytest.raises(AlreadySent):
        save(place, answers={})

    assert Response.objects.get().coded != {}


def test_questionnaire_after_the_course_is_closed_when_its_last_day_is_not_here():
    place = make_enrolment(make_run_with_forms())

    with pytest.raises(FormNotOpen) as refusal:
        save(place, "after")

    assert refusal.value.sentence == "This questionnaire opens on Friday 15 January 2027."


@pytest.mark.parametrize("who", ["manager", "stranger"])
def test_questionnaire_is_not_found_when_somebody_else_opens_it(who):
    borough = make_borough_staff()
    place = make_enrolment(make_run_with_forms(), borough.practitioner.person)
    other = borough.manager if who == "manager" else make_staff()

    with pytest.raises(NotFound):
        save(place, actor=other.actor())


def test_manager_answers_their_own_wave_when_three_months_have_passed():
    borough = make_borough_staff()
    course = make_course()
    make_questionnaire(course, "manager")
    run = make_run(course)
    freeze(run)
    place = make_enrolment(run, borough.practitioner.person)
    later = AFTERWARDS + timedelta(days=92)

    with pytest.raises(NotFound):
        save(place, "manager", actor=borough.practitioner.actor(later), now=later)
    save(place, "manager", actor=borough.manager.actor(later), now=later)

    assert Response.objects.get().answered_by_id == borough.manager.person.pk


def test_answer_is_marked_late_when_the_course_has_begun():
    in_time = make_enrolment(make_run_with_forms())
    late = make_enrolment(in_time.run)

    send(in_time, "before", now=in_time.run.starts_at)
    send(late, "before", now=in_time.run.starts_at + timedelta(days=1))

    assert dict(Response.objects.values_list("enrolment_id", "late")) == {in_time.pk: False, late.pk: True}


def test_forms_due_follow_the_calendar_when_days_pass():
    place = make_enrolment(make_run_with_forms())

    def due(now):
        return [(form.wave, form.begun) for form in forms_due(place.person_id, now)]

    assert due(NOW) == [("before", False)]
    save(place)
    assert due(NOW) == [("before", True)]
    send(place, "before", now=NOW)
    assert due(NOW) == []
    assert due(place.run.ends_at) == [("after", False)]
    assert [(form.wave, form.sent, form.open) for form in forms_of(place, NOW)] == [
        ("before", True, True),
        ("after", False, False),
    ]


def test_list_of_forms_stays_flat_when_places_are_many(assert_flat):
    person = make_staff().person
    make_enrolment(make_run_with_forms(), person)

    def grow():
        for week in range(1, 5):
            run = make_run_with_forms(first_on=AFTERWARDS.date() + timedelta(days=7 * week))
            make_enrolment(run, person)

    assert_flat(lambda: forms_due(person.pk, NOW), grow)


def test_only_people_who_answered_both_are_compared_when_means_are_shown():
    run = make_run_with_forms(capacity=12)
    places = [make_enrolment(run) for _ in range(7)]
    for number, place in enumerate(places):
        send(place, "before", now=NOW, scale=number)
    for place in places[:5]:
        send(place, "after", scale=9)

    comparison = before_and_after(run)

    (pair,) = comparison.pairs
    assert (comparison.places, comparison.answered_before, comparison.answered_after) == (7, 7, 5)
    assert (pair.n, pair.missing, pair.before, pair.after) == (5, 2, 2.0, 9.0)


def test_figures_are_hidden_when_fewer_than_five_answered_both():
    run = make_run_with_forms()
    for place in [make_enrolment(run) for _ in range(4)]:
        send(place, "before", now=NOW)
        send(place, "after")

    (pair,) = before_and_after(run).pairs

    assert not pair.is_shown
    assert (pair.before, pair.after) == (None, None)


def test_late_answers_are_left_out_when_means_are_shown():
    run = make_run_with_forms()
    places = [make_enrolment(run) for _ in range(6)]
    for place in places[:5]:
        send(place, "before", now=NOW)
    send(places[5], "before", now=AFTERWARDS)

    assert before_and_after(run).answered_before == 5


def test_nobody_is_compared_when_nobody_answered():
    (pair,) = matched_pairs({"mapping": "How sure?"}, {}, {})

    assert (pair.n, pair.is_shown) == (0, False)


def test_time_to_answer_is_said_in_days_when_asked():
    run = make_run()

    assert due_on("before", run.starts_at, run.ends_at).isoformat() == "2027-01-12"
    assert due_on("after", run.starts_at, run.ends_at).isoformat() == "2027-01-29"
    assert due_on("three_months", run.starts_at, run.ends_at).isoformat() == "2027-06-15"


def planned(place):
    rows = Notice.objects.filter(key="courses.form_due", about=f"courses.enrolment:{place.pk}").order_by(
        "due_at"
    )
    return [(row.facts["wave"], row.due_at.isoformat()[:10], row.state) for row in rows]


@pytest.mark.feature("NO-01")
def test_people_are_asked_twice_at_most_when_they_do_not_answer(deliver_everything):
    place = make_enrolment(make_run_with_forms())

    deliver_everything(NOW)

    assert planned(place) == [
        ("before", "2027-01-05", "planned"),
        ("before", "2027-01-11", "planned"),
        ("after", "2027-01-15", "planned"),
        ("after", "2027-01-22", "planned"),
    ]


@pytest.mark.feature("NO-01")
def test_chasing_stops_when_the_questionnaire_was_sent(deliver_everything):
    place = make_enrolment(make_run_with_forms())
    deliver_everything(NOW)
    send(place, "before", now=NOW)

    send_due(place.run.starts_at)

    assert [state for wave, _day, state in planned(place) if wave == "before"] == ["cancelled", "cancelled"]


@pytest.mark.feature("NO-01")
def test_people_are_asked_at_the_new_time_when_the_run_moves(deliver_everything):
    run = make_run_with_forms()
    make_enrolment(run)
    deliver_everything(NOW)
    days = [DayPlan(day.on + timedelta(days=14), day.starts, day.ends) for day in run.days.all()]

    plan = services.RunPlan(mode=run.mode, capacity=run.capacity, venue=run.venue)
    services.move_run(actor=SYSTEM, run_id=run.pk, plan=plan, days=days, now=NOW)
    deliver_everything(NOW)
    send_due(run.starts_at)

    rows = Notice.objects.filter(key="courses.form_due", facts__wave="before").order_by("id")
    assert [(row.facts["due"], row.state) for row in rows] == [
        ("Tuesday 12 January 2027", "cancelled"),
        ("Tuesday 12 January 2027", "cancelled"),
        ("Tuesday 26 January 2027", "planned"),
        ("Tuesday 26 January 2027", "planned"),
    ]


@pytest.mark.feature("NO-01", "CO-10")
def test_people_are_asked_as_at_first_when_answers_were_undone_and_they_have_their_place_after_all(
    deliver_everything,
):
    borough = make_borough_staff()
    place = make_enrolment(make_run_with_forms(approval=Approval.MANAGER), borough.practitioner.person)
    manager = {"actor": borough.manager.actor(), "enrolment_id": place.pk, "now": NOW}
    services.approve(**manager)
    deliver_everything(NOW)
    asked_at_first = planned(place)

    services.undo_answer(**manager)
    while_undone = planned(place)
    services.decline(**manager, reason=EndReason.CAPACITY)
    services.undo_answer(**manager)
    services.approve(**manager)
    deliver_everything(NOW)

    assert {state for _wave, _day, state in while_undone} == {"cancelled"}
    assert [row for row in planned(place) if row[2] == "planned"] == asked_at_first
    assert Notice.objects.filter(key="courses.place_reminder", state="planned").count() == 1


@pytest.mark.feature("NO-01", "CO-16")
def test_people_are_asked_and_reminded_as_at_first_when_a_run_moves_and_back(deliver_everything):
    run = make_run_with_forms()
    place = make_enrolment(run)
    deliver_everything(NOW)
    asked_at_first = planned(place)
    plan = services.RunPlan(mode=run.mode, capacity=run.capacity, venue=run.venue)
    first_days = [DayPlan(day.on, day.starts, day.ends) for day in run.days.all()]
    later = [replace(day, on=day.on + timedelta(days=14)) for day in first_days]

    for days in (later, first_days):
        services.move_run(actor=SYSTEM, run_id=run.pk, plan=plan, days=days, now=NOW)
        deliver_everything(NOW)

    assert [row for row in planned(place) if row[2] == "planned"] == asked_at_first
    reminder = Notice.objects.get(key="courses.place_reminder", state="planned")
    assert reminder.due_at == run.starts_at - timedelta(days=2)


@pytest.mark.feature("NO-01")
def test_somebody_who_books_late_is_asked_once_and_at_once_when_both_times_are_over(deliver_everything):
    run = make_run_with_forms()
    late = run.starts_at - timedelta(hours=3)
    run.booking_closes_at = run.starts_at
    run.save()
    place = make_enrolment(run, now=late)

    deliver_everything(late)

    assert [day for wave, day, _state in planned(place) if wave == "before"] == ["2027-01-12"]
