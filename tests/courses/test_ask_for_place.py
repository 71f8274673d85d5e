"""Asking for a place: what is given, what is refused and in which words."""

from datetime import timedelta

import pytest

from courses import services
from courses.errors import CannotEnrol, Clash, NoApprover, NotFull, RunFull
from courses.models import Enrolment
from courses.states import Approval, EnrolmentState, RunState
from portal.kernel.errors import NotAllowed
from portal.notifications.models import CalendarEntry, Notice
from portal.outbox.models import Message
from tests.factories.courses import NOW, fill, make_course, make_enrolment, make_run
from tests.factories.people import actor_of, make_borough_staff, make_organisation, make_person, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def ask(run, staff, **more):
    return services.ask_for_place(actor=staff.actor(), run_id=run.pk, now=NOW, **more)


@pytest.mark.feature("CO-08")
def test_place_is_booked_at_once_when_nobody_has_to_agree():
    run, staff = make_run(), make_staff()

    enrolment = ask(run, staff)

    assert enrolment.state == EnrolmentState.BOOKED
    assert enrolment.organisation_id == staff.membership.organisation_id
    assert [(c.move, c.from_state, c.to_state) for c in enrolment.changes.all()] == [("book", "", "booked")]
    assert Message.objects.filter(name="courses.place_booked.v1").count() == 1


@pytest.mark.feature("CO-03")
def test_edition_of_the_run_is_kept_when_a_place_is_booked():
    run = make_run()

    enrolment = ask(run, make_staff())

    assert enrolment.edition_id == run.edition_id


@pytest.mark.feature("CO-10", "PE-05")
def test_request_holds_a_place_and_names_the_approver_when_the_manager_has_to_agree():
    borough = make_borough_staff()
    run = make_run(make_course(approval=Approval.MANAGER, hold_days=6), capacity=1)

    enrolment = ask(run, borough.practitioner)

    assert enrolment.state == EnrolmentState.REQUESTED
    assert enrolment.approver_id == borough.manager.person.pk
    assert enrolment.hold_until.isoformat() == "2026-11-30T17:00:00+00:00"
    with pytest.raises(RunFull):
        ask(run, borough.colleague)


@pytest.mark.feature("CO-12")
def test_same_place_comes_back_when_asked_twice():
    run, staff = make_run(), make_staff()

    first, second = ask(run, staff), ask(run, staff)

    assert first.pk == second.pk
    assert Enrolment.objects.count() == 1
    assert Notice.objects.filter(key="courses.place_booked").count() == 1


@pytest.mark.feature("CO-11", "CO-12")
def test_full_run_says_how_many_wait_when_no_place_is_left():
    run = make_run(capacity=1)
    make_enrolment(run, state="waiting")

    with pytest.raises(RunFull, match=r"All places are taken\. 1 person is waiting\. Join the waiting list"):
        ask(run, make_staff())


@pytest.mark.feature("CO-11")
def test_nobody_overtakes_when_a_place_is_free_but_people_wait():
    run = make_run(capacity=1)
    waiting = make_enrolment(run, state="waiting")
    Enrolment.objects.filter(run=run, state="booked").update(state="cancelled", end_reason="work")

    with pytest.raises(RunFull):
        ask(run, make_staff())

    assert waiting.state == EnrolmentState.WAITING


@pytest.mark.feature("CO-08")
@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"state": RunState.DRAFT}, "not open for booking yet"),
        ({"state": RunState.CANCELLED}, "were cancelled"),
        ({"state": RunState.FINISHED}, "are over"),
        (
            {"booking_opens_at": NOW + timedelta(days=1)},
            "Booking opens on Wednesday 25 November 2026 at 09:30 UK time",
        ),
        ({"booking_closes_at": NOW}, "Booking closed on Tuesday 24 November 2026 at 09:30 UK time"),
    ],
)
def test_reason_and_next_step_are_said_when_the_run_takes_no_bookings(change, words):
    run = make_run(**change)

    with pytest.raises(CannotEnrol, match=words):
        ask(run, make_staff())


