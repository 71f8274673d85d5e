"""A trainer says what opens a toolkit: courses by their names, however many there are; nobody types a code."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.courses import make_course
from tests.factories.people import make_staff
from tests.factories.toolkits import make_toolkit
from toolkits.forms import MOST_COURSES
from toolkits.models import Toolkit
from toolkits.rules import WayIn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.feature("TK-04")]


@pytest.fixture
def trainer(client: Client) -> Client:
    client.force_login(make_staff(role="trainer", everywhere=True).user)
    return client


def page_of(toolkit: Toolkit) -> str:
    return reverse("toolkits:ways", args=[toolkit.page.slug])


def rules_of(toolkit: Toolkit) -> set[tuple[str, str, str]]:
    return set(toolkit.rules.values_list("kind", "code", "words"))


def make_many_courses() -> None:
    for number in range(MOST_COURSES + 10):
        make_course(f"c{number:02}", title=f"Course {number:02}")


def test_rules_are_set_when_the_form_is_saved(trainer: Client) -> None:
    make_course("core", title="Safe & Together Core"), make_course("overview", title="Overview")
    toolkit = make_toolkit(ways=[])

    trainer.post(page_of(toolkit), {"courses": ["core", "overview"], "champion": "on", "roles": ["lead"]})
    trainer.post(page_of(toolkit), {"courses": ["core"], "roles": ["lead"]})
    page = trainer.get(page_of(toolkit)).content.decode()

    assert rules_of(toolkit) == {("course", "core", "Safe & Together Core"), ("role", "lead", "")}
    assert 'value="core" checked' in page
    assert 'value="overview" checked' not in page
    assert "Find a course" not in page


def test_course_stays_when_it_is_not_given_any_more(trainer: Client) -> None:
    toolkit = make_toolkit(ways=[WayIn("course", "old", "The old course")])

    page = trainer.get(page_of(toolkit)).content.decode()
    trainer.post(page_of(toolkit), {"courses": ["old"], "staff": "on"})

    assert "Not given any more." in page
    assert rules_of(toolkit) == {("course", "old", "The old course"), ("staff", "", "")}


@pytest.mark.parametrize("code", ["nothing", "\x00", "<script>", "ç" * 300])
def test_sentence_stands_beside_the_courses_when_one_is_unknown(trainer: Client, code: str) -> None:
    make_course("core", title="Core")
    toolkit = make_toolkit(ways=[])

    answer = trainer.post(page_of(toolkit), {"courses": ["core", code], "champion": "on"}, follow=True)
    page = answer.content.decode()

    assert page.count("One of the courses you ticked is not there any more.") == 2
    assert page.count(" checked") == 2
    assert not rules_of(toolkit)


def test_courses_are_found_by_words_and_nothing_ticked_is_lost_when_there_are_many(trainer: Client) -> None:
    make_many_courses()
    toolkit = make_toolkit(ways=[])

    before = trainer.get(page_of(toolkit)).content.decode()
    asked = {"courses": ["c01"], "champion": "on", "find": "COURSE 2", "look": ""}
    page = trainer.post(page_of(toolkit), asked, follow=True).content.decode()

    assert before.count('name="courses"') == MOST_COURSES
    assert "10 more." in before
    assert 'value="c01" checked' in page
    assert page.count('name="courses"') == 1 + 12
    assert page.count(" checked") == 2
    assert not rules_of(toolkit)


def test_page_says_so_when_no_course_has_the_words(trainer: Client) -> None:
    make_many_courses()
    toolkit = make_toolkit(ways=[])

    asked = {"courses": ["c01"], "find": "\x00 Ω", "look": ""}
    page = trainer.post(page_of(toolkit), asked, follow=True).content.decode()

    assert "No course has these words in its name." in page
    assert 'value="c01" checked' in page


def test_course_that_is_not_drawn_may_be_ticked_when_it_was_found_before(trainer: Client) -> None:
    make_many_courses()
    toolkit = make_toolkit(ways=[])

    trainer.post(page_of(toolkit), {"courses": ["c01", "c29"]})

    assert {code for _, code, _ in rules_of(toolkit)} == {"c01", "c29"}


def test_page_takes_the_same_queries_when_there_are_many_courses(
    trainer: Client, assert_flat: Callable[..., None]
) -> None:
    toolkit = make_toolkit(ways=[])

    assert_flat(lambda: trainer.get(page_of(toolkit)), make_many_courses)
