"""Making, copying, publishing, moving, resizing and cancelling runs."""

from datetime import date, time, timedelta

import pytest

from courses import services
from courses.errors import CapacityTooSmall, NotReady
from courses.models import Enrolment
from courses.rules.dates import DayPlan
from courses.services import RunPlan
from courses.states import EndReason, EnrolmentState, Mode, RunState
from portal.kernel.clock import AmbiguousTime, NonexistentTime
from portal.kernel.errors import DomainError, IllegalMove, NotAllowed
from portal.notifications.models import CalendarEntry, Notice
from portal.outbox.models import Message
from tests.courses.looking import broken, states_of
from tests.factories.courses import NOW, fill, make_course, make_enrolment, make_run
from tests.factories.people import make_organisation, make_person, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.both]

PLAN = RunPlan(mode=Mode.IN_PERSON, capacity=12, venue="Crowndale Centre")


def admin():
    return make_staff(role="training_admin", everywhere=True).actor()


def days(first_on, count=2, starts=time(9, 30), ends=time(16, 30)):
    return [DayPlan(first_on + timedelta(days=n), starts, ends) for n in range(count)]


def make(actor=None, plans=None, **more):
    return services.make_run(
        actor=actor or admin(),
        course_id=make_course().pk,
        plan=PLAN,
        days=plans if plans is not None else days(date(2027, 2, 2)),
        now=NOW,
        trainer_ids=[make_person().pk],
        **more,
    )


@pytest.mark.feature("CO-05")
def test_draft_has_its_days_in_wall_time_and_utc_when_made():
    run = make(plans=days(date(2027, 3, 26), count=4))

    starts = [day.starts_at.isoformat() for day in run.days.all()]

    assert run.state == RunState.DRAFT
    assert {day.starts for day in run.days.all()} == {time(9, 30)}
    assert starts == [
        "2027-03-26T09:30:00+00:00",
        "2027-03-27T09:30:00+00:00",
        "2027-03-28T08:30:00+00:00",
        "2027-03-29T08:30:00+00:00",
    ]


@pytest.mark.feature("CO-05")
def test_copy_keeps_wall_times_when_the_clocks_change_between():
    run = make(
        plans=[DayPlan(date(2027, 3, 2), time(10), time(16)), DayPlan(date(2027, 3, 9), time(10), time(15))]
    )

    copy = services.copy_run(actor=admin(), run_id=run.pk, first_on=date(2027, 4, 6), now=NOW)

    assert [(d.on, d.starts, d.ends) for d in copy.days.all()] == [
        (date(2027, 4, 6), time(10), time(16)),
        (date(2027, 4, 13), time(10), time(15)),
    ]
    assert copy.days.first().starts_at.hour == 9
    assert copy.state == RunState.DRAFT
    assert copy.reference != run.reference


@pytest.mark.feature("CO-05")
def test_hour_that_does_not_exist_is_refused():
    with pytest.raises(NonexistentTime):
        make(plans=[DayPlan(date(2027, 3, 28), time(1, 30), time(9))])


@pytest.mark.feature("CO-05")
def test_hour_that_comes_twice_is_asked_about():
    with pytest.raises(AmbiguousTime):
        make(plans=[DayPlan(date(2027, 10, 31), time(1, 30), time(9))])

    run = make(plans=[DayPlan(date(2027, 10, 31), time(1, 30), time(9), fold=1)])

    assert run.starts_at.isoformat() == "2027-10-31T01:30:00+00:00"


@pytest.mark.feature("CO-05")
@pytest.mark.parametrize(
    "plans",
    [
        [DayPlan(date(2027, 2, 2), time(16), time(9))],
        [DayPlan(date(2027, 2, 2), time(9), time(12)), DayPlan(date(2027, 2, 2), time(13), time(16))],
    ],
)
def test_days_are_refused_when_they_make_no_sense(plans):
    with pytest.raises(DomainError) as refusal:
        make(plans=plans)

    assert refusal.value.field == "days"


@pytest.mark.feature("CO-05", "PE-04")
def test_run_for_others_is_refused_when_the_keepers_reach_is_one_borough():
    camden, croydon = make_organisation("camden"), make_organisation("croydon")
    keeper = make_staff(role="training_admin", organisation=camden).actor()

    assert make(keeper, open_to=[camden.pk]).open_to.get() == camden
    for open_to in ([], [croydon.pk], [camden.pk, croydon.pk]):
        with pytest.raises(NotAllowed):
            make(keeper, open_to=open_to)


@pytest.mark.feature("CO-06")
def test_booking_opens_until_the_day_before_when_published():
    run = make()

    published = services.publish_run(actor=admin(), run_id=run.pk, now=NOW)

    assert published.state == RunState.PUBLISHED
    assert published.booking_closes_at == run.starts_at - timedelta(days=1)
    with pytest.raises(IllegalMove):
        services.publish_run(actor=admin(), run_id=run.pk, now=NOW)


@pytest.mark.feature("CO-06")
def test_publication_names_what_is_missing():
    bare = services.make_run(
        actor=admin(), course_id=make_course().pk, plan=RunPlan(Mode.IN_PERSON, 12), days=[], now=NOW
    )

    with pytest.raises(NotReady, match="at least one day; give it a venue; name a trainer"):
        services.publish_run(actor=admin(), run_id=bare.pk, now=NOW)


