"""Free times: arithmetic that must hold for every plan, not only for those we thought of."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultations.rules import (
    DAY_MINUTES,
    Busy,
    DayOff,
    ExtraHours,
    Hours,
    Plan,
    Slot,
    Weekly,
    Where,
    WorkingHours,
    free_slots,
    from_minute,
    instant_of,
    merged,
    nearest,
    offered,
    to_minute,
    without,
)
from portal.kernel import clock

NOON = to_minute(datetime(2026, 11, 24, 12, tzinfo=UTC))
TODAY = date(2026, 11, 24).toordinal()
PLACES = st.sampled_from([Where(), Where(place="Judd Street"), Where(organisation_id=3, mode="video")])


@st.composite
def stretches(draw: st.DrawFn) -> Hours:
    starts = draw(st.integers(0, DAY_MINUTES - 2))
    return Hours(starts, draw(st.integers(starts + 1, DAY_MINUTES - 1)), draw(PLACES))


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    day = st.integers(TODAY, TODAY + 60)
    weekly = st.builds(Weekly, st.integers(0, 6), stretches(), day, day)
    busy = st.builds(
        lambda start, length: Busy(start, start + length),
        st.integers(NOON, NOON + 60 * DAY_MINUTES),
        st.integers(1, 600),
    )
    return Plan(
        lead_id=1,
        minutes=draw(st.integers(10, 180)),
        before=draw(st.integers(0, 60)),
        after=draw(st.integers(0, 60)),
        notice=draw(st.integers(0, 5000)),
        horizon=draw(st.integers(0, 70)),
        weekly=tuple(draw(st.lists(weekly, max_size=4))),
        off=tuple(
            draw(st.lists(st.builds(DayOff, day, st.just(0), st.integers(1, DAY_MINUTES)), max_size=3))
        ),
        extra=tuple(draw(st.lists(st.builds(ExtraHours, day, stretches()), max_size=3))),
        busy=tuple(draw(st.lists(busy, max_size=8))),
    )


def free(plan: Plan, now: int = NOON, first: int = TODAY, last: int = TODAY + 90) -> list[Slot]:
    return free_slots(plan, now, first_day=first, last_day=last)


def every_day(starts: int, ends: int, **plan: object) -> Plan:
    return Plan(lead_id=1, weekly=tuple(Weekly(n, Hours(starts, ends)) for n in range(7)), **plan)  # type: ignore[arg-type]


@pytest.mark.feature("CN-01", "CN-04")
@given(plans())
def test_no_free_time_touches_a_busy_one_when_buffers_count(plan: Plan) -> None:
    for slot in free(plan):
        begins, ends = slot.start - plan.before, slot.start + plan.minutes + plan.after

        assert not any(busy.starts < ends and begins < busy.ends for busy in plan.busy)


@pytest.mark.feature("CN-01")
@given(plans())
def test_notice_and_horizon_hold_when_times_are_offered(plan: Plan) -> None:
    for slot in free(plan):
        assert slot.start >= NOON + plan.notice
        assert slot.day <= TODAY + plan.horizon


@pytest.mark.feature("CN-01")
@given(plans())
def test_clock_of_london_shows_the_plan_when_a_time_is_offered(plan: Plan) -> None:
    for slot in free(plan):
        wall = clock.local(slot.starts_at)
        hours = [
            *(
                w.hours
                for w in plan.weekly
                if w.weekday == wall.weekday() and w.first_day <= slot.day <= w.last_day
            ),
            *(e.hours for e in plan.extra if e.day == slot.day),
        ]

        assert (wall.date().toordinal(), wall.hour * 60 + wall.minute) == (slot.day, slot.minute)
        assert any(h.starts <= slot.minute and h.where == slot.where for h in hours)
        assert not any(
            off.day == slot.day and off.starts < slot.minute + plan.minutes and slot.minute < off.ends
            for off in plan.off
        )


@given(plans())
def test_any_two_times_of_one_place_leave_room_for_both_when_offered(plan: Plan) -> None:
    found = free(plan)

    for a, b in pairwise(found):
        if a.where == b.where and a.day == b.day:
            assert b.minute - a.minute >= plan.minutes


@given(plans())
def test_same_times_come_when_a_day_is_asked_for_alone(plan: Plan) -> None:
    whole = free(plan)
    single = [slot for day in range(TODAY, TODAY + 91) for slot in free(plan, first=day, last=day)]

    assert single == whole


@pytest.mark.feature("CN-01")
@given(st.lists(stretches(), max_size=8))
def test_same_minutes_are_covered_when_stretches_are_joined(found: list[Hours]) -> None:
    joined = merged(found)

    for where in {h.where for h in found}:
        before = {m for h in found if h.where == where for m in range(h.starts, h.ends)}
        after = [m for h in joined if h.where == where for m in range(h.starts, h.ends)]
        assert len(after) == len(set(after))
        assert set(after) == before


@given(stretches(), st.lists(st.tuples(st.integers(0, 1400), st.integers(1, 400)), max_size=4))
def test_only_the_time_off_is_missing_when_it_is_cut_out(hours: Hours, gaps: list[tuple[int, int]]) -> None:
    off = [DayOff(1, start, start + length) for start, length in gaps]

    left = {m for piece in without(hours, off) for m in range(piece.starts, piece.ends)}

    assert left == set(range(hours.starts, hours.ends)) - {m for g in off for m in range(g.starts, g.ends)}


@pytest.mark.feature("CN-01")
@given(plans(), st.integers(0, 4), st.integers(0, 8))
def test_caps_are_never_passed_when_every_offer_is_taken_in_turn(plan: Plan, daily: int, weekly: int) -> None:
    plan = replace(plan, daily_cap=daily, weekly_cap=weekly, horizon=14)

    while found := free(plan):
        slot = found[0]
        taken = Busy(slot.start - plan.before, slot.start + plan.minutes + plan.after)
        plan = replace(plan, busy=(*plan.busy, taken), booked=(*plan.booked, slot.start))

    days = [clock.local(from_minute(start)).date() for start in plan.booked]
    assert all(days.count(day) <= daily for day in days)
    assert all(
        sum(d - timedelta(days=d.weekday()) == day - timedelta(days=day.weekday()) for d in days) <= weekly
        for day in days
    )


@pytest.mark.feature("CN-01")
@pytest.mark.parametrize(
    ("day", "offset"), [(date(2027, 3, 27), 0), (date(2027, 3, 29), 1), (date(2027, 10, 30), 1)]
)
def test_wall_time_stays_when_the_clocks_change(day: date, offset: int) -> None:
    plan = every_day(10 * 60, 11 * 60)
    now = to_minute(datetime(2027, day.month, 20, tzinfo=UTC))

    found = free(plan, now=now, first=day.toordinal(), last=day.toordinal())

    assert [slot.starts_at for slot in found] == [datetime(2027, day.month, day.day, 10 - offset, tzinfo=UTC)]


@pytest.mark.feature("CN-01")
def test_hour_that_does_not_exist_is_left_out_when_clocks_go_forward() -> None:
    plan = every_day(0, 4 * 60, minutes=30)
    spring = date(2027, 3, 28).toordinal()
    now = to_minute(datetime(2027, 3, 20, tzinfo=UTC))

    found = free(plan, now=now, first=spring, last=spring)

    assert [slot.minute for slot in found] == [0, 30, 120, 150, 180, 210]
    assert [slot.start for slot in found] == [found[0].start + n for n in (0, 30, 60, 90, 120, 150)]


@pytest.mark.feature("CN-01")
def test_hour_that_comes_twice_is_left_out_when_clocks_go_back() -> None:
    plan = every_day(0, 4 * 60, minutes=30)
    autumn = date(2027, 10, 31).toordinal()
    now = to_minute(datetime(2027, 10, 25, tzinfo=UTC))

    found = free(plan, now=now, first=autumn, last=autumn)

    assert [slot.minute for slot in found] == [0, 30, 120, 150, 180, 210]
    assert found[2].start - found[1].start == 150


@given(
    st.integers(date(2020, 1, 1).toordinal(), date(2035, 1, 1).toordinal()), st.integers(0, DAY_MINUTES - 1)
)
def test_instant_agrees_with_the_clock_when_it_exists_once(day: int, minute: int) -> None:
    at = time(minute // 60, minute % 60)
    try:
        expected: int | None = to_minute(clock.wall_to_utc(date.fromordinal(day), at))
    except (clock.NonexistentTime, clock.AmbiguousTime):
        expected = None

    assert instant_of(day, minute) == expected


@pytest.mark.feature("CN-01")
def test_kept_hours_are_off_the_list_when_a_rule_runs_through_them() -> None:
    kept = Weekly(0, Hours(14 * 60, 15 * 60, Where(kept_for_urgent=True)))
    plan = Plan(1, weekly=(Weekly(0, Hours(13 * 60, 16 * 60)), kept), horizon=7)

    usual = [slot.minute for slot in free(plan)]
    urgent = [s.minute for s in free_slots(plan, NOON, first_day=TODAY, last_day=TODAY + 7, urgent=True)]

    assert usual == [13 * 60, 15 * 60]
    assert urgent == [13 * 60, 14 * 60, 15 * 60]


@pytest.mark.feature("CN-03")
def test_cover_shows_only_where_the_own_lead_has_nothing_when_both_serve() -> None:
    own = Plan(1, weekly=(Weekly(0, Hours(600, 660)),), horizon=14)
    cover = Plan(2, weekly=(Weekly(0, Hours(600, 720)), Weekly(1, Hours(600, 660))), horizon=14)
    always = (1, date.max.toordinal())

    found = offered([(2, *always, cover), (1, *always, own)], NOON, first_day=TODAY, last_day=TODAY + 14)

    assert {(s.lead_id, (s.day - 1) % 7) for s in found} == {(1, 0), (2, 1)}


@given(plans(), plans(), st.integers(TODAY, TODAY + 40), st.integers(TODAY, TODAY + 40))
def test_every_time_on_offer_is_free_and_covered_when_two_leads_serve(
    a: Plan, b: Plan, from_day: int, to_day: int
) -> None:
    a, b = replace(a, lead_id=1), replace(b, lead_id=2)
    covers = [(1, from_day, to_day, a), (2, TODAY, TODAY + 90, b)]

    found = offered(covers, NOON, first_day=TODAY, last_day=TODAY + 90)

    free_of = {1: {s for s in free(a) if from_day <= s.day <= to_day}, 2: set(free(b))}
    assert all(slot in free_of[slot.lead_id] for slot in found)
    for day in {slot.day for slot in found}:
        own = {slot for slot in free_of[1] if slot.day == day}
        assert {slot for slot in found if slot.day == day} == (own or {s for s in free_of[2] if s.day == day})
    assert found == sorted(found, key=lambda slot: (slot.start, slot.lead_id))


def test_least_booked_lead_is_named_when_several_are_free_then() -> None:
    monday = (Weekly(0, Hours(600, 660, Where(place="Judd Street"))),)
    long_ago = (0, 10_000, 20_000)
    leads = [Plan(lead, weekly=monday, booked=long_ago[:number]) for lead, number in ((1, 3), (2, 1), (3, 1))]

    found = offered(
        [(1, 1, date.max.toordinal(), plan) for plan in leads], NOON, first_day=TODAY, last_day=TODAY + 7
    )

    assert [slot.lead_id for slot in found] == [2]


def test_nearest_times_come_in_order_when_one_is_lost() -> None:
    slots = [Slot(start, 1, 1, 600, 60, Where()) for start in (10, 50, 90, 130, 200)]

    assert [s.start for s in nearest(slots, 95)] == [50, 90, 130]


@pytest.mark.feature("CN-02")
def test_whole_slot_must_fit_when_somebody_says_when_they_work() -> None:
    hours = WorkingHours(frozenset({0}), 9 * 60, 12 * 60)
    monday = date(2026, 11, 30).toordinal()

    assert hours.fits(Slot(0, 1, monday, 11 * 60, 60, Where()))
    assert not hours.fits(Slot(0, 1, monday, 11 * 60 + 15, 60, Where()))
    assert not hours.fits(Slot(0, 1, monday + 1, 10 * 60, 60, Where()))
