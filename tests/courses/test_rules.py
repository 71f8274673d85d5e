"""Judgement and arithmetic, by themselves."""

import itertools
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.rules.audiences import audiences_of
from courses.rules.dates import (
    DayPlan,
    deadline,
    is_late_to_cancel,
    overlaps,
    shifted,
    short_days,
    spoken_days,
    spoken_minutes,
    spoken_times,
)
from courses.rules.enrolling import Asker, Terms, why_not_enrol, why_not_wait
from portal.kernel import clock

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
FAR = NOW + timedelta(days=900)


def terms(**changes):
    given_terms = {
        "state": "published",
        "opens_at": None,
        "closes_at": NOW + timedelta(days=40),
        "starts_at": NOW + timedelta(days=41),
        "open_to": {},
        "places_left": 3,
        "waiting": 0,
    }
    return Terms(**{**given_terms, **changes})


ANYBODY = Asker(person_id=1, organisation_id=7)


def codes(reasons):
    return [reason.code for reason in reasons]


@pytest.mark.feature("CO-08")
def test_nothing_stands_in_the_way_when_everything_fits():
    assert why_not_enrol(ANYBODY, terms(), NOW) == ()


@pytest.mark.feature("CO-08")
def test_every_reason_is_given_at_once_with_a_next_step():
    asker = Asker(person_id=1, organisation_id=7, missing=("Overview",))

    reasons = why_not_enrol(asker, terms(open_to={8: "Croydon"}, places_left=0, closes_at=NOW), NOW)

    assert codes(reasons) == ["closed", "borough", "prerequisite", "full"]
    assert all(reason.next_step for reason in reasons)


@pytest.mark.feature("CO-11")
def test_full_run_stands_against_a_place_and_not_against_the_list():
    full = terms(places_left=0, waiting=2)

    assert codes(why_not_enrol(ANYBODY, full, NOW)) == ["full"]
    assert why_not_wait(ANYBODY, full, NOW) == ()


@pytest.mark.feature("CO-11")
def test_free_place_belongs_to_the_list_when_people_wait():
    assert codes(why_not_enrol(ANYBODY, terms(places_left=1, waiting=1), NOW)) == ["full"]


@given(
    places=st.integers(0, 3),
    waiting=st.integers(0, 3),
    organisation=st.sampled_from([None, 7, 8]),
    state=st.sampled_from(["draft", "published", "cancelled", "finished"]),
    live=st.sampled_from([None, "booked", "waiting"]),
)
def test_whoever_may_not_wait_may_not_have_a_place_either(places, waiting, organisation, state, live):
    asker = Asker(person_id=1, organisation_id=organisation, live_state=live)
    run = terms(state=state, places_left=places, waiting=waiting, open_to={7: "Camden"})

    place, wait = why_not_enrol(asker, run, NOW), why_not_wait(asker, run, NOW)

    assert set(codes(wait)) <= set(codes(place))
    assert set(codes(place)) - set(codes(wait)) <= {"full"}


@pytest.mark.feature("CO-10")
@pytest.mark.parametrize(
    ("days", "until"),
    [
        (6, "Monday 30 November 2026 at 17:00 UK time"),
        (4, "Monday 30 November 2026 at 17:00 UK time"),
        (31, "Tuesday 29 December 2026 at 17:00 UK time"),
    ],
)
def test_deadline_falls_on_a_working_day(days, until):
    assert clock.spoken_moment(deadline(NOW, days, latest=FAR)) == until


@given(days=st.integers(1, 400))
def test_deadline_is_in_office_hours_and_never_after_the_latest(days):
    held = deadline(NOW, days, latest=FAR)

    assert clock.local(held).time() == time(17)
    assert clock.local(held).weekday() < 5
    assert deadline(NOW, days, latest=NOW + timedelta(hours=1)) == NOW + timedelta(hours=1)


@pytest.mark.feature("CO-05")
@given(
    gaps=st.lists(st.integers(1, 40), min_size=1, max_size=5),
    first=st.dates(date(2026, 1, 1), date(2030, 1, 1)),
    to=st.dates(date(2026, 1, 1), date(2030, 1, 1)),
)
def test_copied_days_keep_their_gaps_and_hours(gaps, first, to):
    plans = [DayPlan(first, time(9, 30), time(16))]
    for gap in gaps:
        plans.append(DayPlan(plans[-1].on + timedelta(days=gap), time(9, 30), time(16)))

    copies = shifted(plans, to)

    assert copies[0].on == to
    assert [b.on - a.on for a, b in itertools.pairwise(copies)] == [timedelta(days=g) for g in gaps]
    assert {(copy.starts, copy.ends) for copy in copies} == {(time(9, 30), time(16))}


@pytest.mark.feature("CO-13")
def test_touching_ends_do_not_clash():
    hour = timedelta(hours=1)

    assert overlaps([(NOW, NOW + hour)], [(NOW + hour, NOW + 2 * hour)]) == []
    assert overlaps([(NOW, NOW + hour)], [(NOW + hour / 2, NOW + 2 * hour)]) != []


@pytest.mark.feature("CO-15")
def test_day_of_the_deadline_is_still_in_time():
    starts_at = datetime(2026, 12, 8, 9, 30, tzinfo=UTC)

    assert not is_late_to_cancel(datetime(2026, 12, 3, 23, tzinfo=UTC), starts_at, 5)
    assert is_late_to_cancel(datetime(2026, 12, 4, 0, 1, tzinfo=UTC), starts_at, 5)


@pytest.mark.parametrize(
    ("days", "words", "margin"),
    [
        ([date(2026, 11, 24)], "Tuesday 24 November 2026", ("Tue 24", "November 2026")),
        ([date(2027, 1, d) for d in (12, 13, 14, 15)], "12 to 15 January 2027", ("12 to 15", "January 2027")),
        ([date(2027, 3, d) for d in (2, 9, 16)], "2, 9 and 16 March 2027", ("2, 9, 16", "March 2027")),
        (
            [date(2026, 11, 30), date(2026, 12, 1)],
            "30 November to 1 December 2026",
            ("30\u00a0Nov to 1\u00a0Dec", "2026"),
        ),
        (
            [date(2026, 12, 31), date(2027, 1, 4)],
            "31 December 2026 to 4 January 2027",
            ("31\u00a0Dec to 4\u00a0Jan", "2027"),
        ),
        ([], "dates to be announced", ("No date", "")),
    ],
)
def test_days_are_said_in_few_words(days, words, margin):
    assert spoken_days(days) == words
    assert short_days(days) == margin


def test_hours_and_minutes_are_said_in_few_words():
    morning, late = (time(9, 30), time(12)), (time(13), time(16))

    assert spoken_times([morning]) == "09:30 to 12:00"
    assert spoken_times([morning, morning]) == "09:30 to 12:00 each day"
    assert spoken_times([morning, late]) == "09:30 to 12:00 on the first day"
    assert [spoken_minutes(m) for m in (0, 45, 60, 390)] == [
        "not stated",
        "45 minutes",
        "1 hour",
        "6 hours 30 minutes",
    ]


@pytest.mark.feature("CO-01")
@pytest.mark.parametrize(
    ("title", "audiences"),
    [
        ("Senior Social Worker", {"social_workers"}),
        ("Team Manager", {"supervisors"}),
        ("Family Support Worker", {"early_help"}),
        ("Astronaut", set()),
    ],
)
def test_job_titles_point_at_audiences(title, audiences):
    assert audiences_of(title) == audiences
