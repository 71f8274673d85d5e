"""Quarters do not overlap, leave no day out, and are shown once they are settled."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kernel.periods import OFFERED, SETTLING, Quarter, quarter_of, settled_quarters

pytestmark = pytest.mark.feature("CN-16", "RF-09")
days = st.dates(date(2020, 1, 1), date(2040, 12, 31))


@given(days)
def test_every_day_lies_in_one_quarter_and_quarters_follow_one_another(day: date) -> None:
    quarter = quarter_of(day)

    assert quarter.first_day <= day <= quarter.last_day
    assert quarter.next().first_day == quarter.last_day + timedelta(days=1)
    assert quarter.next().before() == quarter == quarter_of(quarter.last_day)


@given(days)
def test_only_settled_quarters_are_offered_and_the_latest_of_them_first(today: date) -> None:
    offered = settled_quarters(today)

    assert len(offered) == OFFERED
    assert offered[0].last_day + SETTLING < today <= offered[0].next().last_day + SETTLING
    assert all(later == earlier.next() for later, earlier in pairwise(offered))


@pytest.mark.parametrize(
    ("today", "words"),
    [
        (date(2026, 10, 28), "April to June 2026"),
        (date(2026, 10, 29), "July to September 2026"),
        (date(2027, 1, 28), "July to September 2026"),
        (date(2027, 1, 29), "October to December 2026"),
        (date(2027, 4, 29), "January to March 2027"),
    ],
)
def test_quarter_is_shown_four_weeks_after_its_end(today: date, words: str) -> None:
    assert settled_quarters(today)[0].words == words


def test_quarter_is_settled_at_midnight_in_london_when_the_clocks_have_changed() -> None:
    assert Quarter(2026, 1).settled_at == datetime(2026, 4, 28, 23, tzinfo=UTC)
    assert Quarter(2026, 3).settled_at == datetime(2026, 10, 29, tzinfo=UTC)
