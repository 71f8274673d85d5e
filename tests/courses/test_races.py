"""Real races: threads with connections of their own, and on SQLite processes too. Each ends with the invariants."""

import subprocess
import sys
from collections import Counter

import pytest

from courses import services
from courses.errors import OfferGone, RunFull
from courses.models import Enrolment, Run
from courses.states import Approval, EndReason, EnrolmentState
from portal.kernel.errors import IllegalMove
from portal.notifications.models import Notice
from tests.courses.looking import broken
from tests.factories.courses import NOW, fill, make_course, make_enrolment, make_run
from tests.factories.people import actor_of, make_borough_staff, make_organisation, make_staff
from tests.harness.places import ROOT
from tests.harness.races import race

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]


def crowd(count):
    camden = make_organisation("camden")
    return [make_staff(organisation=camden) for _ in range(count)]


def kinds(results):
    return Counter(r.state if isinstance(r, Enrolment) else type(r).__name__ for r in results)


@pytest.mark.feature("CO-12", "OP-03")
def test_one_of_fifty_gets_the_last_place_and_the_others_are_told_it_is_full():
    run = make_run(capacity=3)
    fill(run, leave=1)
    actors = [staff.actor() for staff in crowd(50)]

    results = race(
        *[lambda actor=actor: services.ask_for_place(actor=actor, run_id=run.pk, now=NOW) for actor in actors]
    )

    assert kinds(results) == {"booked": 1, "RunFull": 49}
    assert all("join the waiting list" in r.sentence.lower() for r in results if isinstance(r, RunFull))
    assert Notice.objects.filter(key="courses.place_booked").count() == 1
    assert broken() == []


@pytest.mark.feature("CO-11", "CO-12")
def test_queue_numbers_have_no_gap_and_no_twin_when_fifty_join_at_once():
    run = make_run(capacity=1)
    fill(run)
    actors = [staff.actor() for staff in crowd(50)]

    race(*[lambda a=actor: services.join_waiting_list(actor=a, run_id=run.pk, now=NOW) for actor in actors])

    numbers = Enrolment.objects.filter(run=run, state="waiting").values_list("queue_number", flat=True)
    assert sorted(numbers) == list(range(1, 51))
    assert broken() == []


@pytest.mark.feature("CO-12")
def test_double_click_books_once_when_both_arrive_together():
    run = make_run()
    actor = crowd(1)[0].actor()

    results = race(*[lambda: services.ask_for_place(actor=actor, run_id=run.pk, now=NOW) for _ in range(10)])

    assert len({r.pk for r in results}) == 1
    assert Enrolment.objects.count() == 1
    assert Notice.objects.filter(key="courses.place_booked").count() == 1


@pytest.mark.feature("CO-11", "CO-12")
def test_freed_places_go_to_the_list_while_others_ask_directly():
    run = make_run(capacity=5)
    booked = fill(run)
    waiting = [make_enrolment(run, state="waiting") for _ in range(3)]
    cancelling = [
        lambda e=e: services.cancel_place(
            actor=actor_of(e.person), enrolment_id=e.pk, reason=EndReason.WORK, now=NOW
        )
        for e in booked[:3]
    ]
    asking = [
        lambda a=actor: services.ask_for_place(actor=a, run_id=run.pk, now=NOW)
        for actor in [staff.actor() for staff in crowd(10)]
    ]

    results = race(*cancelling, *asking)

    assert kinds(results) == {"cancelled": 3, "RunFull": 10}
    assert {Enrolment.objects.get(pk=e.pk).state for e in waiting} == {"offered"}
    assert broken() == []


@pytest.mark.feature("CO-11")
def test_one_seat_is_not_offered_twice_when_two_workers_expire_at_once():
    run = make_run(capacity=1)
    waiting = [make_enrolment(run, state="waiting") for _ in range(4)]
    holder = Enrolment.objects.get(run=run, state="booked")
    services.cancel_place(
        actor=actor_of(holder.person), enrolment_id=holder.pk, reason=EndReason.WORK, now=NOW
    )
    late = run.booking_closes_at.replace(month=12, year=2026)

    race(*[lambda: services.expire_holds_and_offers(now=late) for _ in range(4)])

    states = [Enrolment.objects.get(pk=e.pk).state for e in waiting]
    assert states == ["lapsed", "offered", "waiting", "waiting"]
    assert broken() == []


