"""What a hub puts first, what a certificate waits for, and the standing way of an approver to requests."""

from datetime import timedelta

import pytest
from django.urls import reverse

from courses.models import Enrolment
from courses.selectors import answers_requests, hub_items
from courses.states import Approval, EnrolmentState
from portal.kernel.actors import VISITOR
from tests.courses.looking import client_of
from tests.factories.courses import FIRST_DAY, NOW, make_course, make_enrolment, make_run
from tests.factories.people import make_borough_staff
from tests.factories.registers import AFTERWARDS, attend, make_run_with_forms, send

pytestmark = [pytest.mark.django_db, pytest.mark.feature("CO-26"), pytest.mark.usefixtures("clock")]


@pytest.fixture
def borough():
    return make_borough_staff()


def page_of(staff, address) -> str:
    return client_of(staff).get(address).content.decode()


def offered(borough, approval=Approval.NONE) -> Enrolment:
    place = make_enrolment(make_run(make_course(approval=approval)), borough.practitioner.person)
    Enrolment.objects.filter(pk=place.pk).update(
        state=EnrolmentState.OFFERED, hold_until=NOW + timedelta(days=2), queue_number=1
    )
    return place


def test_offer_stands_first_when_it_runs_out_soon(borough) -> None:
    make_enrolment(make_run(first_on=FIRST_DAY + timedelta(days=30)), borough.practitioner.person)
    place = offered(borough)

    page = page_of(borough.practitioner, "/my/")
    (early,) = [
        row for row in hub_items(borough.practitioner.actor(), NOW - timedelta(days=5)) if row.tag == "Offer"
    ]

    assert page.index("Runs out soon") < page.index("Booked")
    assert reverse("courses:place", args=[place.pk]) in page
    assert early.group == "offers"


@pytest.mark.feature("CO-11")
@pytest.mark.parametrize(
    ("approval", "said"),
    [
        (Approval.NONE, ""),
        (Approval.MANAGER, "your manager"),
        (Approval.MANAGER_THEN_LEAD, "and then your borough’s lead"),
    ],
)
def test_offer_says_who_is_still_asked_when_the_course_needs_agreement(borough, approval, said) -> None:
    place = offered(borough, approval)

    hub = page_of(borough.practitioner, "/my/")
    page = page_of(borough.practitioner, reverse("courses:offer", args=[place.pk]))

    assert "yours until" not in hub + page
    assert ("is asked to agree" in page) == bool(said)
    assert ("Once you take it" in hub) == bool(said)
    assert said in page


@pytest.mark.feature("CO-10")
def test_approver_finds_requests_and_the_team_when_nothing_waits(borough) -> None:
    hub, courses = (page_of(borough.manager, address) for address in ("/my/", "/courses/"))

    assert 'href="/courses/approvals/"' in hub
    assert 'href="/coverage/"' in hub
    assert 'href="/courses/approvals/"' in courses


@pytest.mark.feature("CO-10")
def test_practitioner_is_led_to_no_requests_until_somebody_asked_them(borough) -> None:
    before = answers_requests(borough.colleague.actor())
    place = make_enrolment(make_run(), borough.practitioner.person)
    Enrolment.objects.filter(pk=place.pk).update(approver=borough.colleague.person)

    assert (before, answers_requests(borough.colleague.actor())) == (False, True)
    assert not answers_requests(VISITOR)
    assert 'href="/courses/approvals/"' not in page_of(borough.practitioner, "/courses/")


@pytest.mark.feature("CO-18", "CE-03")
def test_certificate_says_that_it_waits_and_that_it_is_there_when_a_form_is_sent(borough, clock) -> None:
    place = make_enrolment(make_run_with_forms(), borough.practitioner.person)
    clock.move_to(AFTERWARDS)
    attend(place)
    send(place, "before")
    address = reverse("courses:questionnaire", args=[place.pk, "after"])

    hub, certificates = (page_of(borough.practitioner, where) for where in ("/my/", "/certificates/"))
    send(place, "after")
    sent = page_of(borough.practitioner, address)
    later = page_of(borough.practitioner, "/certificates/")

    assert "Your certificate waits for it." in hub
    assert address in certificates
    assert "You have no certificates yet" not in certificates
    assert 'href="/certificates/"' in sent.split("You have completed this course.")[1][:300]
    assert address not in later
