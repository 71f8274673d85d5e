"""The pages that every portal needs, and what editors may do with theirs (PG-01, PG-05)."""

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Page, Site

from portal.pages.models import (
    HomePage,
    LearningExamplePage,
    LearningIndexPage,
    PathwayPage,
    StandardPage,
)
from portal.pages.selectors import words_of_pathway
from portal.pages.services import lay_foundation

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(foundation: None) -> HomePage:
    return HomePage.objects.get()


@pytest.mark.feature("PG-05")
@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/accessibility/", "Web Content Accessibility Guidelines version 2.2"),
        ("/privacy/", "What we never hold"),
        ("/cookies/", "nothing from third parties"),
        ("/support/", "0808 2000 247"),
        ("/using-this-site-safely/", "does not clear your history"),
    ],
)
def test_pages_of_the_foot_are_there_when_the_foundation_is_laid(client, home, address, words) -> None:
    page = client.get(address)

    assert page.status_code == 200
    assert words in page.content.decode()


def test_foundation_changes_nothing_when_it_is_laid_again(home) -> None:
    page = StandardPage.objects.get(slug="support")
    page.title = "Help"
    page.save_revision().publish()
    before = Page.objects.count()

    lay_foundation()

    assert Page.objects.count() == before
    assert StandardPage.objects.get(slug="support").title == "Help"
    assert Site.objects.get(is_default_site=True).root_page_id == home.pk


@pytest.mark.feature("PG-01")
def test_learning_example_shows_its_seven_parts(client, home) -> None:
    index = LearningIndexPage.objects.get()
    index.add_child(
        instance=LearningExamplePage(
            title="Stepping down",
            slug="stepping-down",
            theme="Leaving a plan",
            area="Trafford",
            background="<p>One</p>",
            approach="<p>Two</p>",
            challenges="<p>Three</p>",
            successes="<p>Four</p>",
            conclusion="<p>Five</p>",
        )
    )

    words = client.get("/learning/stepping-down/").content.decode()

    for part in (
        "Leaving a plan",
        "Trafford",
        "Background",
        "Approach",
        "What was hard",
        "What worked",
        "Five",
    ):
        assert part in words
    assert 'href="/learning/"' in words


def test_words_of_a_pathway_are_found_by_its_code(home) -> None:
    home.add_child(
        instance=PathwayPage(
            title="Restart", slug="restart", pathway_code="restart", body=[("heading", "In short")]
        )
    )

    found = words_of_pathway("restart")

    assert found is not None
    assert "In short" in str(found)
    assert words_of_pathway("drive") is None


def test_picture_is_refused_when_nobody_says_what_it_shows() -> None:
    block = StandardPage._meta.get_field("body").stream_block.child_blocks["picture"]

    with pytest.raises(ValidationError):
        block.clean(block.to_python({"picture": None, "alternative": "", "decorative": False, "caption": ""}))
