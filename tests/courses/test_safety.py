"""What a course page owes its readers: support lines, a note before distressing words, access and camera terms."""

import pytest
from django.test import Client

from courses.models import Course
from tests.factories.courses import make_course_page, make_enrolment, make_run
from tests.factories.people import make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.feature("CO-02"), pytest.mark.usefixtures("clock")]

NOTE = "We speak about violence."
CAMERAS = "Cameras stay off."
ACCESS = "Step-free room."


@pytest.fixture
def run():
    page = make_course_page(
        slug="hard", content_note=NOTE, camera_terms=CAMERAS, access_terms=ACCESS, body="<p>Distressing.</p>"
    )
    page.save_revision().publish()
    Course.objects.update(approval="none")
    return make_run(Course.objects.get(page=page))


def test_note_stands_before_the_words_when_a_course_may_distress(run):
    page = Client().get("/courses/hard/").content.decode()

    assert page.index(NOTE) < page.index("By the end you can") < page.index("Distressing.")
    assert "Before you read on:" in page


def test_terms_and_note_are_there_wherever_somebody_books(run):
    staff = make_staff()
    client = Client()
    client.force_login(staff.user)

    shown = [client.get(f"/courses/runs/{run.reference}/{then}").content.decode() for then in ("", "ask/")]

    for page in shown:
        assert all(words in page for words in (NOTE, CAMERAS, ACCESS))


def test_support_lines_are_there_on_every_page_of_a_course(run):
    staff = make_staff()
    place = make_enrolment(run, staff.person)
    client = Client()
    client.force_login(staff.user)

    for address in (
        "/courses/",
        "/courses/hard/",
        f"/courses/runs/{run.reference}/",
        f"/courses/places/{place.pk}/",
    ):
        assert "Samaritans" in client.get(address).content.decode(), address
