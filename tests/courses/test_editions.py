"""From the CMS to the screen: what publishing needs, what it makes, and what it never touches."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from wagtail.models import Page

from courses.models import Course, CourseEdition
from tests.factories.courses import make_course_page, make_enrolment, make_run
from tests.factories.people import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def publish(page):
    """Publish, and let places be booked at once."""
    page.save_revision().publish()
    page.refresh_from_db()
    Course.objects.update(approval="none")
    return page


def shown(page):
    return Client().get(f"/courses/{page.slug}/").content.decode()


@pytest.mark.feature("CO-02")
@pytest.mark.parametrize(
    "lacking", [{"cpd_minutes": None}, {"cpd_basis": ""}, {"outcomes": []}, {"audience": ""}]
)
def test_page_is_not_published_when_it_lacks_what_people_need(lacking):
    page = make_course_page(**lacking)

    with pytest.raises(ValidationError):
        publish(page)

    assert not Course.objects.exists()


@pytest.mark.feature("CO-02")
def test_course_is_listed_with_its_words_when_the_page_is_published():
    publish(make_course_page(code="core", title="Safe & Together Core", body="<p>Come <b>rested</b>.</p>"))

    page = Client().get("/courses/core/").content.decode()

    assert "Safe &amp; Together Core" in page
    assert "24 hours" in page
    assert "active learning, breaks left out" in page
    assert "Describe a pattern of coercive control" in page
    assert "Come <b>rested</b>." in page


@pytest.mark.feature("CO-02")
def test_zero_minutes_are_refused_when_publishing():
    with pytest.raises(ValidationError):
        publish(make_course_page(cpd_minutes=0))


@pytest.mark.feature("CO-03")
def test_new_edition_is_made_when_the_substance_of_a_live_page_changes():
    page = publish(make_course_page())
    booked = make_enrolment(make_run(page.course))

    page.cpd_minutes = 1200
    publish(page)

    assert list(CourseEdition.objects.order_by("number").values_list("number", "cpd_minutes")) == [
        (1, 1440),
        (2, 1200),
    ]
    booked.refresh_from_db()
    assert booked.edition.number == 1


@pytest.mark.feature("CO-03")
def test_edition_stays_when_only_other_words_change():
    page = publish(make_course_page())

    page.access_terms = "A lift, and a quiet room."
    publish(page)

    assert CourseEdition.objects.count() == 1
    assert "A lift, and a quiet room." in shown(page)


@pytest.mark.feature("CO-02")
def test_draft_changes_nothing_that_readers_see():
    page = publish(make_course_page(summary="As published."))

    page.summary = "Not yet."
    page.save_revision()

    assert "As published." in shown(page)
    assert "Not yet." not in shown(page)


def test_course_leaves_the_catalogue_when_its_page_is_unpublished():
    page = publish(make_course_page(code="core"))

    page.unpublish()

    assert Client().get("/courses/core/").status_code == 404
    assert not Course.objects.get().listed


@pytest.mark.feature("CO-04")
def test_unpublishing_is_refused_with_the_list_when_people_are_booked():
    page = publish(make_course_page())
    make_enrolment(make_run(page.course))
    editor = Client()
    editor.force_login(make_user(is_superuser=True, is_staff=True))

    answer = editor.post(f"/cms/pages/{page.pk}/unpublish/", follow=True)

    page.refresh_from_db()
    assert page.live
    assert "12 to 15 January 2027 (1 with places)" in answer.content.decode()


@pytest.mark.parametrize("slug", ["places", "runs", "approvals"])
def test_address_of_a_screen_is_refused_for_a_page(slug):
    with pytest.raises(ValidationError, match="belongs to a screen"):
        publish(make_course_page(slug=slug))


def test_address_is_refused_when_another_course_has_it():
    first = make_course_page(code="core")
    folder = Page(title="Folder", slug="folder")
    first.get_parent().add_child(instance=folder)

    with pytest.raises(ValidationError, match="Another course has this address"):
        publish(make_course_page(folder, code="core-2", slug="core"))


@pytest.mark.feature("CO-02")
def test_preview_shows_the_draft_when_an_editor_looks():
    page = make_course_page(summary="Only in the draft.")
    editor = Client()
    editor.force_login(make_user(is_superuser=True, is_staff=True))

    preview = editor.get(f"/cms/pages/{page.pk}/revisions/{page.save_revision().pk}/view/")

    assert "Only in the draft." in preview.content.decode()