@pytest.mark.feature("CO-11")
def test_offer_is_either_taken_or_passed_on_when_both_happen_at_once():
    run = make_run(capacity=1)
    first, second = (make_enrolment(run, state="waiting") for _ in range(2))
    holder = Enrolment.objects.get(run=run, state="booked")
    services.cancel_place(
        actor=actor_of(holder.person), enrolment_id=holder.pk, reason=EndReason.WORK, now=NOW
    )
    person = actor_of(first.person)

    results = race(
        lambda: services.accept_offer(actor=person, enrolment_id=first.pk, now=NOW),
        lambda: services.cancel_place(actor=person, enrolment_id=first.pk, reason=EndReason.WORK, now=NOW),
    )

    assert not [r for r in results if isinstance(r, Exception) and not isinstance(r, OfferGone | IllegalMove)]
    assert Enrolment.objects.get(pk=first.pk).state == "cancelled"
    assert Enrolment.objects.get(pk=second.pk).state == "offered"
    assert broken() == []


@pytest.mark.feature("CO-10")
def test_request_is_answered_once_when_two_managers_answer_together():
    borough = make_borough_staff()
    enrolment = make_enrolment(make_run(make_course(approval=Approval.MANAGER)), borough.practitioner.person)
    yes, no = borough.manager.actor(), borough.head.actor()

    results = race(
        lambda: services.approve(actor=yes, enrolment_id=enrolment.pk, now=NOW),
        lambda: services.decline(actor=no, enrolment_id=enrolment.pk, reason=EndReason.CAPACITY, now=NOW),
    )

    assert sorted(type(r).__name__ for r in results) == ["AlreadyDecided", "Enrolment"]
    assert enrolment.changes.exclude(move="ask").count() == 1
    assert broken() == []


@pytest.mark.feature("CO-06")
def test_nobody_is_dropped_when_a_run_shrinks_while_people_ask():
    run = make_run(capacity=10)
    fill(run, leave=5)
    admin = make_staff(role="training_admin", everywhere=True).actor()
    asking = [
        lambda a=actor: services.ask_for_place(actor=a, run_id=run.pk, now=NOW)
        for actor in [staff.actor() for staff in crowd(10)]
    ]

    race(*asking, lambda: services.change_capacity(actor=admin, run_id=run.pk, capacity=7, now=NOW))

    run = Run.objects.get(pk=run.pk)
    assert Enrolment.objects.filter(run=run, state="booked").count() == run.capacity
    assert broken() == []


@pytest.mark.sqlite
@pytest.mark.feature("CO-12")
def test_last_places_are_given_once_when_processes_ask_on_the_embedded_database():
    run = make_run(capacity=5)
    people = [str(staff.person.pk) for staff in crowd(24)]
    command = [sys.executable, "-m", "tests.courses.race_process", str(run.pk)]
    processes = [
        subprocess.Popen(
            [*command, *people[n::3]],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for n in range(3)
    ]
    for process in processes:
        assert process.stdout.readline() == "ready\n"

    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()
    said = [word for process in processes for word in process.communicate(timeout=120)[0].split()]

    assert Counter(said) == {EnrolmentState.BOOKED: 5, EnrolmentState.WAITING: 19}
    assert broken() == []


@pytest.mark.feature("CO-10", "CO-12")
def test_nobody_is_oversold_when_a_refusal_is_taken_back_while_others_ask():
    borough = make_borough_staff()
    run = make_run(make_course(approval=Approval.MANAGER), capacity=3)
    fill(run, leave=1)
    asked = make_enrolment(run, borough.practitioner.person)
    manager = borough.manager.actor()
    services.decline(actor=manager, enrolment_id=asked.pk, reason=EndReason.CAPACITY, now=NOW)
    asking = [
        lambda a=actor: services.ask_for_place(actor=a, run_id=run.pk, now=NOW)
        for actor in [staff.actor() for staff in crowd(6)]
    ]

    race(
        *[lambda: services.undo_answer(actor=manager, enrolment_id=asked.pk, now=NOW) for _ in range(3)],
        *asking,
    )

    asked.refresh_from_db()
    assert asked.state in (EnrolmentState.REQUESTED, EnrolmentState.WAITING)
    assert asked.changes.filter(move__in=("reopen", "requeue")).count() == 1
    assert broken() == []
