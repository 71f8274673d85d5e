"""Terms and gaps as arithmetic."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from champions.rules import Serving, TeamGap, next_term_start, single_points, term_end

pytestmark = pytest.mark.feature("CH-01")


@pytest.mark.parametrize(
    ("starts_on", "months", "ends_on"),
    [
        (date(2026, 11, 24), 12, date(2027, 11, 23)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 12, 1), 3, date(2027, 2, 28)),
    ],
)
def test_term_ends_before_its_anniversary_when_there_is_one(
    starts_on: date, months: int, ends_on: date
) -> None:
    assert term_end(starts_on, months) == ends_on


@given(st.dates(date(2020, 1, 1), date(2060, 1, 1)), st.integers(3, 24))
def test_terms_follow_each_other_without_gap_or_overlap_when_renewed_in_time(
    starts_on: date, months: int
) -> None:
    first_end = term_end(starts_on, months)

    second_start = next_term_start(first_end, first_end - timedelta(days=5))

    assert second_start == first_end + timedelta(days=1)
    assert timedelta(days=28 * months - 3) <= first_end - starts_on <= timedelta(days=31 * months)


def test_term_begins_today_when_the_old_one_is_long_over() -> None:
    assert next_term_start(date(2026, 1, 31), date(2026, 11, 24)) == date(2026, 11, 24)


def team(number: int, *serving: Serving, service: int = 1) -> TeamGap:
    return TeamGap(number, f"Team {number}", service, f"Service {service}", 1, "Camden", 10, 0, serving)


@pytest.mark.feature("CH-05")
def test_team_stands_by_its_champions_when_some_leave() -> None:
    stays, leaves = Serving(1, 1), Serving(2, 2, date(2026, 12, 31))

    nobody = TeamGap(9, "Team 9", 1, "Service 1", 1, "Camden", 0, 0)

    assert nobody.standing == "empty"
    assert [team(1).standing, team(1, leaves).standing, team(1, leaves, stays).standing] == [
        "gap",
        "closing",
        "covered",
    ]


@pytest.mark.feature("CH-05")
def test_service_is_a_single_point_when_several_teams_lean_on_one_person() -> None:
    one, same, other = Serving(1, 7), Serving(2, 7), Serving(3, 8)
    teams = [
        team(1, one),
        team(2, same),
        team(3, one, service=2),
        team(4, one, service=3),
        team(5, other, service=3),
        team(6, service=4),
        team(7, service=4),
    ]

    assert [(point.service_id, point.teams) for point in single_points(teams)] == [(1, 2)]
