"""The clock changes of 2026: 29 March and 25 October, at 01:00 UTC."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from portal.kernel import clock

MARCH, OCTOBER = date(2026, 3, 29), date(2026, 10, 25)


def test_wall_time_is_kept_when_the_clocks_change_between_two_days() -> None:
    before = clock.wall_to_utc(date(2026, 10, 24), time(10))
    after = clock.wall_to_utc(date(2026, 10, 26), time(10))

    assert after - before == timedelta(hours=49)
    assert clock.local(after).time() == time(10)


def test_the_missing_hour_is_refused() -> None:
    with pytest.raises(clock.NonexistentTime) as refusal:
        clock.wall_to_utc(MARCH, time(1, 30))

    assert "01:30 does not exist on Sunday 29 March 2026" in refusal.value.sentence


def test_the_hour_that_comes_twice_is_asked_about() -> None:
    with pytest.raises(clock.AmbiguousTime):
        clock.wall_to_utc(OCTOBER, time(1, 30))

    assert clock.wall_to_utc(OCTOBER, time(1, 30), fold=0) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert clock.wall_to_utc(OCTOBER, time(1, 30), fold=1) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(("day", "hours"), [(MARCH, 23), (OCTOBER, 25), (date(2026, 7, 1), 24)])
def test_day_bounds_span_the_hours_of_that_day(day: date, hours: int) -> None:
    start, end = clock.day_bounds(day)

    assert end - start == timedelta(hours=hours)


def test_moments_are_spoken_with_weekday_and_zone() -> None:
    moment = datetime(2026, 7, 1, 8, 30, tzinfo=UTC)

    assert clock.spoken_moment(moment) == "Wednesday 1 July 2026 at 09:30 UK time"
