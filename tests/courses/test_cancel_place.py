"""Giving a place back: the rule, the calendar, the next person."""

from datetime import timedelta

import pytest

from courses import services
from courses.errors import RunBegan
from courses.selectors.enrolments import terms_of_cancelling
from courses.states import EndReason
from portal.kernel.errors import IllegalMove, NotFound
from portal.notifications.models import CalendarEntry, Notice
from tests.factories.courses import NOW, make_enrolment, make_run
from tests.factories.people import actor_of, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def cancel(enrolment, actor=None, now=NOW):
    actor = actor or actor_of(enrolment.person, now)
    return services.cancel_place(actor=actor, enrolment_id=enrolment.pk, reason=EndReason.WORK, now=now)


@pytest.mark.feature("CO-15", "CN-15", "NO-01")
def test_calendar_entry_goes_and_the_reminder_is_called_off_when_a_place_is_given_back():
    enrolment = make_enrolment()

    cancel(enrolment)

    entry = CalendarEntry.objects.get()
    assert (entry.withdrawn, entry.cancelled, entry.sequence) == (True, False, 1)
    assert Notice.objects.get(key="courses.place_reminder").state == "cancelled"
    assert Notice.objects.get(key="courses.place_cancelled").calendar_entry_id == entry.pk


@pytest.mark.feature("CO-15")
def test_nothing_changes_when_a_place_is_given_back_twice():
    enrolment = make_enrolment()

    cancel(enrolment)
    cancel(enrolment)

    assert enrolment.changes.filter(move="cancel").count() == 1


@pytest.mark.feature("CO-15")
def test_place_cannot_be_given_back_when_the_run_has_begun():
    enrolment = make_enrolment()

    with pytest.raises(RunBegan):
        cancel(enrolment, now=enrolment.run.starts_at)


def test_somebody_elses_place_does_not_exist_when_cancelling():
    with pytest.raises(NotFound):
        cancel(make_enrolment(), make_staff().actor())


def test_keeper_can_take_a_place_back_when_their_reach_covers_the_run():
    admin = make_staff(role="training_admin", everywhere=True)

    assert cancel(make_enrolment(), admin.actor()).state == "cancelled"


def test_ended_request_stays_as_it_ended_when_cancelled_afterwards():
    enrolment = make_enrolment(state="waiting")
    services.expire_holds_and_offers(now=enrolment.run.starts_at)

    with pytest.raises(IllegalMove):
        cancel(enrolment)


@pytest.mark.feature("CO-15")
def test_rule_is_said_before_when_there_is_time_and_when_it_is_late():
    run = make_run()

    early = terms_of_cancelling(run, NOW)
    late = terms_of_cancelling(run, run.starts_at - timedelta(days=2))

    assert early.sentence == (
        "You can give your place back until Thursday 7 January 2027. After that it counts as late."
    )
    assert late.is_late
