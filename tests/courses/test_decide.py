"""Agreeing or not: by the right person, once, in time."""

from datetime import timedelta

import pytest

from courses import services
from courses.errors import AlreadyDecided, HoldOver, OwnRequest
from courses.models import Enrolment
from courses.states import Approval, EndReason, EnrolmentState
from portal.kernel.errors import NotFound
from portal.notifications.models import Notice
from tests.factories.courses import NOW, make_course, make_enrolment, make_run
from tests.factories.people import make_borough_staff, make_grant, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def request(borough, approval=Approval.MANAGER, **run):
    return make_enrolment(make_run(make_course(approval=approval), **run), borough.practitioner.person)


def approve(staff, enrolment, now=NOW):
    return services.approve(actor=staff.actor(now), enrolment_id=enrolment.pk, now=now)


@pytest.mark.feature("CO-10", "PE-05")
def test_place_is_booked_when_the_manager_agrees():
    borough = make_borough_staff()
    enrolment = request(borough)

    approved = approve(borough.manager, enrolment)

    assert approved.state == EnrolmentState.BOOKED
    assert approved.approved_by_id == borough.manager.person.pk
    assert approved.hold_until is None


@pytest.mark.feature("CO-10")
def test_nothing_changes_when_the_same_manager_agrees_twice():
    borough = make_borough_staff()
    enrolment = request(borough)

    approve(borough.manager, enrolment)
    approve(borough.manager, enrolment)

    assert Enrolment.objects.get().changes.filter(move="approve").count() == 1
    assert Notice.objects.filter(key="courses.place_booked").count() == 1


@pytest.mark.feature("CO-10")
def test_sentence_says_so_when_somebody_else_answered_before():
    borough = make_borough_staff()
    enrolment = request(borough)
    approve(borough.manager, enrolment)

    with pytest.raises(AlreadyDecided, match="answered already, or taken back: it is booked now"):
        approve(borough.head, enrolment)


@pytest.mark.feature("CO-10", "PE-05")
def test_own_request_is_refused_when_a_manager_asks_for_themselves():
    borough = make_borough_staff()
    run = make_run(make_course(approval=Approval.MANAGER))
    enrolment = make_enrolment(run, borough.manager.person)

    assert enrolment.approver_id != borough.manager.person.pk
    with pytest.raises(OwnRequest):
        approve(borough.manager, enrolment)


@pytest.mark.feature("CO-10", "PE-04")
def test_request_does_not_exist_for_a_manager_of_another_borough():
    enrolment = request(make_borough_staff("camden"))

    with pytest.raises(NotFound):
        approve(make_borough_staff("croydon").manager, enrolment)


@pytest.mark.feature("CO-10", "PE-04")
def test_grant_that_ended_yesterday_does_not_count_when_deciding():
    borough = make_borough_staff()
    enrolment = request(borough)
    other = make_staff()
    make_grant(other.person, "manager", borough.team, ends_on=NOW.date() - timedelta(days=1))

    with pytest.raises(NotFound):
        approve(other, enrolment)


@pytest.mark.feature("CO-10")
def test_answer_is_too_late_when_the_hold_is_over():
    borough = make_borough_staff()
    enrolment = request(borough)

    with pytest.raises(HoldOver, match="held until Tuesday 1 December 2026 at 17:00 UK time"):
        approve(borough.manager, enrolment, now=NOW + timedelta(days=8))


@pytest.mark.feature("CO-10")
def test_place_passes_on_when_nobody_answers_in_time():
    borough = make_borough_staff()
    enrolment = request(borough, capacity=1)
    waiting = services.join_waiting_list(actor=borough.colleague.actor(), run_id=enrolment.run_id, now=NOW)

    services.expire_holds_and_offers(now=NOW + timedelta(days=8))

    enrolment.refresh_from_db()
    waiting.refresh_from_db()
    assert (enrolment.state, enrolment.end_reason) == ("lapsed", EndReason.NOT_ANSWERED)
    assert waiting.state == EnrolmentState.OFFERED


@pytest.mark.feature("CO-10")
def test_reason_is_kept_when_the_manager_says_no():
    borough = make_borough_staff()
    enrolment = request(borough)

    declined = services.decline(
        actor=borough.manager.actor(), enrolment_id=enrolment.pk, reason=EndReason.CAPACITY, now=NOW
    )

    assert (declined.state, declined.end_reason) == ("declined", "capacity")
    assert Notice.objects.filter(key="courses.place_declined", person=enrolment.person).exists()


@pytest.mark.feature("CO-10")
def test_two_people_answer_when_the_lead_has_to_agree_too():
    borough = make_borough_staff()
    lead = make_staff(role="lead", everywhere=True)
    enrolment = request(borough, Approval.MANAGER_THEN_LEAD)

    agreed = approve(borough.manager, enrolment)
    assert (agreed.state, agreed.approver_id) == ("agreed", lead.person.pk)
    assert approve(borough.manager, enrolment).state == EnrolmentState.AGREED
    booked = approve(lead, enrolment)

    assert booked.state == EnrolmentState.BOOKED


@pytest.mark.feature("CO-10")
def test_nobody_moves_when_the_policy_of_a_course_changes():
    borough = make_borough_staff()
    enrolment = request(borough)

    enrolment.run.course.approval = Approval.NONE
    enrolment.run.course.save()

    enrolment.refresh_from_db()
    assert (enrolment.state, enrolment.approval) == ("requested", "manager")
    assert approve(borough.manager, enrolment).state == EnrolmentState.BOOKED


@pytest.mark.feature("CO-10")
def test_reminder_is_planned_two_days_before_the_hold_is_over():
    enrolment = request(make_borough_staff())

    reminder = Notice.objects.get(key="courses.approval_reminder")

    assert enrolment.hold_until - reminder.due_at == timedelta(days=2)
    assert reminder.person_id == enrolment.approver_id