@pytest.mark.feature("CO-06")
def test_capacity_below_bookings_is_refused_with_the_names():
    run = make_run(capacity=3)
    names = [enrolment.person.name for enrolment in fill(run, leave=1)]

    with pytest.raises(CapacityTooSmall) as refusal:
        services.change_capacity(actor=admin(), run_id=run.pk, capacity=1, now=NOW)

    run.refresh_from_db()
    assert run.capacity == 3
    assert all(name in refusal.value.sentence for name in names)
    assert refusal.value.field == "capacity"


@pytest.mark.feature("CO-16", "CN-15")
def test_calendar_entry_moves_and_people_are_told_when_a_run_moves():
    run = make_run()
    booked = make_enrolment(run)
    entry = CalendarEntry.objects.get()

    services.move_run(actor=admin(), run_id=run.pk, plan=PLAN, days=days(date(2027, 2, 2)), now=NOW)

    moved = CalendarEntry.objects.get()
    assert (moved.uid, moved.sequence, moved.days.count()) == (entry.uid, 1, 2)
    notice = Notice.objects.get(key="courses.run_moved")
    assert (notice.person_id, notice.calendar_entry_id) == (booked.person_id, entry.pk)
    assert notice.facts["when"] == "2 to 3 February 2027"
    reminders = Notice.objects.filter(key="courses.place_reminder").order_by("id")
    assert [n.state for n in reminders] == ["cancelled", "planned"]
    assert Message.objects.filter(name="courses.run_moved.v1").count() == 1
    assert not broken()


@pytest.mark.feature("CO-16")
def test_nobody_is_told_when_nothing_they_see_changed():
    run = make_run()
    make_enrolment(run)
    same = [DayPlan(d.on, d.starts, d.ends) for d in run.days.all()]

    services.move_run(
        actor=admin(),
        run_id=run.pk,
        plan=RunPlan(run.mode, 12, minimum=4, venue=run.venue),
        days=same,
        now=NOW,
    )

    assert not Notice.objects.filter(key="courses.run_moved").exists()
    assert CalendarEntry.objects.get().sequence == 0


@pytest.mark.feature("CO-16", "CN-15")
def test_every_place_ends_and_entries_are_cancelled_when_a_run_is_cancelled():
    run = make_run(capacity=1)
    waiting = make_enrolment(run, state="waiting")
    booked = Enrolment.objects.get(run=run, state="booked")

    services.cancel_run(actor=admin(), run_id=run.pk, reason="The trainer is ill", now=NOW)

    assert states_of(waiting, booked) == ["cancelled", "cancelled"]
    assert Enrolment.objects.get(pk=booked.pk).end_reason == EndReason.RUN_CANCELLED
    told = Notice.objects.filter(key__endswith="_cancelled").values_list("key", "person_id")
    assert set(told) == {
        ("courses.place_cancelled", booked.person_id),
        ("courses.request_cancelled", waiting.person_id),
    }
    assert not broken()


@pytest.mark.feature("CO-16")
def test_entry_is_cancelled_and_not_withdrawn_when_the_whole_run_goes():
    run = make_run()
    make_enrolment(run)

    services.cancel_run(actor=admin(), run_id=run.pk, reason="Flood", now=NOW)

    entry = CalendarEntry.objects.get()
    assert (entry.cancelled, entry.withdrawn, entry.sequence) == (True, False, 1)


def test_reason_is_wanted_when_a_run_is_cancelled():
    with pytest.raises(DomainError) as refusal:
        services.cancel_run(actor=admin(), run_id=make_run().pk, reason=" ", now=NOW)

    assert refusal.value.field == "reason"


def test_run_is_finished_when_its_last_day_is_over():
    run = make_run()

    assert services.finish_runs(now=run.ends_at - timedelta(minutes=1)) == 0
    assert services.finish_runs(now=run.ends_at) == 1

    run.refresh_from_db()
    assert run.state == RunState.FINISHED


def test_bookings_stay_when_a_run_is_finished():
    run = make_run()
    booked = make_enrolment(run)

    services.finish_runs(now=run.ends_at)

    assert states_of(booked) == [EnrolmentState.BOOKED]


def test_keeping_is_refused_when_somebody_holds_no_such_grant():
    run = make_run()
    trainer = make_staff(role="trainer", everywhere=True).actor()

    for refused in (
        lambda: make(trainer),
        lambda: services.publish_run(actor=trainer, run_id=run.pk, now=NOW),
        lambda: services.cancel_run(actor=trainer, run_id=run.pk, reason="x", now=NOW),
        lambda: services.change_capacity(actor=trainer, run_id=run.pk, capacity=20, now=NOW),
        lambda: services.copy_run(actor=trainer, run_id=run.pk, first_on=date(2027, 5, 4), now=NOW),
        lambda: services.move_run(actor=trainer, run_id=run.pk, plan=PLAN, days=[], now=NOW),
    ):
        with pytest.raises(NotAllowed):
            refused()
