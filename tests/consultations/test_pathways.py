"""Pathways are dated data; the check answers in words, to the day."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultations.codes import Pathway as CodedPathway
from consultations.models import Suitability
from consultations.models import Whose as StoredWhose
from consultations.pathways import (
    VERSIONS,
    Kind,
    Outcome,
    Pathway,
    Whose,
    pathway_on,
    pathways_on,
    suitability,
    version_named,
)
from consultations.pathways.months import add_months, has_lasted, is_within
from consultations.pathways.registry import faults
from consultations.pathways.restart import RESTART_1

TODAY = date(2026, 11, 24)
CAMDEN, BARNET, BARKING, TRAFFORD, NORFOLK = (
    "E09000007",
    "E09000003",
    "E09000002",
    "E08000009",
    "E10000020",
)
RESTART_YES = {
    "open_case": "yes",
    "abuse_identified": "yes",
    "early_signs": "yes",
    "abuse_involves_under_16": "no",
    "high_risk_and_harm": "no",
}


def restart(on: date = TODAY) -> Pathway:
    found = pathway_on("restart", on)
    assert found is not None
    return found


def trafford(ended: str, started: str, on: date, **answers: str) -> dict[str, str]:
    pathway = pathway_on("trafford-transition", on)
    assert pathway is not None
    said = {
        "earlier_plan_ended_on": ended,
        "plan_started_on": started,
        "abuse_at_planning": "yes",
        "moving_to_cin": "yes",
        **answers,
    }
    return suitability(pathway, said, on, TRAFFORD).criteria


@pytest.mark.feature("RF-01")
def test_every_pathway_has_the_words_a_page_needs() -> None:
    for version in VERSIONS:
        assert version.name
        assert version.summary
        assert version.source
        assert version.contact.words
        assert version.audience, version.version


@pytest.mark.feature("RF-01")
def test_every_code_that_a_record_may_name_is_a_pathway() -> None:
    codes = {version.code for version in VERSIONS}

    assert set(CodedPathway.values) <= codes


def test_stored_words_are_those_of_the_pathways() -> None:
    assert set(Suitability.values) == {str(outcome) for outcome in Outcome}
    assert set(StoredWhose.values) == {str(whose) for whose in Whose}


@pytest.mark.feature("RF-01")
def test_a_list_that_contradicts_itself_is_named() -> None:
    twice = replace(RESTART_1, valid_to=None)
    lost = replace(RESTART_1, code="lost", version="lost/1", questions=())

    found = faults((RESTART_1, twice, lost))

    assert any("twice" in fault for fault in found)
    assert any("overlaps" in fault for fault in found)
    assert any("asks []" in fault for fault in found)
    assert any("diverts to nowhere" in fault for fault in found)


@pytest.mark.feature("RF-01")
def test_restart_serves_five_boroughs_before_2024_and_six_after() -> None:
    before, after = restart(date(2023, 12, 31)), restart(date(2024, 1, 1))

    assert len(before.areas or ()) == 5
    assert not before.serves(BARKING)
    assert len(after.areas or ()) == 6
    assert after.serves(BARKING)


@pytest.mark.feature("RF-01")
def test_an_old_version_stays_readable_when_it_is_no_longer_in_force() -> None:
    old = version_named("restart/1")

    assert not old.in_force(TODAY)
    assert suitability(old, RESTART_YES, TODAY, BARKING).result is Outcome.NOT_SUITABLE


@pytest.mark.feature("RF-02")
def test_restart_is_suitable_when_every_criterion_is_met() -> None:
    found = suitability(restart(), RESTART_YES, TODAY, CAMDEN)

    assert found.result is Outcome.SUITABLE
    assert set(found.criteria.values()) == {"met"}
    assert "Camden" in found.sentences[0]


@pytest.mark.feature("RF-02")
@pytest.mark.parametrize("code", sorted(RESTART_YES))
def test_restart_is_not_known_when_one_answer_is_missing(code: str) -> None:
    answers = {key: value for key, value in RESTART_YES.items() if key != code}

    found = suitability(restart(), answers, TODAY, CAMDEN)

    assert found.result is Outcome.NOT_KNOWN
    assert found.criteria[code] == "not_known"


@pytest.mark.feature("RF-02")
def test_high_risk_stops_restart_and_shows_marac_even_when_nothing_else_is_answered() -> None:
    found = suitability(restart(), {"high_risk_and_harm": "yes"}, TODAY, CAMDEN)

    assert found.result is Outcome.NOT_SUITABLE
    assert found.divert == "marac"
    assert any("MARAC" in sentence for sentence in found.sentences)


@pytest.mark.feature("RF-02")
def test_restart_is_refused_with_the_boroughs_when_the_family_lives_elsewhere() -> None:
    found = suitability(restart(), RESTART_YES, TODAY, BARNET)

    assert found.result is Outcome.NOT_SUITABLE
    assert "not Barnet" in found.sentences[0]
    assert "Croydon" in found.sentences[0]


@pytest.mark.feature("RF-02")
def test_marac_needs_one_criterion_only() -> None:
    marac = pathway_on("marac", TODAY)
    assert marac is not None
    nothing = dict.fromkeys(("dash_14", "professional_judgement", "escalation", "repeat"), "no")

    assert suitability(marac, nothing, TODAY, CAMDEN).result is Outcome.NOT_SUITABLE
    assert suitability(marac, nothing | {"repeat": "yes"}, TODAY, CAMDEN).result is Outcome.SUITABLE
    assert suitability(marac, nothing | {"repeat": "not_known"}, TODAY, CAMDEN).result is Outcome.NOT_KNOWN


@pytest.mark.feature("RF-02")
@pytest.mark.parametrize(
    ("motivation", "willing", "result"),
    [
        ("yes", "no", Outcome.SUITABLE),
        ("no", "yes", Outcome.SUITABLE),
        ("no", "no", Outcome.NOT_SUITABLE),
        ("no", "not_known", Outcome.NOT_KNOWN),
    ],
)
def test_engage_needs_motivation_or_willingness(motivation: str, willing: str, result: Outcome) -> None:
    engage = pathway_on("engage-1", TODAY)
    assert engage is not None
    answers = {"staying_together": "yes", "motivation": motivation, "willing_to_explore": willing}

    assert suitability(engage, answers, TODAY, NORFOLK).result is result


@pytest.mark.feature("RF-02")
@pytest.mark.parametrize(
    ("on", "verdict"),
    [(date(2026, 5, 14), "not_met"), (date(2026, 5, 15), "met"), (date(2026, 5, 16), "met")],
)
def test_trafford_plan_counts_from_exactly_four_months(on: date, verdict: str) -> None:
    assert trafford("2025-12-01", "2026-01-15", on)["four_months"] == verdict


@pytest.mark.feature("RF-02")
@pytest.mark.parametrize(
    ("ended", "started", "verdict"),
    [
        ("2024-11-15", "2026-05-14", "met"),
        ("2024-11-15", "2026-05-15", "met"),
        ("2024-11-15", "2026-05-16", "not_met"),
        ("2024-08-31", "2026-02-28", "met"),
        ("2024-08-31", "2026-03-01", "not_met"),
        ("2026-05-15", "2026-05-15", "met"),
        ("2026-05-15", "2026-05-14", "not_met"),
    ],
)
def test_trafford_second_plan_counts_up_to_exactly_eighteen_months(
    ended: str, started: str, verdict: str
) -> None:
    assert trafford(ended, started, TODAY)["second_plan"] == verdict


@pytest.mark.feature("RF-02")
def test_trafford_says_which_criterion_failed_and_which_is_not_known() -> None:
    found = trafford("", "2026-11-01", TODAY, moving_to_cin="no")

    assert found == {
        "area": "met",
        "second_plan": "not_known",
        "abuse_at_planning": "met",
        "four_months": "not_met",
        "moving_to_cin": "not_met",
    }


@pytest.mark.feature("RF-02")
@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 2, 28), 1, date(2026, 3, 28)),
        (date(2026, 10, 31), 4, date(2027, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 12, 31), 0, date(2026, 12, 31)),
    ],
)
def test_months_end_on_the_same_day_or_the_last_of_the_month(day: date, months: int, expected: date) -> None:
    assert add_months(day, months) == expected


DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2080, 12, 31))


@pytest.mark.feature("RF-02")
@given(day=DAYS, months=st.integers(min_value=0, max_value=60))
def test_a_period_begins_to_count_on_one_day_and_never_stops(day: date, months: int) -> None:
    reached = add_months(day, months)

    assert has_lasted(day, months, reached)
    assert has_lasted(day, months, reached + timedelta(days=1))
    assert months == 0 or not has_lasted(day, months, reached - timedelta(days=1))
    assert is_within(day, reached, months)
    assert not is_within(day, reached + timedelta(days=1), months)


@pytest.mark.feature("RF-02")
@given(first=DAYS, second=DAYS, months=st.integers(min_value=0, max_value=60))
def test_a_later_start_never_reaches_a_period_sooner(first: date, second: date, months: int) -> None:
    earlier, later = sorted((first, second))

    assert add_months(earlier, months) <= add_months(later, months)


@pytest.mark.feature("RF-02")
def test_no_answer_makes_a_pathway_suitable_by_being_unknown() -> None:
    """Learning more may settle a doubt; it never turns a refusal into a yes."""
    for pathway in pathways_on(TODAY):
        codes = [question.code for question in pathway.questions if question.kind is Kind.YES_NO]
        area = (pathway.areas or (CAMDEN,))[0] if pathway.areas != () else ""
        for answers in product(("yes", "no", "not_known"), repeat=min(len(codes), 5)):
            known = dict(zip(codes, answers, strict=False))
            refused = suitability(pathway, known, TODAY, area).result is Outcome.NOT_SUITABLE
            for code, answer in known.items():
                if refused and answer == "not_known":
                    more = {**known, code: "yes"}, {**known, code: "no"}
                    assert all(
                        suitability(pathway, said, TODAY, area).result is not Outcome.SUITABLE
                        for said in more
                    )
