"""Trainers and "open to" of dates are changed after they were made, with the rules kept (CO-05, CO-06)."""

import pytest
from django.test import Client

from courses import services
from courses.errors import NotReady, PeopleOutside
from courses.models import RunChange
from courses.states import RunState
from portal.kernel.errors import DomainError, NotAllowed
from tests.factories.courses import NOW, make_enrolment, make_run
from tests.factories.people import make_organisation, make_person, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.feature("CO-05", "CO-06"), pytest.mark.usefixtures("clock")]


@pytest.fixture
def keeper():
    return make_staff(role="training_admin", everywhere=True)


def change(keeper, run, trainers, open_to=()):
    return services.change_people(
        actor=keeper.actor(),
        run_id=run.pk,
        trainer_ids=[trainer.pk for trainer in trainers],
        open_to=[organisation.pk for organisation in open_to],
        now=NOW,
    )


def test_trainer_is_replaced_when_another_is_chosen(keeper):
    run, other = make_run(), make_staff(role="trainer", everywhere=True).person

    change(keeper, run, [other])

    assert list(run.trainers.all()) == [other]
    assert RunChange.objects.get(run=run, move="people").detail == {"trainers": [other.pk], "open_to": []}


def test_published_dates_keep_a_trainer(keeper):
    run = make_run()

    with pytest.raises(NotReady, match="need a trainer"):
        change(keeper, run, [])

    assert run.trainers.count() == 1


def test_draft_may_be_without_a_trainer_when_nobody_is_found_yet(keeper):
    run = make_run(state=RunState.DRAFT)

    change(keeper, run, [])

    assert not run.trainers.exists()


def test_somebody_who_is_no_trainer_is_refused(keeper):
    run = make_run()

    with pytest.raises(DomainError, match="trainers today"):
        change(keeper, run, [*run.trainers.all(), make_person()])


def test_trainer_whose_role_ended_stays_when_the_rest_is_changed(keeper):
    run, camden = make_run(), make_organisation("camden")

    change(keeper, run, run.trainers.all(), [camden])

    assert list(run.open_to.all()) == [camden]
    assert run.trainers.count() == 1


def test_people_with_places_are_not_shut_out_when_it_is_narrowed(keeper):
    run = make_run()
    place = make_enrolment(run)

    with pytest.raises(PeopleOutside, match=place.person.name):
        change(keeper, run, run.trainers.all(), [make_organisation("havering")])

    assert not run.open_to.exists()


@pytest.mark.parametrize("state", [RunState.CANCELLED, RunState.FINISHED])
def test_dates_that_are_over_are_left_as_they_were(keeper, state):
    run = make_run(state=state)

    with pytest.raises(NotReady):
        change(keeper, run, [])


def test_administrator_of_one_borough_cannot_open_dates_to_another():
    camden, havering = make_organisation("camden"), make_organisation("havering")
    keeper = make_staff(role="training_admin", organisation=camden)
    run = make_run(open_to=[camden])

    with pytest.raises(NotAllowed):
        change(keeper, run, run.trainers.all(), [camden, havering])

    assert list(run.open_to.all()) == [camden]


def test_form_shows_who_is_chosen_and_refusals_beside_the_field(keeper):
    run = make_run()
    client = Client()
    client.force_login(keeper.user)
    address = f"/courses/runs/{run.reference}/people/"

    shown = client.get(address).content.decode()
    refused = client.post(address, {"trainers": []}, follow=True).content.decode()
    saved = client.post(address, {"trainers": [run.trainers.get().pk]}, follow=True).content.decode()

    assert run.trainers.get().name in shown
    assert "Choose at least one." in refused
    assert "Saved." in saved


@pytest.mark.parametrize("role", ["trainer", "manager", "lead"])
def test_page_is_not_found_when_the_reader_does_not_keep_the_dates(role):
    client = Client()
    client.force_login(make_staff(role=role, everywhere=True).user)

    assert client.get(f"/courses/runs/{make_run().reference}/people/").status_code == 404
