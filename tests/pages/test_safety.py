"""Support, honest words about leaving, content notes, and pages about us (PG-04, PG-05)."""

import re

import pytest
from django.conf import settings

from portal.pages.models import LearningExamplePage, LearningIndexPage, StandardPage
from portal.pages.services import lay_foundation
from tests.factories.courses import make_course
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db
NUMBERS = ("tel:116123", "tel:08082000247", "tel:08088010327", "tel:08088024040")


@pytest.fixture(autouse=True)
def _foundation() -> None:
    lay_foundation()


@pytest.mark.feature("PG-05")
def test_every_course_page_names_support_for_staff(client) -> None:
    course = make_course()

    words = client.get(f"/courses/{course.slug}/").content.decode()

    assert all(number in words for number in NUMBERS)


@pytest.mark.feature("PG-05")
def test_hub_names_support_for_staff(client) -> None:
    client.force_login(make_user())

    words = client.get("/my/").content.decode()

    assert all(number in words for number in NUMBERS)


@pytest.mark.feature("PG-05")
def test_page_on_safe_use_speaks_to_staff_who_may_be_harmed_themselves(client) -> None:
    words = client.get("/using-this-site-safely/").content.decode()

    for said in (
        "You may be living with abuse yourself",
        "private window",
        "work device",
        "It does not clear your history",
        "without giving a reason",
    ):
        assert said in words


@pytest.mark.feature("PG-04")
def test_page_on_safe_use_promises_of_the_exit_only_what_it_does(client) -> None:
    words = client.get("/using-this-site-safely/").content.decode().lower()

    assert "clears your history" not in words
    assert "leave no trace" not in words


@pytest.mark.feature("PG-04")
def test_way_out_stands_before_the_words_and_works_without_script(client) -> None:
    words = client.get("/support/").content.decode()

    link = re.search(r'<a href="/exit/"', words)

    assert link
    assert link.start() < words.index("<h1>")


@pytest.mark.feature("PG-05")
def test_content_note_stands_before_distressing_words(client) -> None:
    LearningIndexPage.objects.get().add_child(
        instance=LearningExamplePage(
            title="An example",
            slug="example",
            theme="Theme",
            area="Trafford",
            content_note="Describes injuries to a child.",
            **{
                part: f"<p>{part}</p>"
                for part in ("background", "approach", "challenges", "successes", "conclusion")
            },
        )
    )

    words = client.get("/learning/example/").content.decode()

    assert words.index("Describes injuries to a child.") < words.index("<p>background</p>")
    assert 'href="/exit/"' in words


@pytest.mark.feature("PG-05")
def test_content_note_of_a_body_offers_support(client) -> None:
    page = StandardPage.objects.get(slug="privacy")
    page.body = [("content_note", "Describes a death."), ("text", "<p>Later</p>")]
    page.save_revision().publish()

    words = client.get("/privacy/").content.decode()

    assert words.index("Describes a death.") < words.index("Later")
    assert "You can stop at any time." in words


@pytest.mark.feature("PG-05")
def test_accessibility_statement_says_what_was_tested_and_what_is_known(client) -> None:
    words = client.get("/accessibility/").content.decode()

    for heading in ("How accessible it is", "What was tested, and how", "What does not work yet", "Tell us"):
        assert heading in words
    assert "Equality and Human Rights Commission" in words


@pytest.mark.feature("PG-06")
def test_sentence_for_the_next_page_is_in_no_cookie(client, clock) -> None:
    client.force_login(make_user())

    client.get("/account/kept-answers/")

    assert set(client.cookies) <= {"sessionid", "csrftoken", settings.OWNER_COOKIE_NAME}
    assert "no answers waiting" in client.get("/my/").content.decode()
