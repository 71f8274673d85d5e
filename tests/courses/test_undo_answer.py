"""An answer that was a slip is taken back within minutes; nobody loses what they were given meanwhile."""

from datetime import timedelta

import pytest
from django.test import Client

from courses import services
from courses.errors import CannotUndo
from courses.models import Enrolment, Run
from courses.rules.dates import deadline
from courses.states import Approval, EndReason, EnrolmentState, RunState
from portal.kernel.errors import NotFound
from portal.kernel.refs import Ref
from portal.notifications.kinds import kind_of
from portal.notifications.models import CalendarEntry, Notice
from tests.courses.looking import broken
from tests.factories.courses import NOW, make_course, make_enrolment, make_run
from tests.factories.people import make_borough_staff, make_staff
from tests.harness.clocks import FixedClock

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.both,
    pytest.mark.feature("CO-10"),
    pytest.mark.usefixtures("clock"),
]

SOON = NOW + timedelta(minutes=3)


@pytest.fixture
def borough():
    return make_borough_staff()


def asked(borough, approval=Approval.MANAGER, **run) -> Enrolment:
    return make_enrolment(make_run(make_course(approval=approval), **run), borough.practitioner.person)


def refuse(staff, enrolment, now=NOW) -> Enrolment:
    return services.decline(
        actor=staff.actor(now), enrolment_id=enrolment.pk, reason=EndReason.CAPACITY, now=now
    )


def agree(staff, enrolment, now=NOW) -> Enrolment:
    return services.approve(actor=staff.actor(now), enrolment_id=enrolment.pk, now=now)


def undo(staff, enrolment, now=SOON) -> Enrolment:
    return services.undo_answer(actor=staff.actor(now), enrolment_id=enrolment.pk, now=now)


def wanted_questions(enrolment) -> list[tuple[str, int]]:
    """What is planned and still wanted of what asks approvers for their answer."""
    planned = Notice.objects.filter(key__startswith="courses.approval", state="planned").order_by("pk")
    return [
        (notice.key, notice.person_id)
        for notice in planned
        if kind_of(notice.key).still_wanted(Ref.parse(notice.about), notice.facts, SOON)
    ]


def told(enrolment) -> list[str]:
    keys = Notice.objects.filter(person=enrolment.person).exclude(state="cancelled").order_by("pk")
    return list(keys.values_list("key", flat=True))


def test_request_waits_again_when_a_refusal_is_taken_back_and_the_place_is_free(borough):
    enrolment = asked(borough)
    refuse(borough.manager, enrolment)

    undone = undo(borough.manager, enrolment)

    assert (undone.state, undone.end_reason) == (EnrolmentState.REQUESTED, "")
    assert undone.hold_until is not None
    assert "courses.answer_taken_back" in told(enrolment)
    assert "courses.place_declined" not in told(enrolment)
    assert agree(borough.manager, enrolment, SOON).state == EnrolmentState.BOOKED
    assert broken() == []


def test_request_joins_the_queue_when_the_place_went_to_somebody_else(borough):
    enrolment = asked(borough, capacity=1)
    second = services.join_waiting_list(actor=borough.colleague.actor(), run_id=enrolment.run_id, now=NOW)
    refuse(borough.manager, enrolment)

    undone = undo(borough.manager, enrolment)

    second.refresh_from_db()
    assert (undone.state, second.state) == (EnrolmentState.WAITING, EnrolmentState.OFFERED)
    assert undone.queue_number > second.queue_number
    assert "courses.answer_taken_back_full" in told(enrolment)
    assert broken() == []


def test_approver_is_asked_again_when_a_queued_request_is_offered_a_place(borough):
    enrolment = asked(borough, capacity=1)
    second = services.join_waiting_list(actor=borough.colleague.actor(), run_id=enrolment.run_id, now=NOW)
    refuse(borough.manager, enrolment)
    undo(borough.manager, enrolment)
    before = Notice.objects.filter(key="courses.approval_asked").count()

    services.cancel_place(actor=borough.colleague.actor(), enrolment_id=second.pk, now=SOON)
    services.accept_offer(actor=borough.practitioner.actor(), enrolment_id=enrolment.pk, now=SOON)

    assert Notice.objects.filter(key="courses.approval_asked").count() == before + 1
    assert broken() == []


