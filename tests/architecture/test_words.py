"""The style page holds: no refused phrase in templates, strings or content (docs/features/words.md)."""

import ast

import pytest

from tests.architecture.words import (
    AVOIDED,
    Exemption,
    Said,
    everything_said,
    slips_in,
    strings_of,
    words_of_template,
)
from tests.harness.places import ROOT

EXEMPT = (
    Exemption("domestic violence perpetrator programme", "the sector's name for it, spelled out for DVPP"),
    Exemption("independent domestic violence adviser", "a job title, spelled out for Idva"),
    Exemption(
        "working-with-perpetrators", "the code of the course that Respect calls Working with Perpetrators"
    ),
    Exemption(
        "domestic violence and abuse",
        "what people type into the search; the answer says domestic abuse",
        "site/portal/pages/search/",
    ),
    Exemption("click here", "the list of link words that editors are refused", "site/portal/pages/checks.py"),
    Exemption("perpetrator", "a list of ordinary words that are no names", "site/portal/kernel/names.py"),
)


def test_nothing_that_people_read_uses_a_refused_phrase() -> None:
    found = slips_in(everything_said(), EXEMPT)

    assert not found, "\n".join(map(str, found))


def test_every_exemption_has_a_reason_and_is_still_needed() -> None:
    said = everything_said()
    with_all = len(slips_in(said, EXEMPT))

    for exemption in EXEMPT:
        others = tuple(other for other in EXEMPT if other is not exemption)

        assert exemption.reason
        assert len(slips_in(said, others)) > with_all, f"{exemption.words} is no longer needed"


@pytest.mark.parametrize(
    "planted",
    [
        "The perpetrator moved out.",
        "The Abuser’s family",
        "She failed to protect the child.",
        "A domestic dispute was reported.",
        "He allegedly hit her.",
        "The mother did not engage.",
        "The mother didn’t engage.",
        "Click here to go on",
        "Log in first",
        "a family that is hard to reach",
    ],
)
def test_planted_phrase_is_found(planted: str) -> None:
    assert slips_in([Said("planted", planted)], EXEMPT)


@pytest.mark.parametrize(
    "fine",
    [
        "The person causing harm moved out.",
        "From “why does she choose to stay?” to “what did he do?”",
        "They refused to leave.",
        "A logged decision, a blog entry, a catalogue",
        "An offence was recorded.",
        "Ask for the domestic violence perpetrator programme near you.",
    ],
)
def test_fair_words_are_left_alone(fine: str) -> None:
    assert not slips_in([Said("fine", fine)], EXEMPT)


@pytest.mark.parametrize(
    "markup",
    [
        "<p>The perpetrator</p>",
        '{% row title="The perpetrator left" %}',
        '<img alt="The perpetrator">',
        "{% block title %}The perpetrator{% endblock %}",
    ],
)
def test_planted_phrase_is_found_in_a_template(markup: str) -> None:
    assert slips_in([Said("planted", words_of_template(markup))])


def test_template_code_and_comments_are_no_words() -> None:
    markup = "{# the perpetrator #}{% if offender %}{{ perpetrator }}{% endif %}<i class='perpetrator'>x</i>"

    assert not slips_in([Said("planted", words_of_template(markup))])


def test_planted_phrase_is_found_in_python_but_not_in_a_docstring() -> None:
    source = 'def f():\n    """The perpetrator."""\n    return f"The perpetrator of {1}"\n'

    said = [Said(str(line), text) for line, text in strings_of(ast.parse(source))]

    assert [slip.where for slip in slips_in(said)] == ["3"]


def test_checker_reads_templates_python_and_content() -> None:
    places = {said.where.rpartition(".")[2].partition(":")[0] for said in everything_said()}

    assert places >= {"html", "txt", "py", "toml"}


def test_style_page_names_every_refused_phrase() -> None:
    page = (ROOT / "docs" / "features" / "words.md").read_text()

    missing = [instead for instead in AVOIDED.values() if instead not in page]

    assert not missing
