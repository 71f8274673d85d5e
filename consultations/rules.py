"""Which times are free: arithmetic on plain whole minutes.

Hours are wall time of London, kept as minutes after midnight; instants are whole minutes since 1970 in UTC; days are
ordinals (`date.toordinal`). A day is turned into instants once, not once per slot; only the two days a year on which
the clocks change are looked at minute by minute. A time that does not exist, or comes twice, is never offered.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from portal.kernel import clock

DAY_MINUTES = 24 * 60
FOREVER = date.max.toordinal()


class Where(NamedTuple):
    """What comes with a time: for which borough (None: every borough of the lead), where, how, and for whom."""

    organisation_id: int | None = None
    place: str = ""
    mode: str = "in_person"
    kept_for_urgent: bool = False


class Hours(NamedTuple):
    """A stretch of one day: wall minutes from `starts` up to `ends`."""

    starts: int
    ends: int
    where: Where = Where()


class Weekly(NamedTuple):
    """The same hours every week from one day (ordinal) to another, both included."""

    weekday: int
    hours: Hours
    first_day: int = 1
    last_day: int = FOREVER


class DayOff(NamedTuple):
    """No work on a day from `starts` up to `ends` (wall minutes); the whole day by default."""

    day: int
    starts: int = 0
    ends: int = DAY_MINUTES


class ExtraHours(NamedTuple):
    """Work on a day that the week would not bring."""

    day: int
    hours: Hours


class Busy(NamedTuple):
    """A stretch of time taken, in instants; buffers included."""

    starts: int
    ends: int


# A time at a place and in a mode: what two leads may both offer.
Claim = tuple[int, str, str]


class Slot(NamedTuple):
    """A time that can be booked. `day` and `minute` are what London's clocks show."""

    start: int
    lead_id: int
    day: int
    minute: int
    minutes: int
    where: Where

    @property
    def starts_at(self) -> datetime:
        return from_minute(self.start)

    @property
    def ends_at(self) -> datetime:
        return from_minute(self.start + self.minutes)

    @property
    def key(self) -> str:
        """How a form names it: the lead and the instant."""
        return f"{self.lead_id}-{self.start}"


@dataclass(frozen=True, slots=True)
class Plan:
    """All that decides one lead's free times.

    Args:
        lead_id: whose plan.
        minutes: length of a consultation.
        before, after: buffers in minutes.
        notice: minutes between now and the first time on offer.
        horizon: how many days ahead, today not counted.
        daily_cap, weekly_cap: the most that are booked in a day, in a week from Monday.
        weekly, off, extra: the hours.
        busy: time taken, of the lead and of whoever asks.
        booked: starts of what the lead already has, for the caps.
        rest: days on which the week brings no hours, only extra ones: bank holidays.
    """

    lead_id: int
    minutes: int = 60
    before: int = 0
    after: int = 0
    notice: int = 0
    horizon: int = 56
    daily_cap: int = 24
    weekly_cap: int = 168
    weekly: tuple[Weekly, ...] = ()
    off: tuple[DayOff, ...] = ()
    extra: tuple[ExtraHours, ...] = ()
    busy: tuple[Busy, ...] = ()
    booked: tuple[int, ...] = field(default=())
    rest: frozenset[int] = frozenset()


def to_minute(moment: datetime) -> int:
    """Whole minutes since 1970, rounded down."""
    return int(moment.timestamp()) // 60


def from_minute(minute: int) -> datetime:
    """The instant, in UTC."""
    return datetime.fromtimestamp(minute * 60, UTC)


def wall_minute(at: time) -> int:
    """Minutes after midnight."""
    return at.hour * 60 + at.minute


def spoken_minute(minute: int) -> str:
    """Minutes after midnight as 09:30."""
    return f"{minute // 60:02}:{minute % 60:02}"


@lru_cache(maxsize=2048)
def _midnight(day: int) -> tuple[int, bool]:
    """The instant at which the day begins in London, and whether it has 24 ordinary hours."""
    starts, ends = (to_minute(moment) for moment in clock.day_bounds(date.fromordinal(day)))
    return starts, ends - starts == DAY_MINUTES


