"""What the checks find in an editor's words, and what they leave alone. Pure functions."""

import pytest

from portal.pages.checks import fault_in_alternative, fault_in_link, faults_in_rich_text
from portal.pages.reading_age import reading_age, reading_hint

pytestmark = pytest.mark.feature("PG-01")

PLAIN = (
    "We talk the case through. You bring a reference. You say what you saw. We plan the next step with you. "
    * 5
)
DENSE = (
    "Notwithstanding organisational considerations, multidisciplinary safeguarding arrangements necessitate "
    "comprehensive identification of intergenerational vulnerabilities throughout participating authorities. "
    * 6
)


@pytest.mark.parametrize("words", ["click here", "Click here.", "HERE", "read more ›", "this link", ""])
def test_link_is_refused_when_its_words_say_nothing(words: str) -> None:
    assert fault_in_link(words)


@pytest.mark.parametrize("words", ["https://example.org/a/b", "www.example.org", "HTTP://EXAMPLE.ORG"])
def test_link_is_refused_when_it_is_a_bare_address(words: str) -> None:
    assert "bare address" in fault_in_link(words)


@pytest.mark.parametrize("words", ["the referral form", "Here to Help, a charity", "read more about consent"])
def test_link_stands_when_it_says_where_it_leads(words: str) -> None:
    assert not fault_in_link(words)


def test_heading_is_refused_when_it_skips_a_level() -> None:
    faults = faults_in_rich_text("<h4>Later</h4><p>Words</p>", level=2)

    assert len(faults) == 1
    assert "“Later” skips a level" in faults[0]


def test_heading_stands_when_it_is_one_level_below() -> None:
    assert not faults_in_rich_text("<h3>One</h3><p>Words</p><h4>Two</h4><h3>Three</h3>", level=2)


def test_picture_in_text_is_refused_when_nobody_says_what_it_shows() -> None:
    assert faults_in_rich_text('<p><embed embedtype="image" id="3" alt=""/></p>')
    assert not faults_in_rich_text('<p><embed embedtype="image" id="3" alt="A map of London"/></p>')


@pytest.mark.parametrize(
    ("words", "decorative", "is_refused"),
    [
        ("", False, True),
        ("  ", False, True),
        ("IMG_2034.jpg", False, True),
        ("dsc 0012", False, True),
        ("Two people at a table with a map", False, False),
        ("", True, False),
        ("A map", True, True),
    ],
)
def test_alternative_is_refused_unless_it_says_something_or_nothing_is_lost(
    words, decorative, is_refused
) -> None:
    assert bool(fault_in_alternative(words, decorative=decorative)) is is_refused


@pytest.mark.parametrize(
    "html", ["", "<p>unclosed <a href='x'>", "</a></h2>", "<<>>", "<h3></a></h3>", "\x00"]
)
def test_checks_survive_when_the_markup_is_broken(html: str) -> None:
    assert isinstance(faults_in_rich_text(html), list)


def test_reading_age_rises_with_long_words_and_sentences() -> None:
    plain, dense = reading_age(PLAIN), reading_age(DENSE)

    assert plain is not None
    assert dense is not None
    assert plain < 12 < 20 < dense


def test_reading_hint_says_its_formula_and_that_nothing_is_held_back() -> None:
    assert not reading_hint(PLAIN)
    assert not reading_hint("Multidisciplinary safeguarding.")
    assert "Flesch-Kincaid" in reading_hint(DENSE)
    assert "nothing is held back" in reading_hint(DENSE)
