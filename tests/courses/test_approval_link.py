"""An answer given behind the link in a mail is undone there for ten minutes, by a press and by nothing else."""

from datetime import timedelta

import pytest
from django.test import Client

from courses.models import Enrolment
from courses.states import Approval, EnrolmentState
from portal.people.models import User
from tests.courses.looking import broken, link_to
from tests.factories.courses import NOW, make_course, make_enrolment, make_run
from tests.factories.people import make_borough_staff, make_staff

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.both,
    pytest.mark.feature("CO-10"),
    pytest.mark.usefixtures("clock"),
]
OVER = "This request needs no answer any more"


@pytest.fixture
def borough():
    return make_borough_staff()


@pytest.fixture
def enrolment(borough) -> Enrolment:
    return make_enrolment(make_run(make_course(approval=Approval.MANAGER)), borough.practitioner.person)


def answered(enrolment, answer="approve", **more) -> str:
    address = link_to(enrolment)
    Client().post(address, {"enrolments": [enrolment.pk], "answer": answer, **more})
    return address


def state_of(enrolment) -> str:
    enrolment.refresh_from_db()
    return enrolment.state


@pytest.mark.parametrize(("answer", "tag"), [("approve", "Agreed"), ("decline", "Not agreed")])
def test_answer_is_undone_on_the_page_behind_the_link_when_it_was_a_slip(enrolment, answer, tag) -> None:
    address = answered(enrolment, answer, reason="capacity")
    page = Client().get(address).content.decode()

    undone = Client().post(address, {"undo": "yes"}, follow=True).content.decode()

    assert f">{tag}<" in page
    assert 'name="undo"' in page
    assert state_of(enrolment) == EnrolmentState.REQUESTED
    assert "waits for an answer again" in undone
    assert "Nothing is decided until you press a button" in undone
    assert broken() == []


def test_nothing_changes_when_a_scanner_only_opens_the_link(enrolment) -> None:
    address = answered(enrolment)

    for look in (Client().get, Client().head):
        for sent in (address, f"{address}?undo=yes&answer=decline"):
            assert look(sent).status_code == 200

    assert state_of(enrolment) == EnrolmentState.BOOKED
    assert enrolment.changes.count() == 2


def test_nothing_changes_when_undo_is_pressed_twice(enrolment) -> None:
    address = answered(enrolment)

    for _press in range(2):
        assert Client().post(address, {"undo": "yes"}).status_code == 302

    assert enrolment.changes.filter(move="reopen").count() == 1


def test_answer_stands_when_ten_minutes_are_over(enrolment, clock) -> None:
    address = answered(enrolment)
    clock.move_to(NOW + timedelta(minutes=10))

    refused = Client().post(address, {"undo": "yes"}, follow=True).content.decode()

    assert "cannot be undone any more" in refused
    assert OVER in refused
    assert state_of(enrolment) == EnrolmentState.BOOKED


def test_nothing_is_undone_when_the_approver_has_no_account_any_more(enrolment, borough) -> None:
    address = answered(enrolment)
    User.objects.filter(person=borough.manager.person).update(is_active=False)

    page, refused = Client().get(address), Client().post(address, {"undo": "yes"})

    assert OVER in page.content.decode()
    assert borough.practitioner.person.family_name not in page.content.decode()
    assert refused.status_code == 404
    assert state_of(enrolment) == EnrolmentState.BOOKED


def test_first_answer_is_undone_until_the_second_is_given(borough) -> None:
    lead = make_staff(role="lead", everywhere=True)
    run = make_run(make_course(approval=Approval.MANAGER_THEN_LEAD))
    enrolment = make_enrolment(run, borough.practitioner.person)
    of_manager = answered(enrolment)
    enrolment.refresh_from_db()
    assert enrolment.approver_id == lead.person.pk
    of_lead = answered(enrolment)

    assert OVER in Client().get(of_manager).content.decode()
    Client().post(of_manager, {"undo": "yes"})
    assert state_of(enrolment) == EnrolmentState.BOOKED
    Client().post(of_lead, {"undo": "yes"})
    assert state_of(enrolment) == EnrolmentState.AGREED