def instant_of(day: int, minute: int) -> int | None:
    """The instant at which London's clocks show that minute of that day; None if never or twice."""
    base, ordinary = _midnight(day)
    if ordinary:
        return base + minute
    at = time(minute // 60, minute % 60)
    try:
        return to_minute(clock.wall_to_utc(date.fromordinal(day), at))
    except (clock.NonexistentTime, clock.AmbiguousTime):
        return None


def merged(stretches: Iterable[Hours]) -> list[Hours]:
    """The same time with overlapping and touching stretches of one place joined; in order."""
    joined: list[Hours] = []
    last: dict[Where, int] = {}
    for hours in sorted(stretches, key=lambda h: (h.starts, h.ends)):
        at = last.get(hours.where)
        if at is not None and hours.starts <= joined[at].ends:
            joined[at] = joined[at]._replace(ends=max(joined[at].ends, hours.ends))
        else:
            last[hours.where] = len(joined)
            joined.append(hours)
    return joined


def without(hours: Hours, off: Iterable[DayOff]) -> list[Hours]:
    """What is left of a stretch when the time off is cut out of it."""
    left = [hours]
    for gap in off:
        left = [
            piece._replace(starts=starts, ends=ends)
            for piece in left
            for starts, ends in (
                (piece.starts, min(piece.ends, gap.starts)),
                (max(piece.starts, gap.ends), piece.ends),
            )
            if starts < ends
        ]
    return left


def effective(stretches: Iterable[Hours]) -> list[Hours]:
    """Stretches joined, and the hours kept for urgent requests taken out of all others."""
    joined = merged(stretches)
    kept = [DayOff(0, hours.starts, hours.ends) for hours in joined if hours.where.kept_for_urgent]
    return [
        piece
        for hours in joined
        for piece in ([hours] if hours.where.kept_for_urgent else without(hours, kept))
    ]


def hours_on(plan: Plan, day: int) -> list[Hours]:
    """When the lead works on a day: the week's hours and the extra ones, less the time off."""
    weekday = -1 if day in plan.rest else date.fromordinal(day).weekday()
    week = [w.hours for w in plan.weekly if w.weekday == weekday and w.first_day <= day <= w.last_day]
    extra = [e.hours for e in plan.extra if e.day == day]
    off = [gap for gap in plan.off if gap.day == day]
    return [piece for hours in effective(week + extra) for piece in without(hours, off)]


def starts_within(plan: Plan, hours: Iterable[Hours]) -> list[tuple[int, Where]]:
    """The wall minutes at which a consultation can start: one after another with the buffers between them."""
    step = plan.minutes + plan.before + plan.after
    found: dict[int, Where] = {}
    for piece in hours:
        for start in range(piece.starts, piece.ends - plan.minutes + 1, step):
            found.setdefault(start, piece.where)
    return sorted(found.items(), key=itemgetter(0))


def free_slots(
    plan: Plan,
    now: int,
    *,
    first_day: int,
    last_day: int,
    urgent: bool = False,
    closed: Collection[int] = (),
    claimed: set[Claim] | None = None,
) -> list[Slot]:
    """Every free time of one lead from `first_day` to `last_day` (ordinals), in order.

    Args:
        plan: the lead's plan and what is taken.
        now: the instant, in minutes.
        first_day, last_day: both included; notice and horizon narrow them.
        urgent: also the hours kept for urgent requests.
        closed: days on which nothing is wanted.
        claimed: times at places that others offer already: left out here, and added to.
    """
    today = clock.today(from_minute(now)).toordinal()
    first_day, last_day = max(first_day, today), min(last_day, today + plan.horizon)
    taken, full_days, full_weeks = _taken(plan)
    earliest, claimed = now + plan.notice, set() if claimed is None else claimed
    found: list[Slot] = []
    if not (plan.daily_cap and plan.weekly_cap):
        return found
    for day, starts in _starts_by_day(plan, first_day, last_day):
        if starts and day not in closed and day not in full_days and _monday(day) not in full_weeks:
            _add_free(found, plan, day, starts, earliest, taken, claimed, urgent=urgent)
    return found


def _starts_by_day(
    plan: Plan, first_day: int, last_day: int
) -> Iterator[tuple[int, Sequence[tuple[int, Where]]]]:
    """For each day the wall minutes at which a consultation can start, whether free or not."""
    special = plan.rest.union((gap.day for gap in plan.off), (extra.day for extra in plan.extra))
    steady = all(w.first_day <= first_day and w.last_day >= last_day for w in plan.weekly)
    week = [
        starts_within(plan, effective(w.hours for w in plan.weekly if w.weekday == weekday)) if steady else []
        for weekday in range(7)
    ]
    for day in range(first_day, last_day + 1):
        if steady and day not in special:
            yield day, week[(day - 1) % 7]
        else:
            yield day, starts_within(plan, hours_on(plan, day))


def _add_free(
    found: list[Slot],
    plan: Plan,
    day: int,
    starts: Sequence[tuple[int, Where]],
    earliest: int,
    taken: Sequence[Busy],
    claimed: set[Claim],
    *,
    urgent: bool,
) -> None:
    """Add the free ones of a day's times. A plain loop: this is where a long list spends its time."""
    base, ordinary = _midnight(day)
    near = _between(taken, base - DAY_MINUTES, base + 2 * DAY_MINUTES)
    before, after, lead_id, minutes = plan.before, plan.minutes + plan.after, plan.lead_id, plan.minutes
    for minute, where in starts:
        start = base + minute if ordinary else instant_of(day, minute)
        if start is None or start < earliest or (where.kept_for_urgent and not urgent):
            continue
        claim = (start, where.place, where.mode)
        if claim in claimed:
            continue
        for busy_from, busy_until in near:
            if busy_from < start + after and busy_until > start - before:
                break
        else:
            claimed.add(claim)
            found.append(Slot(start, lead_id, day, minute, minutes, where))


def _taken(plan: Plan) -> tuple[list[Busy], set[int], set[int]]:
    """Time taken, in order; and the days and weeks (their Mondays) on which the lead has enough."""
    days = [_day_of(start) for start in plan.booked]
    per_day, per_week = Counter(days), Counter(map(_monday, days))
    full_days = {day for day, number in per_day.items() if number >= plan.daily_cap}
    full_weeks = {monday for monday, number in per_week.items() if number >= plan.weekly_cap}
    return sorted(plan.busy), full_days, full_weeks


def _day_of(instant: int) -> int:
    """The day that London's calendars show at an instant."""
    day = (instant + 60) // DAY_MINUTES + date(1970, 1, 1).toordinal()
    return day if _midnight(day)[0] <= instant else day - 1


def _monday(day: int) -> int:
    return day - (day - 1) % 7


def _between(taken: Sequence[Busy], starts: int, ends: int) -> Sequence[Busy]:
    """What of an ordered list may touch a stretch; nothing taken is longer than a day."""
    return taken[bisect_left(taken, (starts,)) : bisect_left(taken, (ends,))]


class WorkingHours(NamedTuple):
    """When somebody usually works: weekdays (0 is Monday) and wall minutes."""

    weekdays: frozenset[int] = frozenset(range(7))
    starts: int = 0
    ends: int = DAY_MINUTES

    def fits(self, slot: Slot) -> bool:
        """Whether the whole of a slot lies within."""
        return (
            (slot.day - 1) % 7 in self.weekdays
            and self.starts <= slot.minute
            and slot.minute + slot.minutes <= self.ends
        )


def in_order(slots: Iterable[Slot]) -> list[Slot]:
    """By time, then by lead."""
    return sorted(slots, key=itemgetter(0, 1))


def offered(
    covers: Iterable[tuple[int, int, int, Plan]],
    now: int,
    *,
    first_day: int,
    last_day: int,
    urgent: bool = False,
) -> list[Slot]:
    """One list for a borough from the plans of the leads who serve it.

    On each day only the best rank that has any time is shown: the own lead first, cover where that one has none. Each
    time at each place stands there once: with the lead who has least booked, then the first by number.

    Args:
        covers: (1 for the own lead, 2 for cover; first and last day of it, as ordinals; that lead's plan).
        now, first_day, last_day, urgent: as in `free_slots`.
    """
    found: list[Slot] = []
    served: set[int] = set()
    claimed: set[Claim] = set()
    in_turn = sorted(covers, key=lambda cover: (cover[0], len(cover[3].booked), cover[3].lead_id))
    for _, same_rank in groupby(in_turn, key=itemgetter(0)):
        slots = [
            slot
            for _, starts_on, ends_on, plan in same_rank
            for slot in free_slots(
                plan,
                now,
                first_day=max(first_day, starts_on),
                last_day=min(last_day, ends_on),
                urgent=urgent,
                closed=served,
                claimed=claimed,
            )
        ]
        found += slots
        served = served | {slot.day for slot in slots}
    return in_order(found)


def nearest(slots: Iterable[Slot], start: int, *, count: int = 3) -> list[Slot]:
    """The free times closest to one that was wanted, earlier ones first among equals; in order of time."""
    return in_order(sorted(slots, key=lambda s: (abs(s.start - start), s.start))[:count])
