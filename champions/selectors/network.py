"""The network: who is a champion where, who may be reached how, and where nobody is."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse

from champions.models import Champion, Term
from champions.rules import SOON_DAYS, Serving, SinglePoint, TeamGap, single_points
from champions.states import COMING, ContactMethod
from portal.kernel.actors import Scope
from portal.kernel.querying import Prepared, on_date, within
from portal.people.models import Membership, Team
from portal.people.selectors import memberships_on


@dataclass(frozen=True, slots=True)
class ChampionCard:
    """One champion in the directory: only what they agreed to show."""

    champion_id: int
    person_id: int
    name: str
    organisation_id: int
    organisation: str
    service: str
    team: str
    contact: str
    email: str
    job_role: str


@dataclass(frozen=True, slots=True)
class Leaving:
    """A champion who leaves soon, and the team they leave."""

    name: str
    team: str
    url: str
    leaves_on: date


@dataclass(frozen=True, slots=True)
class GapView:
    """The champion network of a scope on a day."""

    on: date
    teams: tuple[TeamGap, ...]
    leaving: tuple[Leaving, ...]
    single_points: tuple[SinglePoint, ...]

    @property
    def gaps(self) -> int:
        """Teams without an active champion."""
        return sum(team.standing == "gap" for team in self.teams)

    @property
    def staffed(self) -> int:
        """Teams in which somebody works."""
        return sum(team.standing != "empty" for team in self.teams)

    @property
    def staff(self) -> int:
        """People with a confirmed place in one of the teams; someone in two teams counts in both."""
        return sum(team.staff for team in self.teams)

    @property
    def champions(self) -> int:
        """Distinct people who are champions of one of the teams."""
        return len({serving.person_id for team in self.teams for serving in team.champions})

    @property
    def headline(self) -> str:
        """The answer, for the title of the screen."""
        if not self.teams:
            return "No team within your reach"
        if len(self.teams) == 1 and self.staffed:
            known = "a champion" if not self.gaps else "no champion"
            soon = " yet: somebody is on the way" if self.gaps and not self.wants_somebody else ""
            return f"{self.teams[0].team} has {known}{soon}"
        if not self.gaps:
            return "Every team has a champion"
        return f"{self.gaps} of {self.staffed} teams {'has' if self.gaps == 1 else 'have'} no champion"

    @property
    def wants_somebody(self) -> bool:
        """Whether a team loses its champion, or has none and nobody on the way."""
        return any(
            team.standing == "closing" or (team.standing == "gap" and not team.coming) for team in self.teams
        )

    @property
    def staff_per_champion(self) -> int | None:
        """Staff for each champion, rounded; None without champions: then it is not known, not 0."""
        return round(self.staff / self.champions) if self.champions else None


def serving_on(on: date) -> QuerySet[Term]:
    """Terms of people who are active champions on a day: started, not over, not stopped, still at work there."""
    at_work = memberships_on(on).filter(
        person=OuterRef("champion__person"), organisation=OuterRef("champion__organisation")
    )
    in_team = Exists(at_work.filter(team=OuterRef("champion__team")))
    there = in_team | (Q(champion__team__isnull=True) & Exists(at_work))
    running = Q(starts_on__lte=on, ends_on__gte=on) & (Q(stopped_on__isnull=True) | Q(stopped_on__gt=on))
    return Term.objects.filter(there, running)


def champion_of_team(team_id: int | None, on: date) -> ChampionCard | None:
    """Who a team's champion is, if one agreed to be listed; the longest-serving first. One query."""
    if team_id is None:
        return None
    terms = _listed(on).filter(champion__team_id=team_id).order_by("starts_on", "pk")
    return next(_cards(terms.values_list(*CARD)[:1]), None)


def champion_name_of_team(team_id: int, on: date) -> str:
    """Their name alone, empty when nobody is listed: for the hub, which everybody opens daily. One query."""
    names = _NAME_OF_TEAM.rows(team_id=team_id, on=on)
    return " ".join(names[0]).strip() if names else ""


def directory(on: date, *, organisation_id: int | None = None) -> list[ChampionCard]:
    """Every champion who agreed to be listed and does not hide their name, by organisation. One query."""
    if organisation_id is None:
        return list(_cards(_ALL.rows(on=on)))
    return list(_cards(_OF_ORGANISATION.rows(on=on, organisation_id=organisation_id)))


def directory_by_organisation(on: date, *, first: int | None) -> list[tuple[str, list[ChampionCard]]]:
    """The directory in groups, the reader's own organisation first. One query."""
    groups: dict[tuple[bool, str], list[ChampionCard]] = {}
    for card in directory(on):
        groups.setdefault((card.organisation_id != first, card.organisation), []).append(card)
    return [(name, groups[elsewhere, name]) for elsewhere, name in sorted(groups)]


