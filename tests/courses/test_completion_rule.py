"""When a course counts as completed: the rule on plain facts."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.rules.completion import DayAttended, FormAsked, Progress, completion_of

pytestmark = pytest.mark.feature("CO-18")
FIRST = date(2027, 1, 12)


def days(*marks, length=360):
    return tuple(
        DayAttended(
            FIRST + timedelta(days=number), length, *(mark if isinstance(mark, tuple) else (mark, None))
        )
        for number, mark in enumerate(marks)
    )


def judged(*marks, rule="all_days", share=100, forms=()):
    return completion_of(Progress(rule, share, days(*marks), tuple(forms)))


def test_course_is_completed_on_its_last_day_when_every_day_was_full():
    verdict = judged("full", "full", "full", "full")

    assert verdict.complete
    assert verdict.completed_on == date(2027, 1, 15)
    assert verdict.missing == ()


def test_course_is_completed_on_the_day_of_the_form_when_that_came_last():
    verdict = judged("full", forms=[FormAsked("Before", FIRST), FormAsked("After", date(2027, 2, 3))])

    assert verdict.completed_on == date(2027, 2, 3)


def test_missing_day_is_named_when_somebody_was_not_there():
    verdict = judged("full", "none")

    assert not verdict.complete
    assert verdict.missing == ("Wednesday 13 January 2027: not there.",)
    assert verdict.fell_short


def test_minutes_are_named_when_somebody_left_early():
    verdict = judged("full", ("part", 200))

    assert verdict.missing == ("Wednesday 13 January 2027: there for 200 of 360 minutes.",)


def test_nothing_is_assumed_when_a_register_has_not_been_taken():
    verdict = judged("full", None)

    assert verdict.missing == ("Wednesday 13 January 2027: no register yet.",)
    assert not verdict.fell_short


def test_form_is_named_when_it_was_not_sent():
    verdict = judged("full", forms=[FormAsked("After the course")])

    assert verdict.missing == ("Questionnaire “After the course”: not sent yet.",)
    assert not verdict.fell_short


def test_share_of_minutes_suffices_when_the_course_says_so():
    enough = judged("full", "full", "full", ("part", 72), rule="share_of_minutes", share=80)
    short = judged("full", "full", "full", ("part", 71), rule="share_of_minutes", share=80)

    assert enough.complete
    assert short.missing == ("1152 of 1440 minutes are needed (80 per cent); 1151 so far.",)
    assert short.fell_short


def test_share_is_not_called_missed_when_days_are_still_to_come():
    verdict = judged("none", None, None, None, None, rule="share_of_minutes", share=80)

    assert not verdict.fell_short
    assert all("register" in sentence for sentence in verdict.missing)


def test_run_without_days_completes_nobody_when_weighed():
    assert not completion_of(Progress("all_days", 100, ())).complete


marks = st.one_of(
    st.none(), st.sampled_from(["full", "none"]), st.tuples(st.just("part"), st.integers(1, 359))
)
progress = st.builds(
    Progress,
    st.sampled_from(["all_days", "share_of_minutes"]),
    st.integers(1, 100),
    st.lists(marks, max_size=6).map(lambda found: days(*found)),
    st.lists(st.builds(FormAsked, st.just("Form"), st.none() | st.just(FIRST)), max_size=2).map(tuple),
)


@given(progress)
def test_verdict_is_complete_only_when_nothing_is_missing(progress):
    verdict = completion_of(progress)

    assert verdict.complete == (not verdict.missing and bool(progress.days))
    assert verdict.complete == (verdict.completed_on is not None)
    assert not (verdict.complete and verdict.fell_short)


@given(progress)
def test_completion_is_not_lost_when_more_is_attended(progress):
    better = Progress(
        progress.rule,
        progress.share,
        tuple(DayAttended(day.on, day.length, "full") for day in progress.days),
        progress.forms,
    )

    assert completion_of(better).complete or not completion_of(progress).complete
