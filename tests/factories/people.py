"""People, places, memberships, grants and accounts for tests: plain functions, sensible without arguments."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from allauth.account.models import EmailAddress

from portal.kernel.actors import Actor
from portal.people.models import (
    Grant,
    MailDomain,
    Membership,
    Organisation,
    Person,
    Service,
    Team,
    User,
)
from portal.people.roles import Level
from portal.people.selectors import actor_for_person

PASSWORD = "practice-hub-demo"
LONG_AGO = date(2020, 4, 1)
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)

_numbers: Iterator[int] = count(1)

GIVEN_NAMES = ("Amara", "Bryn", "Chidi", "Dilek", "Eleri", "Farah", "Gwen", "Hamza", "Ines", "Joanna")
FAMILY_NAMES = (
    "Okafor",
    "Hughes",
    "Łukasik",
    "Yılmaz",
    "Nguyễn",
    "Rahman",
    "O’Brien",
    "Mensah",
    "Silva",
    "Kaur",
)


def make_organisation(code: str = "", **fields: Any) -> Organisation:
    """A borough, unless `kind` says otherwise. The same code gives the same row."""
    number = next(_numbers)
    code = code or f"borough-{number}"
    fields.setdefault("name", code.replace("-", " ").title())
    found, _ = Organisation.objects.get_or_create(code=code, defaults=fields)
    return found


def make_mail_domain(organisation: Organisation, domain: str = "", *, trusted: bool = False) -> MailDomain:
    return MailDomain.objects.create(
        organisation=organisation, domain=domain or f"{organisation.code}.example", trusted=trusted
    )


def make_service(organisation: Organisation | None = None, name: str = "", **fields: Any) -> Service:
    fields.setdefault("starts_on", LONG_AGO)
    name = name or f"Service {next(_numbers)}"
    return Service.objects.create(organisation=organisation or make_organisation(), name=name, **fields)


def make_team(
    organisation: Organisation | None = None, name: str = "", *, service: Service | None = None, **fields: Any
) -> Team:
    """A team, in a service of its own unless one is given."""
    fields.setdefault("starts_on", LONG_AGO)
    service = service or make_service(organisation)
    return Team.objects.create(service=service, name=name or f"Team {next(_numbers)}", **fields)


def make_person(given_name: str = "", family_name: str = "", **fields: Any) -> Person:
    """A member of staff without an account and without a place."""
    number = next(_numbers)
    fields.setdefault("email", f"person{number}@camden.example")
    return Person.objects.create(
        given_name=given_name or GIVEN_NAMES[number % len(GIVEN_NAMES)],
        family_name=family_name or FAMILY_NAMES[(number // 3) % len(FAMILY_NAMES)],
        **fields,
    )


def make_membership(
    person: Person | None = None,
    *,
    team: Team | None = None,
    organisation: Organisation | None = None,
    **fields: Any,
) -> Membership:
    """A confirmed membership since 2020, in `team` (its service and organisation follow) or in `organisation`."""
    if team is not None:
        organisation = organisation or team.service.organisation
        fields.setdefault("service", team.service)
    fields.setdefault("starts_on", LONG_AGO)
    fields.setdefault("job_role", "Social worker")
    return Membership.objects.create(
        person=person or make_person(), organisation=organisation or make_organisation(), team=team, **fields
    )


def make_grant(
    person: Person,
    role: str,
    reach: Organisation | Service | Team | None = None,
    **fields: Any,
) -> Grant:
    """A grant of `role` over an organisation, a service, a team, or, without `reach`, over everything."""
    fields.setdefault("starts_on", LONG_AGO)
    level = {Organisation: Level.ORGANISATION, Service: Level.SERVICE, Team: Level.TEAM}.get(
        type(reach), Level.ALL
    )
    if reach is not None:
        fields[level.value] = reach
    return Grant.objects.create(person=person, role=role, level=level, **fields)


def make_user(
    person: Person | None = None, *, email: str = "", password: str = PASSWORD, **fields: Any
) -> User:
    """An account with a verified address, of `person` or of a new one."""
    person = person or make_person(**({"email": email} if email else {}))
    user = User.objects.create_user(email or person.email, password, person=person, **fields)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def actor_of(person: Person, now: datetime = NOW) -> Actor:
    """Who the person acts as: read afresh, as every request does."""
    return actor_for_person(person.pk, now)


@dataclass
class Staff:
    """Someone at work: the person, their account and where they are."""

    person: Person
    user: User
    membership: Membership | None

    def actor(self, now: datetime = NOW) -> Actor:
        return actor_of(self.person, now)


def make_staff(
    *,
    team: Team | None = None,
    organisation: Organisation | None = None,
    role: str = "",
    reach: Organisation | Service | Team | None = None,
    everywhere: bool = False,
    **membership: Any,
) -> Staff:
    """A person with an account, a confirmed membership, and, with `role`, a grant.

    The grant reaches `reach`, else the team, else the organisation; with `everywhere` all of them.
    """
    person = make_person()
    placed = make_membership(person, team=team, organisation=organisation, **membership)
    if role:
        make_grant(person, role, None if everywhere else reach or team or placed.organisation)
    return Staff(person, make_user(person), placed)


@dataclass
class Borough:
    """A small borough, staffed: one service, two teams, and those who answer for them."""

    organisation: Organisation
    service: Service
    team: Team
    other_team: Team
    practitioner: Staff
    colleague: Staff
    manager: Staff
    head: Staff
    training_admin: Staff


def make_borough_staff(code: str = "camden", **fields: Any) -> Borough:
    """A borough with two practitioners in one team, their manager, the service head and a training administrator."""
    organisation = make_organisation(code, **fields)
    service = make_service(organisation, "Children’s social care")
    team = make_team(service=service, name="Assessment 1")
    other_team = make_team(service=service, name="Assessment 2")
    manager = make_staff(team=team, role="manager", job_role="Team manager")
    return Borough(
        organisation,
        service,
        team,
        other_team,
        practitioner=make_staff(team=team, manager=manager.person, caseload_holding=True),
        colleague=make_staff(team=team, manager=manager.person, caseload_holding=True),
        manager=manager,
        head=make_staff(organisation=organisation, service=service, role="service_head", reach=service),
        training_admin=make_staff(organisation=organisation, role="training_admin"),
    )
