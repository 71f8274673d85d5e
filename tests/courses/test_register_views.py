"""The register as a trainer sees it: one form, kept when something is wrong, summed up when it is saved."""

import re
from datetime import timedelta
from html import unescape

import pytest

from courses.models import Attendance
from portal.pages.hub import items_for
from tests.courses.looking import client_of
from tests.factories.courses import NOW, make_enrolment, make_run
from tests.factories.people import make_borough_staff, make_organisation, make_staff
from tests.factories.registers import AFTERWARDS, days_of, make_completed, mark

pytestmark = [pytest.mark.django_db, pytest.mark.feature("CO-17"), pytest.mark.usefixtures("afterwards")]


@pytest.fixture
def afterwards(clock):
    clock.move_to(AFTERWARDS)


@pytest.fixture
def trainer():
    return make_staff(organisation=make_organisation("camden"), role="trainer")


@pytest.fixture
def run(trainer):
    return make_run(trainer=trainer.person)


def address(run, day=1):
    return f"/courses/runs/{run.reference}/register/{days_of(run)[day - 1].pk}/"


def marks():
    return dict(Attendance.objects.values_list("enrolment_id", "presence"))


def test_register_is_saved_and_summed_up_when_the_trainer_sends_it(trainer, run):
    here, away = make_enrolment(run), make_enrolment(run)

    response = client_of(trainer).post(
        address(run), {f"presence-{here.pk}": "full", f"presence-{away.pk}": "none"}, follow=True
    )

    text = response.content.decode()
    assert "Register saved: 2 entered." in text
    assert "1 here all day, 0 for part of it, 1 not here." in text
    assert marks() == {here.pk: "full", away.pk: "none"}


def test_everyone_else_is_here_when_the_trainer_says_so(trainer, run):
    places = [make_enrolment(run) for _ in range(3)]

    client_of(trainer).post(address(run), {f"presence-{places[0].pk}": "none", "everybody": "1"})

    assert marks() == {places[0].pk: "none", places[1].pk: "full", places[2].pk: "full"}


def test_marks_stay_as_entered_when_minutes_are_missing(trainer, run):
    late, here = make_enrolment(run), make_enrolment(run)

    response = client_of(trainer).post(
        address(run), {f"presence-{late.pk}": "part", f"presence-{here.pk}": "full"}, follow=True
    )

    text = response.content.decode()
    assert f"Enter how many minutes {late.person.name} was here." in text
    assert text.index("There is a problem") < text.index(late.person.name)
    assert len(re.findall(r'type="radio"[^>]*checked', text)) == 2
    assert marks() == {}


def test_reason_is_asked_for_beside_its_question_when_something_is_corrected(trainer, run):
    place = make_enrolment(run)
    mark(place)

    response = client_of(trainer).post(address(run), {f"presence-{place.pk}": "none"}, follow=True)

    assert "Say why you are changing it." in response.content.decode()
    assert marks() == {place.pk: "full"}


def test_correction_says_who_no_longer_completed_when_it_is_saved(trainer, run):
    place = make_completed(run)

    response = client_of(trainer).post(
        address(run), {f"presence-{place.pk}": "none", "reason": "mistake"}, follow=True
    )

    assert "1 corrected, 1 no longer completed the course" in response.content.decode()


def test_register_says_when_it_opens_when_the_day_is_not_here(trainer, run, clock):
    make_enrolment(run)
    clock.move_to(NOW)

    text = client_of(trainer).get(address(run)).content.decode()

    assert "The register opens on the day itself." in text
    assert "Save the register" not in text


@pytest.mark.parametrize("who", ["practitioner", "manager", "head", "training_admin"])
def test_register_is_not_found_when_somebody_has_no_business_with_the_run(who, run):
    make_enrolment(run)
    stranger = getattr(make_borough_staff("havering"), who)

    assert client_of(stranger).get(address(run)).status_code == 404
    assert client_of(stranger).post(address(run), {"everybody": "1"}).status_code == 404
    assert client_of(stranger).get(f"/courses/runs/{run.reference}/answers/").status_code == 404
    assert marks() == {}


def test_register_of_another_run_is_not_found_when_its_day_is_guessed(trainer, run):
    other = make_run()

    assert (
        client_of(trainer).get(f"/courses/runs/{run.reference}/register/{days_of(other)[0].pk}/").status_code
        == 404
    )


def test_page_stays_flat_when_the_room_is_full(trainer, run, assert_flat):
    make_enrolment(run)
    client = client_of(trainer)

    assert_flat(lambda: client.get(address(run)), lambda: [make_enrolment(run) for _ in range(9)])


@pytest.mark.feature("CO-26")
def test_register_is_on_the_trainers_hub_when_it_is_the_day(trainer, run):
    place = make_enrolment(run)
    morning = run.starts_at + timedelta(minutes=5)

    def due(now):
        return [item.title for item in items_for(trainer.actor(now), now).get("due", [])]

    assert due(run.starts_at - timedelta(days=1)) == []
    assert due(morning) == [f"Take the register: {run.course.title}"]
    mark(place, now=morning)
    assert due(morning) == []


@pytest.mark.feature("CO-18")
def test_page_of_the_place_says_what_is_missing_when_a_day_was_missed(run):
    staff = make_staff(organisation=make_organisation("camden"))
    place = make_enrolment(run, staff.person)
    mark(place, "none", day=1)

    text = client_of(staff).get(f"/courses/places/{place.pk}/").content.decode()

    assert "Tuesday 12 January 2027: not there." in text


def test_workspace_leads_to_the_registers_when_the_run_has_begun(trainer, run):
    mark(make_enrolment(run))

    text = client_of(trainer).get(f"/courses/runs/{run.reference}/workspace/").content.decode()

    assert address(run) in text


def test_sheet_to_sign_can_be_printed_before_the_day(run, trainer, clock):
    place = make_enrolment(run)
    clock.move_to(NOW)

    page = unescape(client_of(trainer).get(address(run)).content.decode())

    assert "The register opens on the day itself. To have it signed on paper, print this page." in page
    assert place.person.name in page
    assert "Signature" in page
    assert "Save the register" not in page
