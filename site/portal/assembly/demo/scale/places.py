"""Who there is: organisations, services, teams, and staff with one post each."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from portal.people.models import Membership, Organisation, Person, Service, Team

PREFIX = "scale-"
STAFF_OF_ONE = 4_500
SERVICES = ("Assessment", "Children in need", "Child protection", "Early help", "Youth justice", "Partners")
TEAM_SIZE = 15
YEARS_HERE = 6
ROWS = 5_000
GIVEN = (
    "Amara",
    "Bryn",
    "Chidi",
    "Dilek",
    "Eleri",
    "Farah",
    "Gwen",
    "Hamza",
    "Ines",
    "Joanna",
    "Kofi",
    "Łucja",
)
FAMILY = (
    "Okafor",
    "Hughes",
    "Yılmaz",
    "Nguyễn",
    "Rahman",
    "O’Brien",
    "Mensah",
    "Silva",
    "Kaur",
    "Zieliński",
    "Ali",
)
JOBS = ("Social worker", "Senior social worker", "Family support worker", "Team manager", "Early help worker")
Tick = Callable[[int], object]


@dataclass(frozen=True, slots=True)
class Worker:
    """A member of staff and where they work."""

    person_id: int
    organisation_id: int
    service_id: int
    team_id: int


def codes_for(staff: int) -> list[str]:
    """Codes of our own for so many staff: two organisations at least, thirty-three at most."""
    count = min(33, max(2, -(-staff // STAFF_OF_ONE)))
    return [f"{PREFIX}{number:02d}" for number in range(1, count + 1)]


def fill_places(staff: int, today: date, tick: Tick) -> list[Worker]:
    """Make organisations and staff. Returns the staff, those of one organisation side by side."""
    workers: list[Worker] = []
    codes = codes_for(staff)
    began = today - timedelta(days=365 * YEARS_HERE)
    for number, code in enumerate(codes):
        share = staff // len(codes) + (number < staff % len(codes))
        teams = _make_teams(code, share, began)
        for first in range(0, share, ROWS):
            workers += _hire(code, range(first, min(share, first + ROWS)), teams, began)
            tick(min(share, first + ROWS) - first)
    return workers


@transaction.atomic
def _make_teams(code: str, staff: int, began: date) -> list[Team]:
    organisation = Organisation.objects.create(code=code, name=f"Scale {code.removeprefix(PREFIX)}")
    services = Service.objects.bulk_create(
        Service(organisation=organisation, name=name, starts_on=began) for name in SERVICES
    )
    count = max(len(services), -(-staff // TEAM_SIZE))
    return Team.objects.bulk_create(
        Team(service=services[n % len(services)], name=f"Team {n + 1}", starts_on=began) for n in range(count)
    )


@transaction.atomic
def _hire(code: str, numbers: range, teams: list[Team], began: date) -> list[Worker]:
    people = Person.objects.bulk_create(_person(code, n) for n in numbers)
    workers = [
        Worker(person.pk, team.service.organisation_id, team.service_id, team.pk)
        for person, team in zip(people, (teams[n // TEAM_SIZE % len(teams)] for n in numbers), strict=True)
    ]
    Membership.objects.bulk_create(_posts(workers, numbers, began))
    return workers


def _person(code: str, n: int) -> Person:
    given, family = GIVEN[n % len(GIVEN)], FAMILY[n // len(GIVEN) % len(FAMILY)]
    return Person(given_name=given, family_name=family, email=f"worker{n}@{code}.example")


def _posts(workers: list[Worker], numbers: range, began: date) -> Iterator[Membership]:
    for worker, n in zip(workers, numbers, strict=True):
        yield Membership(
            person_id=worker.person_id,
            organisation_id=worker.organisation_id,
            service_id=worker.service_id,
            team_id=worker.team_id,
            job_role=JOBS[n % len(JOBS)],
            employee_id=f"E{n:06d}",
            caseload_holding=n % 5 != 3,
            starts_on=began,
        )
