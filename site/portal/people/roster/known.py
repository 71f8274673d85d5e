"""What the database holds about the people and places of some rows, in a fixed number of queries. Reads only."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Q

from portal.people.models import Membership, Person, Service, Team
from portal.people.roster.rows import Row
from portal.people.states import MembershipState


def place_key(name: str) -> str:
    """A service's or team's name as it is compared."""
    return " ".join(name.split()).casefold()


@dataclass
class Places:
    """The tree of one organisation by name; drafts join it while a plan is made."""

    services: dict[str, Service] = field(default_factory=dict)
    teams: dict[tuple[str, str], Team] = field(default_factory=dict)

    def add_service(self, service: Service) -> None:
        self.services[place_key(service.name)] = service

    def add_team(self, team: Team) -> None:
        self.teams[place_key(team.service.name), place_key(team.name)] = team

    def teams_called(self, name: str) -> list[Team]:
        """Teams of that name, in whichever service."""
        return [team for (_, called), team in self.teams.items() if called == place_key(name)]


@dataclass
class Known:
    """People and memberships that the rows of one chunk may be about."""

    people: dict[str, Person] = field(default_factory=dict)
    by_employee: dict[str, list[Membership]] = field(default_factory=lambda: defaultdict(list))
    by_person: dict[int, list[Membership]] = field(default_factory=lambda: defaultdict(list))
    elsewhere: set[int] = field(default_factory=set)


def load_places(organisation_id: int) -> Places:
    """The services and teams of an organisation: two queries."""
    places = Places()
    for service in Service.objects.filter(organisation_id=organisation_id):
        places.add_service(service)
    for team in Team.objects.filter(service__organisation_id=organisation_id).select_related("service"):
        places.add_team(team)
    return places


def load_known(organisation_id: int, groups: Sequence[tuple[Row, ...]]) -> Known:
    """What we hold about the people of these rows: four queries, however many rows."""
    rows = [row for group in groups for row in group]
    known = Known()
    employees = {row.employee_id for row in rows if row.employee_id}
    wanted = {row.email for row in rows if row.email} | {
        row.manager_email for row in rows if row.manager_email
    }
    people = list(Person.objects.filter(email__in=wanted))
    here = Membership.objects.filter(organisation_id=organisation_id).exclude(state=MembershipState.REFUSED)
    named = here.filter(employee_id__in=employees, employee_id__gt="")
    ids = {person.pk for person in people} | set(named.values_list("person_id", flat=True))
    theirs = here.filter(person_id__in=ids).select_related("person", "manager", "service", "team")
    for membership in theirs.order_by("starts_on", "pk"):
        known.by_person[membership.person_id].append(membership)
        if membership.employee_id:
            known.by_employee[membership.employee_id].append(membership)
    _one_object_each(known, people)
    known.elsewhere = _at_work_elsewhere(organisation_id, ids)
    return known


def _one_object_each(known: Known, people: Iterable[Person]) -> None:
    """Let every membership of a person share one object, so that a change is seen everywhere."""
    shared = {person.pk: person for person in people}
    for memberships in known.by_person.values():
        for membership in memberships:
            membership.person = shared.setdefault(membership.person_id, membership.person)
    known.people = {person.email: person for person in shared.values() if person.email}


def _at_work_elsewhere(organisation_id: int, ids: set[int]) -> set[int]:
    others = Membership.objects.filter(Q(ends_on=None), person_id__in=ids, state=MembershipState.CONFIRMED)
    return set(others.exclude(organisation_id=organisation_id).values_list("person_id", flat=True))
