"""To whom dates are open: lists, search, pages, the API and the command say the same (CO-08)."""

import pytest
from django.test import Client

from courses import services
from courses.errors import CannotEnrol
from courses.models import Run
from courses.selectors.opening import open_to_organisation, opening_of
from courses.selectors.run_cards import upcoming_runs
from portal.pages.models import BoroughIndexPage, BoroughPage
from portal.pages.services import lay_foundation
from tests.factories.courses import NOW, make_course, make_run
from tests.factories.people import make_organisation, make_staff

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
