"""Terms and gaps as arithmetic on plain values."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

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