def test_place_is_held_and_the_calendar_freed_when_an_agreement_is_taken_back(borough):
    enrolment = asked(borough)
    agree(borough.manager, enrolment)

    undone = undo(borough.manager, enrolment)

    assert (undone.state, undone.approved_by_id) == (EnrolmentState.REQUESTED, None)
    assert CalendarEntry.objects.get(person=enrolment.person).withdrawn
    assert "courses.place_reminder" not in told(enrolment)
    agree(borough.manager, enrolment, SOON)
    assert not CalendarEntry.objects.get(person=enrolment.person).withdrawn
    assert told(enrolment).count("courses.place_booked") == 1
    assert told(enrolment).count("courses.place_reminder") == 1
    assert broken() == []


def test_second_refusal_is_told_too_when_the_first_was_taken_back(borough):
    enrolment = asked(borough)
    refuse(borough.manager, enrolment)
    undo(borough.manager, enrolment)

    refuse(borough.manager, enrolment, SOON)

    assert told(enrolment).count("courses.place_declined") == 1
    assert undo(borough.manager, enrolment, SOON).state == EnrolmentState.REQUESTED


def test_each_of_two_answers_goes_back_to_the_one_before_it(borough):
    lead = make_staff(role="lead", everywhere=True)
    enrolment = asked(borough, Approval.MANAGER_THEN_LEAD)
    agree(borough.manager, enrolment)
    agree(lead, enrolment)

    with pytest.raises(CannotUndo):
        undo(borough.manager, enrolment)
    second = undo(lead, enrolment)
    assert (second.state, second.approved_by_id) == (EnrolmentState.AGREED, borough.manager.person.pk)
    refuse(lead, enrolment, SOON)
    assert undo(lead, enrolment).state == EnrolmentState.AGREED
    assert broken() == []


def test_first_answer_goes_back_to_the_manager_when_the_lead_has_not_answered(borough):
    make_staff(role="lead", everywhere=True)
    enrolment = asked(borough, Approval.MANAGER_THEN_LEAD)
    agree(borough.manager, enrolment)

    first = undo(borough.manager, enrolment)

    assert (first.state, first.approver_id) == (EnrolmentState.REQUESTED, borough.manager.person.pk)


def test_only_who_answers_now_is_reminded_when_the_first_of_two_answers_is_taken_back(borough):
    make_staff(role="lead", everywhere=True)
    enrolment = asked(borough, Approval.MANAGER_THEN_LEAD)

    agree(borough.manager, enrolment)
    of_lead = wanted_questions(enrolment)
    undo(borough.manager, enrolment)
    of_manager = wanted_questions(enrolment)

    enrolment.refresh_from_db()
    assert {person for _key, person in of_lead} & {borough.manager.person.pk} == set()
    assert of_manager == [("courses.approval_reminder", enrolment.approver_id)]


def test_manager_is_not_reminded_when_the_lead_decides(borough):
    make_staff(role="lead", everywhere=True)
    enrolment = asked(borough, Approval.MANAGER_THEN_LEAD)
    reminder = Notice.objects.get(key="courses.approval_reminder", person=borough.manager.person)

    agree(borough.manager, enrolment)

    assert not kind_of(reminder.key).still_wanted(Ref.parse(reminder.about), reminder.facts, SOON)


def test_hold_is_no_longer_than_a_working_day_when_answers_are_taken_back_again_and_again(borough):
    enrolment = asked(borough)
    first, late = enrolment.hold_until, enrolment.hold_until - timedelta(minutes=30)

    for _time in range(3):
        agree(borough.manager, enrolment, late)
        undone = undo(borough.manager, enrolment, late)

    assert first < undone.hold_until <= deadline(late, 1, latest=enrolment.run.starts_at)


def test_hold_stays_as_it_was_when_an_answer_is_taken_back_early(borough):
    enrolment = asked(borough)
    agree(borough.manager, enrolment)

    assert undo(borough.manager, enrolment).hold_until == enrolment.hold_until


def test_answer_stands_when_the_dates_have_begun_or_were_called_off(borough):
    enrolment = asked(borough)
    begins = enrolment.run.starts_at
    refuse(borough.manager, enrolment, begins - timedelta(minutes=1))

    with pytest.raises(CannotUndo, match="have begun"):
        undo(borough.manager, enrolment, begins)
    Run.objects.filter(pk=enrolment.run_id).update(state=RunState.CANCELLED)
    with pytest.raises(CannotUndo, match="called off"):
        undo(borough.manager, enrolment, begins - timedelta(seconds=30))


def test_answer_stands_when_the_place_is_gone_and_booking_is_over(borough):
    enrolment = asked(borough, capacity=1)
    services.join_waiting_list(actor=borough.colleague.actor(), run_id=enrolment.run_id, now=NOW)
    closes = enrolment.run.booking_closes_at
    refuse(borough.manager, enrolment, closes - timedelta(minutes=1))

    with pytest.raises(CannotUndo, match="booking is over"):
        undo(borough.manager, enrolment, closes + timedelta(minutes=1))

    enrolment.refresh_from_db()
    assert enrolment.state == EnrolmentState.DECLINED


