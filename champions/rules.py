"""Terms, meetings and gaps as arithmetic on plain values."""

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta

from portal.kernel.clock import spoken_date, spoken_time
from portal.kernel.working_days import bank_holiday, is_working_day

LEAST_MINUTES, MOST_MINUTES = 15, 600
LEAST_MONTHS, MOST_MONTHS = 3, 24
USUAL_MONTHS = 12
# "Leaving soon" looks this far ahead; renewal opens as early.
SOON_DAYS = 90


def term_end(starts_on: date, months: int = USUAL_MONTHS) -> date:
    """The last day of a term of whole calendar months: from 24 November a year ends on 23 November.

    A start that the last month does not have (31 August plus six months) ends on that month's last day.
    """
    month = starts_on.month - 1 + months
    year, month = starts_on.year + month // 12, month % 12 + 1
    last = monthrange(year, month)[1]
    return (
        date(year, month, starts_on.day) - timedelta(days=1)
        if starts_on.day <= last
        else date(year, month, last)
    )


def next_term_start(previous_end: date, on: date) -> date:
    """Where a renewed term begins: right after the old one, or today when that is past."""
    return max(previous_end + timedelta(days=1), on)


@dataclass(frozen=True, slots=True)
class AttendanceRule:
    """From which day on how long without a meeting is how long, in days."""

    starts_on: date
    nudge_after: int
    lapse_after: int


# No paper of the partnership says how long (asked of Respect). About half a year and three quarters are ours, until
# it does: then a line with the day from which it counts. Nothing before the first line is held against anybody.
ATTENDANCE_RULES = (AttendanceRule(date(2026, 11, 22), nudge_after=180, lapse_after=270),)
# Between the nudge and the lapse there is always this long, whatever the figures above and however late the nudge.
LEAST_NOTICE = 30


def attendance_rule(on: date, rules: Iterable[AttendanceRule] = ATTENDANCE_RULES) -> AttendanceRule | None:
    """The rule in force on a day; None before the first."""
    begun = [rule for rule in rules if rule.starts_on <= on]
    return max(begun, key=lambda rule: rule.starts_on, default=None)


def attendance_step(
    rule: AttendanceRule, *, since: date, missed: int, nudged_on: date | None, on: date
) -> str:
    """What is due for an active champion on a day: "nudge", "lapse" or nothing ("").

    Args:
        since: the last meeting they were at, or the day they became active if that is later.
        missed: meetings of theirs after `since` whose register was taken. Nobody misses what was never held.
        nudged_on: when they were nudged after `since`; None when they were not.
    """
    counted_from = max(since, rule.starts_on)
    quiet = (on - counted_from).days
    if not missed:
        return ""
    if nudged_on is None or nudged_on < counted_from:
        return "nudge" if quiet >= rule.nudge_after else ""
    waited = (on - nudged_on).days >= LEAST_NOTICE
    return "lapse" if waited and quiet >= rule.lapse_after else ""


# Meetings are held between these, on working days; anything else is asked about, not refused.
EARLIEST, LATEST = time(7, 0), time(20, 0)
_LINK = re.compile(
    r"https?:|www\.|\b\w[\w-]{1,62}\.(?:com|org|net|uk|us|io|gov|live|link|app|me|ms)\b|\bpasscode\b|\bmeeting id\b",
    re.IGNORECASE,
)


def holds_a_link(where: str) -> bool:
    """A place that holds an address of the web, or the code of an online meeting."""
    return bool(_LINK.search(where))


def doubts_about(on: date, starts: time, ends: time) -> list[str]:
    """What is unusual about a date, each in a sentence; empty when nothing is."""
    doubts = []
    if holiday := bank_holiday(on):
        doubts.append(f"{spoken_date(on)} is a bank holiday, {holiday}.")
    elif not is_working_day(on):
        doubts.append(f"{spoken_date(on)} is at the weekend.")
    if not EARLIEST <= starts <= LATEST:
        doubts.append(f"It starts at {spoken_time(starts)}.")
    elif ends > LATEST:
        doubts.append(f"It ends at {spoken_time(ends)}.")
    return doubts


@dataclass(frozen=True, slots=True)
class Serving:
    """One active champion of a team on a day, with the day they leave if it is known and near."""

    champion_id: int
    person_id: int
    leaves_on: date | None = None


@dataclass(frozen=True, slots=True)
class TeamGap:
    """A team on a day: its staff, its champions, and whether it has a gap.

    `standing` is "gap" without a champion, "closing" when every champion leaves soon, "empty" when nobody works
    there that day, so that nobody could be one, else "covered".
    """

    team_id: int
    team: str
    service_id: int
    service: str
    organisation_id: int
    organisation: str
    staff: int
    coming: int
    champions: tuple[Serving, ...] = ()

    @property
    def standing(self) -> str:
        if not self.champions:
            return "gap" if self.staff else "empty"
        return "closing" if all(serving.leaves_on for serving in self.champions) else "covered"


@dataclass(frozen=True, slots=True)
class SinglePoint:
    """A service that leans on one person: several teams, one champion among them."""

    service_id: int
    service: str
    organisation: str
    teams: int
    champion_id: int


def single_points(teams: Iterable[TeamGap]) -> list[SinglePoint]:
    """Services with two teams or more in which exactly one person is a champion."""
    by_service: dict[int, list[TeamGap]] = {}
    for team in teams:
        by_service.setdefault(team.service_id, []).append(team)
    found = []
    for service_id, members in by_service.items():
        people = {serving.person_id for team in members for serving in team.champions}
        if len(members) > 1 and len(people) == 1:
            champion = next(serving for team in members for serving in team.champions)
            first = members[0]
            found.append(
                SinglePoint(service_id, first.service, first.organisation, len(members), champion.champion_id)
            )
    return found
