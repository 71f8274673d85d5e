"""Which times are free: arithmetic on plain whole minutes.

Hours are wall time of London, kept as minutes after midnight; instants are whole minutes since 1970 in UTC; days are
ordinals (`date.toordinal`). A day is turned into instants once, not once per slot; only the two days a year on which
the clocks change are looked at minute by minute. A time that does not exist, or comes twice, is never offered.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
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


def to_minute(moment: datetime) -> int:
    """Whole minutes since 1970, rounded down."""
    return int(moment.timestamp()) // 60


def from_minute(minute: int) -> datetime:
    """The instant, in UTC."""
    return datetime.fromtimestamp(minute * 60, UTC)


def wall_minute(at: time) -> int:
    """Minutes after midnight."""
    return at.hour * 60 + at.minute


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
    weekday = date.fromordinal(day).weekday()
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
    plan: Plan, now: int, *, first_day: int, last_day: int, urgent: bool = False
) -> Iterator[Slot]:
    """Every free time of one lead from `first_day` to `last_day` (ordinals), in order.

    Args:
        plan: the lead's plan and what is taken.
        now: the instant, in minutes.
        first_day, last_day: both included; notice and horizon narrow them.
        urgent: also the hours kept for urgent requests.
    """
    today = clock.today(from_minute(now)).toordinal()
    earliest, last_day = now + plan.notice, min(last_day, today + plan.horizon)
    taken, per_day, per_week = _taken(plan)
    special = {gap.day for gap in plan.off} | {extra.day for extra in plan.extra}
    usual: dict[tuple[int, ...], list[tuple[int, Where]]] = {}
    for day in range(max(first_day, today), last_day + 1):
        if per_day[day] >= plan.daily_cap or per_week[_monday(day)] >= plan.weekly_cap:
            continue
        if day in special:
            starts = starts_within(plan, hours_on(plan, day))
        else:
            weekday = (day - 1) % 7
            key = tuple(
                i
                for i, w in enumerate(plan.weekly)
                if w.weekday == weekday and w.first_day <= day <= w.last_day
            )
            if key not in usual:
                usual[key] = starts_within(plan, effective(plan.weekly[i].hours for i in key))
            starts = usual[key]
        if starts:
            yield from _free_on(plan, day, starts, earliest, taken, urgent=urgent)


def _free_on(
    plan: Plan,
    day: int,
    starts: Sequence[tuple[int, Where]],
    earliest: int,
    taken: Sequence[Busy],
    *,
    urgent: bool,
) -> Iterator[Slot]:
    base, ordinary = _midnight(day)
    near = _between(taken, base - DAY_MINUTES, base + 2 * DAY_MINUTES)
    before, after, lead_id, minutes = plan.before, plan.minutes + plan.after, plan.lead_id, plan.minutes
    for minute, where in starts:
        start = base + minute if ordinary else instant_of(day, minute)
        if start is None or start < earliest or (where.kept_for_urgent and not urgent):
            continue
        if near and any(b.starts < start + after and b.ends > start - before for b in near):
            continue
        yield Slot(start, lead_id, day, minute, minutes, where)


def _taken(plan: Plan) -> tuple[list[Busy], Counter[int], Counter[int]]:
    """Time taken, in order; and how many the lead has per day and per week (its Monday)."""
    days = [_day_of(start) for start in plan.booked]
    return sorted(plan.busy), Counter(days), Counter(map(_monday, days))


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


def routed(by_rank: Iterable[tuple[int, Iterable[Slot]]]) -> list[Slot]:
    """One list from the lists of the leads of a borough: on each day only the times of the best rank that has any.

    Args:
        by_rank: (1 for the own lead, 2 for cover; that lead's free times).
    """
    rows = [(rank, slot) for rank, slots in by_rank for slot in slots]
    best: dict[int, int] = {}
    for rank, slot in rows:
        if rank < best.get(slot.day, FOREVER):
            best[slot.day] = rank
    return in_order({slot[:2]: slot for rank, slot in rows if best[slot.day] == rank}.values())


def one_per_time(slots: Iterable[Slot], load: dict[int, int]) -> list[Slot]:
    """Each time at each place once: with the lead who has least booked, then the first by number."""
    chosen: dict[tuple[int, str, str], Slot] = {}
    for slot in slots:
        key = (slot.start, slot.where.place, slot.where.mode)
        held = chosen.get(key)
        if held is None or (load.get(slot.lead_id, 0), slot.lead_id) < (
            load.get(held.lead_id, 0),
            held.lead_id,
        ):
            chosen[key] = slot
    return in_order(chosen.values())


def nearest(slots: Iterable[Slot], start: int, *, count: int = 3) -> list[Slot]:
    """The free times closest to one that was wanted, earlier ones first among equals; in order of time."""
    return in_order(sorted(slots, key=lambda s: (abs(s.start - start), s.start))[:count])


def locks_at(recorded_at: datetime, days: int) -> datetime:
    """When a record is locked: as many days after it was written."""
    return recorded_at + timedelta(days=days)