def gaps(scope: Scope, on: date) -> GapView:
    """Teams of a scope with their champions on a day. Four queries, however many teams.

    Args:
        scope: how far to look: the reach of the actor's grants, or `Scope(organisations={…})`.
        on: the day; figures of a past day come from the terms and memberships of that day.

    A team has a gap when people are at work in it that day and none of them is its active champion. "Leaving
    soon" means within 90 days, by the end of the term (unless renewed) or of the membership. A single point of
    failure is a service of two teams or more with exactly one champion.
    """
    reach = within(scope, organisation="service__organisation_id", service="service_id", team="pk")
    teams = Team.objects.filter(on_date(on), reach).select_related("service__organisation")
    serving, leaving = _serving_by_team(scope, on)
    staff = _people_by_team(memberships_on(on))
    coming = _people_by_team(Champion.objects.filter(state__in=COMING))
    rows = tuple(
        TeamGap(
            team_id=team.pk,
            team=team.name,
            service_id=team.service_id,
            service=team.service.name,
            organisation_id=team.service.organisation_id,
            organisation=team.service.organisation.name,
            staff=staff.get(team.pk, 0),
            coming=coming.get(team.pk, 0),
            champions=tuple(serving.get(team.pk, ())),
        )
        for team in teams.order_by("service__organisation__name", "service__name", "name")
    )
    return GapView(
        on, rows, tuple(sorted(leaving, key=lambda row: row.leaves_on)), tuple(single_points(rows))
    )


def _people_by_team(rows: QuerySet[Membership] | QuerySet[Champion]) -> dict[int | None, int]:
    """Distinct people in each team. One query."""
    counted = (
        rows.filter(team__isnull=False).values("team_id").annotate(people=Count("person_id", distinct=True))
    )
    return dict(counted.values_list("team_id", "people"))


def _shown(on: date) -> QuerySet[Term]:
    return serving_on(on).filter(champion__listed=True, champion__person__hidden_on_rosters=False)


_NAME_OF_TEAM = Prepared(
    lambda team_id, on: (
        _shown(on)
        .filter(champion__team_id=team_id)
        .order_by("starts_on", "pk")
        .values_list("champion__person__given_name", "champion__person__family_name")[:1]
    ),
    team_id=-1_234_567,
    on=date(1900, 1, 1),
)


def _listed(on: date) -> QuerySet[Term]:
    role = memberships_on(on).filter(
        person=OuterRef("champion__person"), organisation=OuterRef("champion__organisation")
    )
    return _shown(on).annotate(job_role=Subquery(role.order_by("-starts_on").values("job_role")[:1]))


CARD = (
    *("champion_id", "champion__person_id", "champion__person__given_name", "champion__person__family_name"),
    *("champion__organisation_id", "champion__organisation__name", "champion__service__name"),
    *("champion__team__name", "champion__contact_method", "champion__person__email", "job_role"),
    *("champion__show_email", "champion__show_job_role"),
)


def _in_order(terms: QuerySet[Term]) -> QuerySet[Term, tuple[Any, ...]]:
    return terms.order_by(
        "champion__organisation__name", "champion__team__name", "champion__person__family_name", "champion_id"
    ).values_list(*CARD)


_ALL = Prepared(lambda on: _in_order(_listed(on)), on=date(1900, 1, 1))
_OF_ORGANISATION = Prepared(
    lambda on, organisation_id: _in_order(_listed(on).filter(champion__organisation_id=organisation_id)),
    on=date(1900, 1, 1),
    organisation_id=-1_234_567,
)


def _cards(rows: Iterable[tuple[Any, ...]]) -> Iterator[ChampionCard]:
    """What each champion agreed to show, from the columns of `CARD`."""
    for row in rows:
        champion_id, person_id, given, family, organisation_id, organisation, service, team, *rest = row
        contact, email, job_role, show_email, show_job_role = rest
        yield ChampionCard(
            champion_id=champion_id,
            person_id=person_id,
            name=f"{given} {family}".strip(),
            organisation_id=organisation_id,
            organisation=organisation,
            service=service or "",
            team=team or "",
            contact=str(ContactMethod(contact).label) if contact else "",
            email=email if show_email else "",
            job_role=(job_role or "") if show_job_role else "",
        )


def _serving_by_team(scope: Scope, on: date) -> tuple[dict[int, list[Serving]], list[Leaving]]:
    last_day = memberships_on(on).filter(person=OuterRef("champion__person"), team=OuterRef("champion__team"))
    to_come = Term.objects.filter(champion=OuterRef("champion"), stopped_on__isnull=True).values("champion")
    terms = (
        serving_on(on)
        .filter(
            within(
                scope,
                organisation="champion__organisation_id",
                service="champion__service_id",
                team="champion__team_id",
            ),
            champion__team__isnull=False,
        )
        .select_related("champion__person", "champion__team")
        .annotate(
            leaves_work_on=Subquery(
                last_day.order_by(F("ends_on").desc(nulls_first=True)).values("ends_on")[:1]
            ),
            last_term_ends=Subquery(to_come.annotate(last=Max("ends_on")).values("last")),
        )
        .order_by("starts_on")
    )
    by_team: dict[int, list[Serving]] = {}
    leaving: list[Leaving] = []
    for term in terms:
        champion, team = term.champion, term.champion.team
        if team is None:
            continue
        ends = [day for day in (term.leaves_work_on, term.last_term_ends or term.ends_on) if day is not None]
        soon = min(ends) if min(ends) <= on + timedelta(days=SOON_DAYS) else None
        by_team.setdefault(team.pk, []).append(Serving(champion.pk, champion.person_id, soon))
        if soon:
            shown = champion.listed and not champion.person.hidden_on_rosters
            name = champion.person.name if shown else "A champion who is not listed"
            url = reverse("champions:champion", args=[champion.pk])
            leaving.append(Leaving(name, team.name, url, soon))
    return by_team, leaving
