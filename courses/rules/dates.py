"""Deadlines, shifted days, clashes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from portal.kernel import clock
from portal.kernel.working_days import next_working_day

# People answer at work: deadlines fall at the end of a working day, UK time.
END_OF_WORK = time(17, 0)


@dataclass(frozen=True, slots=True)
class DayPlan:
    """One day as somebody typed it, in wall time. `fold` says which one when an hour comes twice."""

    on: date
    starts: time
    ends: time
    fold: int | None = None

    def instants(self) -> tuple[datetime, datetime]:
        """Start and end in UTC. Raises `NonexistentTime` and `AmbiguousTime`."""
        return (
            clock.wall_to_utc(self.on, self.starts, fold=self.fold),
            clock.wall_to_utc(self.on, self.ends, fold=self.fold),
        )


def deadline(now: datetime, days: int, *, latest: datetime) -> datetime:
    """When something held for `days` days passes on: 17:00 UK time of that day, never after `latest`.

    A day on which nobody is at work is made good on the next working day.
    """
    day = next_working_day(clock.today(now) + timedelta(days=days))
    return min(clock.wall_to_utc(day, END_OF_WORK), latest)


def resumed_deadline(began: datetime, now: datetime, days: int, *, latest: datetime) -> datetime:
    """When something that was held from `began`, and is held again, passes on: as it would have, but not before the
    end of the next working day. Taking an answer back again and again gains nobody time."""
    return max(deadline(began, days, latest=latest), deadline(now, 1, latest=latest))


def shifted(plans: Sequence[DayPlan], first_on: date) -> list[DayPlan]:
    """The same days with the first on `first_on`: same gaps, same wall times, whatever the clocks do."""
    if not plans:
        return []
    move = first_on - min(plan.on for plan in plans)
    return [DayPlan(plan.on + move, plan.starts, plan.ends) for plan in plans]


def overlaps(
    ours: Iterable[tuple[datetime, datetime]], theirs: Iterable[tuple[datetime, datetime]]
) -> list[tuple[datetime, datetime]]:
    """Those of `theirs` that share any instant with one of `ours`; touching ends do not clash."""
    mine = list(ours)
    return [span for span in theirs if any(span[0] < end and start < span[1] for start, end in mine)]


def is_late_to_cancel(now: datetime, starts_at: datetime, free_days: int) -> bool:
    """Whether fewer than `free_days` calendar days are left before the first day."""
    return (clock.today(starts_at) - clock.today(now)).days < free_days


def spoken_days(days: Sequence[date]) -> str:
    """Days in few words: "12 to 15 January 2027", "2, 9 and 16 March 2027", "Tuesday 24 November 2026"."""
    if not days:
        return "dates to be announced"
    first, last = days[0], days[-1]
    if first == last:
        return clock.spoken_date(first)
    if (first.year, first.month) != (last.year, last.month):
        start = f"{first.day} {first:%B}" + ("" if first.year == last.year else f" {first.year}")
        return f"{start} to {last.day} {last:%B %Y}"
    if (last - first).days == len(days) - 1:
        return f"{first.day} to {last.day} {last:%B %Y}"
    numbers = [str(day.day) for day in days]
    return f"{', '.join(numbers[:-1])} and {numbers[-1]} {last:%B %Y}"


def spoken_span(first: date, last: date) -> str:
    """The same from the first and the last day alone: "2 to 16 March 2027"."""
    if first == last:
        return clock.spoken_date(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {last.day} {last:%B %Y}"
    return spoken_days([first, last])


def short_days(days: Sequence[date]) -> tuple[str, str]:
    """Days for the margin of a row: ("12 to 15", "January 2027"), ("30 Nov to 3 Dec", "2026")."""
    if not days:
        return "No date", ""
    first, last = days[0], days[-1]
    if (first.year, first.month) != (last.year, last.month):
        # A day stays beside its month where the margin is narrow.
        return f"{first.day}\u00a0{first:%b} to {last.day}\u00a0{last:%b}", str(last.year)
    if first == last:
        return f"{first:%a} {first.day}", f"{first:%B %Y}"
    if (last - first).days == len(days) - 1:
        return f"{first.day} to {last.day}", f"{first:%B %Y}"
    return ", ".join(str(day.day) for day in days), f"{first:%B %Y}"


def short_span(first: date, last: date) -> tuple[str, str]:
    """The same from the first and the last day alone: ("12 to 15", "January 2027")."""
    if (first.year, first.month) == (last.year, last.month) and first != last:
        return f"{first.day} to {last.day}", f"{first:%B %Y}"
    return short_days([first, last])


def spoken_times(spans: Sequence[tuple[time, time]]) -> str:
    """Hours in few words: "09:30 to 16:30 each day", "09:30 to 16:30", "09:30 to 16:30 on the first day"."""
    if not spans:
        return ""
    first = f"{clock.spoken_time(spans[0][0])} to {clock.spoken_time(spans[0][1])}"
    if len(spans) == 1:
        return first
    return f"{first} each day" if len(set(spans)) == 1 else f"{first} on the first day"


def spoken_minutes(minutes: int | None) -> str:
    """24 hours; 6 hours 30 minutes; 45 minutes; "not stated" rather than nothing."""
    if not minutes:
        return "not stated"
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours} hour{'s' if hours > 1 else ''}"] if hours else []
    if rest:
        parts.append(f"{rest} minute{'s' if rest > 1 else ''}")
    return " ".join(parts)
