"""What the gap view shows: teams by what they need, the ones that need something first."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from champions.rules import SOON_DAYS, TeamGap

# Fewer teams than this are not worth folding away; more than this are too long a page.
FEW, MANY = 6, 60


@dataclass(frozen=True, slots=True)
class Section:
    """Teams that stand alike, by service. `need` is a key of `SECTIONS`; `opens`: not folded."""

    need: str
    title: str
    services: tuple[tuple[str, tuple[TeamGap, ...]], ...]
    opens: bool


# What they need, whether that comes first, and the words for one team and for several.
SECTIONS: dict[str, tuple[bool, str, str]] = {
    "closing": (
        True,
        f"1 team loses its champion within {SOON_DAYS} days",
        f"{{}} teams lose their champion within {SOON_DAYS} days",
    ),
    "gap": (
        True,
        "1 team has no champion, and nobody on the way",
        "{} teams have no champion, and nobody on the way",
    ),
    "coming": (
        False,
        "1 team has somebody on the way",
        "{} teams have somebody on the way",
    ),
    "covered": (False, "1 team has a champion", "{} teams have a champion"),
    "empty": (False, "1 team has no staff on the roster", "{} teams have no staff on the roster"),
}


def sections_of(teams: Iterable[TeamGap], *, several: bool) -> list[Section]:
    """The teams in sections, what needs somebody first; empty sections are left out.

    Args:
        several: of more than one organisation, so that services say whose they are.
    """
    found: dict[str, list[TeamGap]] = {need: [] for need in SECTIONS}
    for team in teams:
        found[_need(team)].append(team)
    few = sum(map(len, found.values())) < FEW
    return [_section(need, members, several, few) for need, members in found.items() if members]


def _need(team: TeamGap) -> str:
    return "coming" if team.standing == "gap" and team.coming else team.standing


def _section(need: str, teams: list[TeamGap], several: bool, few: bool) -> Section:
    first, one, many = SECTIONS[need]
    services = groupby(teams, key=lambda team: (team.organisation, team.service))
    named = tuple(
        (f"{service}, {organisation}" if several else service, tuple(members))
        for (organisation, service), members in services
    )
    return Section(
        need,
        one if len(teams) == 1 else many.format(len(teams)),
        named,
        few or (first and len(teams) <= MANY),
    )
