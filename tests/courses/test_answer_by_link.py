"""An answer by the link in a mail: whose it is, what the history says of it, and how its approver hears of it."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from courses.models import Enrolment
from courses.states import Approval, EnrolmentState
from portal.notifications.models import Notice
from portal.notifications.sending import send_due
from tests.courses.looking import broken, client_of, link_to
from tests.factories.courses import NOW, make_course, make_enrolment, make_run
from tests.factories.people import make_borough_staff

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.both,
    pytest.mark.feature("CO-10"),
    pytest.mark.usefixtures("clock"),
]


@pytest.fixture
def borough():
    return make_borough_staff()


@pytest.fixture
def enrolment(borough) -> Enrolment:
    return make_enrolment(make_run(make_course(approval=Approval.MANAGER)), borough.practitioner.person)


def agree(client, enrolment):
    return client.post(link_to(enrolment), {"enrolments": [enrolment.pk], "answer": "approve"})


def state_of(enrolment) -> str:
    enrolment.refresh_from_db()
    return enrolment.state


@pytest.mark.parametrize("who", ["practitioner", "colleague", "head"])
def test_nothing_is_decided_or_shown_when_somebody_else_is_signed_in(enrolment, borough, who) -> None:
    client = client_of(getattr(borough, who))

    page, pressed = client.get(link_to(enrolment)), agree(client, enrolment)

    assert (page.status_code, pressed.status_code) == (403, 403)
    words = page.content.decode()
    assert "This link was sent to somebody else" in words
    for person in (borough.practitioner.person, borough.manager.person):
        assert who == "practitioner" or person.name not in words
    assert state_of(enrolment) == EnrolmentState.REQUESTED


def test_fresh_answer_stands_when_somebody_else_signed_in_presses_undo(enrolment, borough) -> None:
    agree(Client(), enrolment)

    refused = client_of(borough.practitioner).post(link_to(enrolment), {"undo": "yes"})

    assert refused.status_code == 403
    assert state_of(enrolment) == EnrolmentState.BOOKED


def test_history_says_by_the_link_when_nobody_was_signed_in(enrolment, borough) -> None:
    agree(Client(), enrolment)

    change = enrolment.changes.last()
    page = client_of(borough.practitioner).get(reverse("courses:place", args=[enrolment.pk]))

    assert f"{borough.manager.person.name}, by the link in their mail" in page.content.decode()
    assert (change.actor_user_id, change.actor_person_id) == (None, borough.manager.person.pk)


def test_approver_is_told_at_once_when_an_answer_is_given_by_the_link(enrolment, borough) -> None:
    agree(Client(), enrolment)
    mail.outbox.clear()

    send_due(NOW)

    told = [sent for sent in mail.outbox if borough.manager.person.email in sent.to]
    words = next(sent for sent in told if "by the link" in sent.subject)
    assert "/courses/approvals/\n" in words.body
    assert "undo the answer" in words.body
    assert borough.practitioner.person.family_name not in words.body + words.subject


def test_mail_says_that_its_link_opens_without_signing_in_when_it_asks_for_an_answer(enrolment) -> None:
    send_due(NOW)

    asked = next(sent for sent in mail.outbox if "needs your answer" in sent.subject)

    assert "opens the request without signing in" in asked.body
    assert "do not forward" in asked.body
    assert "Open the request:" in asked.body
    assert "Sign in to see" not in asked.body


def test_approver_takes_an_answer_back_for_two_days_when_it_was_given_by_the_link(
    enrolment, borough, clock
) -> None:
    agree(Client(), enrolment)
    clock.move_to(NOW + timedelta(days=1))
    manager = client_of(borough.manager)

    page = manager.get("/courses/approvals/").content.decode()
    manager.post(reverse("courses:undo-answer", args=[enrolment.pk]))

    assert "By the link in your mail." in page
    assert state_of(enrolment) == EnrolmentState.REQUESTED
    assert broken() == []


def test_answer_is_theirs_and_nobody_is_told_when_the_approver_is_signed_in(enrolment, borough) -> None:
    agree(client_of(borough.manager), enrolment)

    change = enrolment.changes.last()

    assert change.actor_user_id == borough.manager.user.pk
    assert not Notice.objects.filter(key="courses.answered_by_link").exists()
    assert state_of(enrolment) == EnrolmentState.BOOKED
