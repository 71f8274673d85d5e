"""The queue: strict order, one offer for one seat, offers that pass on, nobody overtaking."""

from datetime import timedelta

import pytest

from courses import services
from courses.errors import CannotEnrol, OfferGone, RunFull
from courses.models import Enrolment
from courses.states import Approval, EndReason, EnrolmentState
from portal.kernel.errors import NotAllowed
from portal.notifications.models import Notice
from tests.courses.looking import broken, states_of
from tests.factories.courses import NOW, fill, make_course, make_enrolment, make_run
from tests.factories.people import actor_of, make_organisation, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def full_run(waiting=2, **fields):
    run = make_run(capacity=1, **fields)
    booked = fill(run)[0]
    return run, booked, [make_enrolment(run, state="waiting") for _ in range(waiting)]


def give_back(enrolment, now=NOW):
    person = enrolment.person
    return services.cancel_place(
        actor=actor_of(person, now), enrolment_id=enrolment.pk, reason=EndReason.WORK, now=now
    )


@pytest.mark.feature("CO-11")
def test_next_person_is_offered_the_place_when_it_comes_free():
    _run, booked, (first, second) = full_run()

    give_back(booked)

    assert states_of(first, second) == ["offered", "waiting"]
    offered = Enrolment.objects.get(pk=first.pk)
    assert offered.hold_until.isoformat() == "2026-11-26T17:00:00+00:00"
    assert Notice.objects.get(key="courses.place_offered").person_id == first.person_id
    assert not broken()


@pytest.mark.feature("CO-11")
def test_offer_holds_the_seat_when_somebody_asks_directly():
    run, booked, _ = full_run(waiting=1)
    give_back(booked)

    with pytest.raises(RunFull):
        services.ask_for_place(actor=make_staff().actor(), run_id=run.pk, now=NOW)


@pytest.mark.feature("CO-11")
def test_offer_passes_on_when_it_is_not_taken_up():
    _run, booked, (first, second) = full_run()
    give_back(booked)
    late = NOW + timedelta(days=3)

    lapsed = services.expire_holds_and_offers(now=late)

    assert lapsed == 1
    assert states_of(first, second) == ["lapsed", "offered"]
    assert Enrolment.objects.get(pk=first.pk).end_reason == EndReason.OFFER_PASSED_ON
    assert services.expire_holds_and_offers(now=late) == 0
    assert not broken()


@pytest.mark.feature("CO-11")
def test_offer_cannot_be_taken_when_it_is_too_late():
    _run, booked, (first, _) = full_run()
    give_back(booked)

    with pytest.raises(OfferGone):
        services.accept_offer(
            actor=actor_of(first.person), enrolment_id=first.pk, now=NOW + timedelta(days=2, hours=8)
        )


@pytest.mark.feature("CO-11")
def test_offer_is_taken_once_when_the_button_is_pressed_twice():
    _run, booked, (first, _) = full_run()
    give_back(booked)

    for _ in range(2):
        services.accept_offer(actor=actor_of(first.person), enrolment_id=first.pk, now=NOW)

    assert states_of(first) == ["booked"]
    assert Enrolment.objects.get(pk=first.pk).changes.filter(move="accept").count() == 1


@pytest.mark.feature("CO-11")
def test_offer_is_refused_when_it_is_somebody_elses():
    _run, booked, (first, second) = full_run()
    give_back(booked)

    with pytest.raises(NotAllowed):
        services.accept_offer(actor=actor_of(second.person), enrolment_id=first.pk, now=NOW)


@pytest.mark.feature("CO-11")
def test_person_is_passed_over_and_told_when_the_run_is_no_longer_for_them():
    run, booked, (first, second) = full_run()
    croydon = make_organisation("croydon")
    membership = second.person.memberships.get()
    membership.organisation, membership.team, membership.service = croydon, None, None
    membership.save()
    run.open_to.set([croydon])

    give_back(booked)

    assert states_of(first, second) == ["lapsed", "offered"]
    passed_over = Enrolment.objects.get(pk=first.pk)
    assert passed_over.end_reason == EndReason.NOT_ELIGIBLE
    assert "These dates are for Croydon" in passed_over.changes.last().reason
    assert Notice.objects.filter(key="courses.place_lapsed", person_id=first.person_id).exists()


@pytest.mark.feature("CO-11")
def test_offer_is_refused_when_something_came_in_the_way_since():
    run, booked, (first, _) = full_run()
    give_back(booked)
    run.open_to.set([make_organisation("croydon")])

    with pytest.raises(CannotEnrol, match="These dates are for Croydon"):
        services.accept_offer(actor=actor_of(first.person), enrolment_id=first.pk, now=NOW)


@pytest.mark.feature("CO-11")
def test_nothing_is_offered_when_booking_has_closed():
    run, booked, (first, _) = full_run()
    closed = run.booking_closes_at + timedelta(minutes=1)

    give_back(booked, now=closed)

    assert states_of(first) == ["waiting"]


@pytest.mark.feature("CO-11")
def test_list_closes_when_the_run_begins():
    run, _, waiting = full_run()

    services.expire_holds_and_offers(now=run.starts_at)

    assert states_of(*waiting) == ["lapsed", "lapsed"]
    assert Enrolment.objects.get(pk=waiting[0].pk).end_reason == EndReason.LIST_CLOSED


@pytest.mark.feature("CO-11")
def test_offer_never_outlasts_booking_when_the_run_is_near():
    run, booked, (first, _) = full_run()
    near = run.booking_closes_at - timedelta(hours=3)

    give_back(booked, now=near)

    assert Enrolment.objects.get(pk=first.pk).hold_until == run.booking_closes_at


@pytest.mark.feature("CO-10", "CO-11")
def test_taken_offer_waits_for_agreement_when_the_course_needs_it():
    manager = make_staff(role="manager", organisation=make_organisation("camden"))
    _run, booked, (first, _) = full_run(course=make_course(approval=Approval.MANAGER))
    give_back(booked)

    services.accept_offer(actor=actor_of(first.person), enrolment_id=first.pk, now=NOW)

    taken = Enrolment.objects.get(pk=first.pk)
    assert taken.state == EnrolmentState.REQUESTED
    assert taken.approver_id == manager.person.pk


@pytest.mark.feature("CO-06", "CO-11")
def test_new_places_go_to_the_list_first_when_a_run_grows():
    run, _, waiting = full_run(waiting=3)
    admin = make_staff(role="training_admin", everywhere=True)

    services.change_capacity(actor=admin.actor(), run_id=run.pk, capacity=3, now=NOW)

    assert states_of(*waiting) == ["offered", "offered", "waiting"]
    assert not broken()
