"""When a course counts as completed (CO-18). Pure: facts in, a verdict with its reasons out.

A course asks for every day in full, or for a share of all minutes; and, if it says so, for the questionnaires before
and after. A day whose register has not been taken is never assumed either way.
"""

from dataclasses import dataclass
from datetime import date

from courses.delivery_states import Presence
from courses.states import CompletionRule
from portal.kernel.clock import spoken_date


@dataclass(frozen=True, slots=True)
class DayAttended:
    """One day of the run and what the register says of one person; `presence` is None while it says nothing."""

    on: date
    length: int  # minutes
    presence: str | None = None
    minutes: int | None = None  # only for a part of the day

    @property
    def minutes_there(self) -> int:
        if self.presence == Presence.FULL:
            return self.length
        return min(self.minutes or 0, self.length) if self.presence == Presence.PART else 0

    @property
    def is_full(self) -> bool:
        return self.presence is not None and self.minutes_there >= self.length


@dataclass(frozen=True, slots=True)
class FormAsked:
    """One questionnaire that the rule asks for, and the day on which it was sent."""

    title: str
    sent_on: date | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """Everything the rule looks at.

    Args:
        rule, share: the course's rule; `share` is per cent of all minutes, for the rule that needs it.
        days: every day of the run, in order.
        forms: the questionnaires that count, whether sent or not.
    """

    rule: str
    share: int
    days: tuple[DayAttended, ...]
    forms: tuple[FormAsked, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the course is completed, since when, and otherwise what is missing, in sentences.

    `fell_short`: every register is taken and attendance does not suffice; only a correction can change that.
    """

    complete: bool
    missing: tuple[str, ...]
    completed_on: date | None = None
    fell_short: bool = False


def completion_of(progress: Progress) -> Verdict:
    """Judge one person's way through one run."""
    untaken = tuple(
        f"{spoken_date(day.on)}: no register yet." for day in progress.days if day.presence is None
    )
    short = _attendance_missing(progress)
    forms = tuple(
        f"Questionnaire “{form.title}”: not sent yet." for form in progress.forms if form.sent_on is None
    )
    missing = (*untaken, *short, *forms)
    if not progress.days or missing:
        return Verdict(False, missing, fell_short=bool(short) and not untaken and bool(progress.days))
    met = [day.on for day in progress.days if day.minutes_there]
    met += [form.sent_on for form in progress.forms if form.sent_on]
    return Verdict(True, (), completed_on=max(met))


def _attendance_missing(progress: Progress) -> tuple[str, ...]:
    taken = [day for day in progress.days if day.presence is not None]
    if progress.rule == CompletionRule.ALL_DAYS:
        return tuple(_day_missing(day) for day in taken if not day.is_full)
    whole = sum(day.length for day in progress.days)
    there = sum(day.minutes_there for day in taken)
    still_to_come = sum(day.length for day in progress.days if day.presence is None)
    if (there + still_to_come) * 100 >= whole * progress.share:
        return ()
    needed = -(-whole * progress.share // 100)
    return (f"{needed} of {whole} minutes are needed ({progress.share} per cent); {there} so far.",)


def _day_missing(day: DayAttended) -> str:
    if day.minutes_there:
        return f"{spoken_date(day.on)}: there for {day.minutes_there} of {day.length} minutes."
    return f"{spoken_date(day.on)}: not there."