@pytest.mark.feature("CO-08")
def test_reason_names_the_boroughs_when_a_run_is_for_others():
    run = make_run(open_to=[make_organisation("croydon"), make_organisation("sutton")])

    with pytest.raises(
        CannotEnrol, match=r"These dates are for Croydon and Sutton. Look for a date for your organisation"
    ):
        ask(run, make_staff(organisation=make_organisation("camden")))


@pytest.mark.feature("CO-08")
def test_reason_names_the_course_when_something_has_to_be_completed_first():
    overview = make_course("overview", title="Safe & Together Overview")
    core = make_course("core")
    core.requires.add(overview)

    with pytest.raises(CannotEnrol, match="completed Safe & Together Overview first"):
        ask(make_run(core), make_staff())


@pytest.mark.feature("CO-08")
def test_completed_course_counts_when_another_requires_it():
    overview, core = make_course("overview"), make_course("core")
    core.requires.add(overview)
    staff = make_staff()
    done = make_enrolment(make_run(overview), staff.person)
    Enrolment.objects.filter(pk=done.pk).update(state=EnrolmentState.COMPLETED)

    assert ask(make_run(core, first_on=NOW.date() + timedelta(days=90)), staff).state == EnrolmentState.BOOKED


@pytest.mark.feature("CO-08")
def test_person_without_a_confirmed_place_is_refused_when_asking():
    person = make_person()

    with pytest.raises(CannotEnrol, match="Nobody has confirmed yet which organisation"):
        services.ask_for_place(actor=actor_of(person, NOW), run_id=make_run().pk, now=NOW)


def test_others_cannot_be_booked_when_the_actor_is_a_person():
    with pytest.raises(NotAllowed):
        ask(make_run(), make_staff(), person_id=make_person().pk)


@pytest.mark.feature("CO-10", "PE-05")
def test_dead_end_is_named_when_nobody_may_agree():
    run = make_run(make_course(approval=Approval.MANAGER))

    with pytest.raises(NoApprover, match="your training administrator"):
        ask(run, make_staff())


@pytest.mark.feature("CO-13")
def test_reason_is_wanted_when_another_booking_falls_on_the_same_days():
    staff = make_staff()
    first = make_run(make_course("core", title="Core"))
    ask(first, staff)

    with pytest.raises(Clash, match="You already have Core on Tuesday 12 January 2027"):
        ask(make_run(), staff)


@pytest.mark.feature("CO-13")
def test_reason_is_kept_when_a_clash_is_overridden():
    staff = make_staff()
    ask(make_run(), staff)

    enrolment = ask(make_run(), staff, clash_reason="I leave the first one at noon")

    assert enrolment.clash_reason == "I leave the first one at noon"


@pytest.mark.feature("CO-11")
def test_list_is_refused_when_places_are_left():
    with pytest.raises(NotFull):
        services.join_waiting_list(actor=make_staff().actor(), run_id=make_run().pk, now=NOW)


@pytest.mark.feature("CO-11")
def test_queue_numbers_rise_when_people_join_at_the_same_instant():
    run = make_run(capacity=1)
    fill(run)

    joined = [
        services.join_waiting_list(actor=make_staff().actor(), run_id=run.pk, now=NOW).queue_number
        for _ in range(3)
    ]

    assert joined == [1, 2, 3]


@pytest.mark.feature("NO-02", "CN-15")
def test_calendar_entry_and_mail_are_planned_when_a_place_is_booked():
    enrolment = ask(make_run(), make_staff())

    entry = CalendarEntry.objects.get(about=f"courses.enrolment:{enrolment.pk}")
    booked = Notice.objects.get(key="courses.place_booked")

    assert entry.sequence == 0
    assert entry.days.count() == 4
    assert booked.calendar_entry_id == entry.pk
    assert booked.facts["when"] == "12 to 15 January 2027"
    reminder = Notice.objects.get(key="courses.place_reminder")
    assert reminder.due_at.isoformat() == "2027-01-10T09:30:00+00:00"
