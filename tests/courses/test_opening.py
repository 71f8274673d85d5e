"""To whom dates are open: lists, search, pages, the API and the command say the same (CO-08)."""

import threading
import time

import pytest
from django.db import connection
from django.test import Client

from courses import services
from courses.errors import CannotEnrol
from courses.models import Enrolment, Run
from courses.selectors.opening import open_to_organisation, opening_of
from courses.selectors.run_cards import upcoming_runs
from courses.services.locking import locked_run
from portal.kernel.actors import SYSTEM
from portal.pages.models import BoroughIndexPage, BoroughPage
from portal.pages.services import lay_foundation
from tests.factories.courses import NOW, make_course, make_run
from tests.factories.people import make_organisation, make_person, make_staff

pytestmark = [pytest.mark.feature("CO-08"), pytest.mark.usefixtures("clock")]


@pytest.mark.django_db
@pytest.mark.parametrize("run_says", [(), ("camden",), ("camden", "croydon")])
@pytest.mark.parametrize("course_says", [(), ("croydon",), ("camden", "croydon")])
@pytest.mark.parametrize("borough", ["camden", "croydon"])
def test_lists_and_the_command_agree_whoever_restricts(run_says, course_says, borough):
    places = {code: make_organisation(code) for code in ("camden", "croydon")}
    course = make_course("core")
    course.only_boroughs.set([places[code] for code in course_says])
    run = make_run(course, open_to=[places[code] for code in run_says])
    staff = make_staff(organisation=places[borough])

    card = next(iter(upcoming_runs(NOW)))
    listed = Run.objects.filter(open_to_organisation(places[borough].pk)).exists()

    assert card.open_to == opening_of(run.pk)
    assert card.fits(places[borough].pk) is listed
    if listed:
        services.ask_for_place(actor=staff.actor(), run_id=run.pk, now=NOW)
    else:
        with pytest.raises(CannotEnrol):
            services.ask_for_place(actor=staff.actor(), run_id=run.pk, now=NOW)


@pytest.mark.django_db
def test_course_kept_for_one_borough_is_not_offered_to_another():
    camden, croydon = make_organisation("camden"), make_organisation("croydon")
    course = make_course("core")
    course.only_boroughs.add(croydon)
    run = make_run(course)
    lay_foundation()
    index = BoroughIndexPage.objects.get()
    index.add_child(instance=BoroughPage(title="Camden", slug="camden", organisation_code="camden"))
    client = Client()
    client.force_login(make_staff(organisation=camden).user)

    pages = {path: client.get(path).content.decode() for path in ("/boroughs/camden/", "/courses/core/")}
    found = client.get("/search/", {"q": course.title}).content.decode()

    assert "No date is open at the moment." in pages["/boroughs/camden/"]
    assert "Dates for other organisations" in pages["/courses/core/"]
    assert "No date yet" in found
    assert "Croydon" in client.get(f"/courses/runs/{run.reference}/").content.decode()


@pytest.mark.django_db(transaction=True)
@pytest.mark.both
def test_nobody_outside_slips_in_while_dates_are_being_narrowed():
    croydon = make_organisation("croydon")
    run = make_run(trainer=(trainer := make_person()))
    actor = make_staff(organisation=make_organisation("camden")).actor()
    refused: list[str] = []

    def ask() -> None:
        try:
            services.ask_for_place(actor=actor, run_id=run.pk, now=NOW)
        except CannotEnrol as error:
            refused.append(error.sentence)
        finally:
            connection.close()

    asking = threading.Thread(target=ask)
    with locked_run(run.pk):
        asking.start()
        time.sleep(0.5)  # by now it has read what can be read without the lock, and waits
        services.change_people(
            actor=SYSTEM, run_id=run.pk, trainer_ids=[trainer.pk], open_to=[croydon.pk], now=NOW
        )
    asking.join(20)

    assert Enrolment.objects.filter(run=run).count() == 0
    assert len(refused) == 1
