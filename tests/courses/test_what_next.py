"""A refusal says who answered, why, and what to do next: on the page, the list of places, the hub and in the mail."""

from datetime import date
from html import unescape

import pytest
from django.core import mail
from django.test import Client

from courses import services
from courses.models import Enrolment
from courses.selectors.changes import hub_changes
from courses.states import DECLINE_WORDS, Approval, EndReason
from portal.kernel.errors import DomainError
from portal.notifications.sending import send_due
from portal.people.roles import Role
from tests.factories.courses import NOW, make_course, make_enrolment, make_run
from tests.factories.people import make_borough_staff, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.feature("CO-10"), pytest.mark.usefixtures("clock")]


@pytest.fixture
def borough():
    return make_borough_staff()


def refused(borough, reason, *, by=None) -> Enrolment:
    run = make_run(make_course(title="Core", approval=Approval.MANAGER))
    asked = make_enrolment(run, borough.practitioner.person)
    actor = (by or borough.manager).actor()
    return services.decline(actor=actor, enrolment_id=asked.pk, reason=reason, now=NOW)


def page_of(staff, address: str) -> str:
    client = Client()
    client.force_login(staff.user)
    return unescape(client.get(address).content.decode())


@pytest.mark.parametrize("reason", DECLINE_WORDS)
def test_next_step_stands_on_the_page_with_a_way_to_it_when_a_request_is_refused(reason, borough):
    place = refused(borough, reason)

    page = page_of(borough.practitioner, f"/courses/places/{place.pk}/")

    assert f"{borough.manager.person.name} answered: " in page
    assert "What you can do next" in page
    assert 'href="/courses/core/#dates"' in page or "/#dates" in page


def test_refused_dates_are_marked_and_not_offered_first_when_another_date_would_be_better(borough):
    place = refused(borough, EndReason.OTHER_DATES)
    other = make_run(place.run.course, first_on=date(2027, 3, 1))

    page = page_of(borough.practitioner, f"/courses/{place.run.course.slug}/")

    assert "Not agreed" in page
    assert f"/courses/runs/{place.run.reference}/ask/" not in page
    assert f"/courses/runs/{other.reference}/ask/" in page


@pytest.mark.feature("CO-15")
def test_page_leads_on_when_a_request_was_taken_back(borough):
    run = make_run(make_course(title="Core", approval=Approval.MANAGER))
    asked = make_enrolment(run, borough.practitioner.person)
    services.cancel_place(actor=borough.practitioner.actor(), enrolment_id=asked.pk, now=NOW)

    page = page_of(borough.practitioner, f"/courses/places/{asked.pk}/")

    assert f'href="/courses/runs/{run.reference}/ask/"' in page
    assert "/#dates" in page


def test_manager_can_be_written_to_when_they_ask_to_speak(borough):
    place = refused(borough, EndReason.OTHER_SPEAK)

    page = page_of(borough.practitioner, f"/courses/places/{place.pk}/")

    assert f"Speak with {borough.manager.person.name}." in page
    assert f'href="mailto:{borough.manager.person.email}"' in page


def test_training_team_can_be_written_to_unless_it_hides(borough):
    shown, hidden = (make_staff(organisation=borough.organisation, role=Role.TRAINING_ADMIN) for _ in "ab")
    hidden.person.hidden_on_rosters = True
    hidden.person.save(update_fields=["hidden_on_rosters"])
    place = refused(borough, EndReason.OTHER_TEAM)

    page = page_of(borough.practitioner, f"/courses/places/{place.pk}/")

    assert "Speak with the training team." in page
    assert f'href="mailto:{shown.person.email}"' in page
    assert hidden.person.email not in page


def test_approver_is_named_to_their_own_staff_everywhere_when_lists_leave_them_out(borough):
    borough.manager.person.hidden_on_rosters = True
    borough.manager.person.save(update_fields=["hidden_on_rosters"])
    place = refused(borough, EndReason.OTHER_SPEAK)

    page = page_of(borough.practitioner, f"/courses/places/{place.pk}/")
    (change,) = [
        one for one in hub_changes(borough.practitioner.actor(), NOW) if one.title.startswith("Not agreed")
    ]

    name = borough.manager.person.name
    assert change.title == f"Not agreed by {name}: Core"
    assert f"Speak with {name}." in change.detail
    assert f"Speak with {name}." in page
    assert f'href="mailto:{borough.manager.person.email}"' in page


@pytest.mark.parametrize(
    ("by", "who", "step"),
    [
        ("manager", "Your manager has not agreed to your request", "Speak with your manager."),
        ("head", "Whoever answers for your team has not agreed", "Speak with them: the page"),
    ],
)
def test_mail_says_who_why_and_what_next_without_a_name(by, who, step, borough):
    staff = getattr(borough, by)
    borough.practitioner.membership.manager = borough.manager.person
    borough.practitioner.membership.save(update_fields=["manager"])

    refused(borough, EndReason.OTHER_SPEAK, by=staff)
    send_due(NOW)

    words = next(str(one.body) for one in mail.outbox if "was not agreed" in one.subject)
    assert who in words
    assert "The reason: Another reason." in words
    assert step in words
    assert staff.person.family_name not in words


@pytest.mark.feature("CO-26")
def test_refused_place_of_the_future_is_not_called_over(borough):
    refused(borough, EndReason.CAPACITY)

    page = page_of(borough.practitioner, "/courses/places/")

    assert "Not going ahead for you" in page
    assert ">Over<" not in page
    assert "The team cannot spare the days. Ask for another date." in page


def test_reason_that_leads_nowhere_is_no_answer(borough):
    with pytest.raises(DomainError, match="Choose why you do not agree"):
        refused(borough, EndReason.OTHER)


def test_request_that_was_taken_back_is_not_called_a_booking(borough):
    run = make_run(make_course(approval=Approval.MANAGER))
    asked = make_enrolment(run, borough.practitioner.person)
    services.cancel_place(actor=borough.practitioner.actor(), enrolment_id=asked.pk, now=NOW)

    send_due(NOW)

    assert [one.subject for one in mail.outbox] == ["Your request for 12 to 15 January 2027 is cancelled"]