def test_somebody_else_is_refused_when_an_answer_was_taken_back_already(borough):
    enrolment = asked(borough)
    refuse(borough.manager, enrolment)
    undo(borough.manager, enrolment)

    with pytest.raises(CannotUndo):
        undo(borough.head, enrolment)


def test_second_offer_is_told_when_somebody_was_queued_again(borough):
    enrolment = asked(borough, capacity=1)
    second = services.join_waiting_list(actor=borough.colleague.actor(), run_id=enrolment.run_id, now=NOW)
    refuse(borough.manager, enrolment)
    undo(borough.manager, enrolment)
    services.cancel_place(actor=borough.colleague.actor(), enrolment_id=second.pk, now=SOON)
    services.accept_offer(actor=borough.practitioner.actor(), enrolment_id=enrolment.pk, now=SOON)
    third = services.join_waiting_list(actor=borough.colleague.actor(), run_id=enrolment.run_id, now=SOON)
    refuse(borough.manager, enrolment, SOON)
    undo(borough.manager, enrolment, SOON)

    services.cancel_place(actor=borough.colleague.actor(), enrolment_id=third.pk, now=SOON)

    offers = Notice.objects.filter(key="courses.place_offered", person=enrolment.person)
    assert offers.count() == 2


def test_answer_stands_when_ten_minutes_are_over(borough):
    enrolment = asked(borough)
    refuse(borough.manager, enrolment)

    with pytest.raises(CannotUndo, match="cannot be undone any more"):
        undo(borough.manager, enrolment, NOW + timedelta(minutes=10))


def test_answer_of_somebody_else_cannot_be_taken_back(borough):
    enrolment = asked(borough)
    refuse(borough.manager, enrolment)

    with pytest.raises(CannotUndo):
        undo(borough.head, enrolment)
    with pytest.raises(CannotUndo):
        undo(borough.practitioner, enrolment)
    with pytest.raises(NotFound):
        undo(make_borough_staff("croydon").manager, enrolment)


def test_answer_stands_when_the_person_asked_again_meanwhile(borough):
    enrolment = asked(borough)
    refuse(borough.manager, enrolment)
    services.ask_for_place(actor=borough.practitioner.actor(), run_id=enrolment.run_id, now=SOON)

    with pytest.raises(CannotUndo, match="answer that request"):
        undo(borough.manager, enrolment)


def test_nothing_changes_when_the_button_is_pressed_twice(borough):
    enrolment = asked(borough)
    refuse(borough.manager, enrolment)

    undo(borough.manager, enrolment)
    undo(borough.manager, enrolment)

    assert enrolment.changes.filter(move="reopen").count() == 1


def test_button_stands_beside_a_fresh_answer_and_is_gone_later(borough, client: Client, clock: FixedClock):
    enrolment = asked(borough)
    refuse(borough.manager, enrolment)
    client.force_login(borough.manager.user)
    address = f"/courses/approvals/undo/{enrolment.pk}/"

    fresh = client.get("/courses/approvals/").content.decode()
    done = client.post(address, follow=True).content.decode()
    clock.move_to(NOW + timedelta(minutes=11))
    later = client.get("/courses/approvals/").content.decode()

    assert address in fresh
    assert "waits for an answer again" in done
    assert "Undone" in done
    assert address not in later


def test_offer_of_an_earlier_place_in_the_queue_is_no_offer_out_of_turn(borough):
    first = asked(borough, capacity=1)
    second, third = (
        services.join_waiting_list(actor=person.actor(), run_id=first.run_id, now=NOW)
        for person in (borough.colleague, make_staff(organisation=borough.organisation))
    )
    services.cancel_place(actor=borough.practitioner.actor(), enrolment_id=first.pk, now=NOW)
    services.accept_offer(actor=borough.colleague.actor(), enrolment_id=second.pk, now=NOW)
    last = services.join_waiting_list(
        actor=make_staff(organisation=borough.organisation).actor(), run_id=first.run_id, now=NOW
    )
    refuse(borough.manager, second)

    undone = undo(borough.manager, second)

    third.refresh_from_db()
    last.refresh_from_db()
    assert (third.state, last.state, undone.state) == ("offered", "waiting", "waiting")
    assert undone.queue_number > last.queue_number
    assert broken() == []
