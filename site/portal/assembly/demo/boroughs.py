"""Who takes part, who works there, and who may do what."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import QuerySet

from portal.assembly.demo.words import ROSTERS, read
from portal.assembly.demo_accounts import DEMO_ACCOUNTS, DEMO_PASSWORD
from portal.kernel import clock
from portal.kernel.actors import SYSTEM
from portal.people.models import MailDomain, Membership, Organisation, Person, Team, User
from portal.people.roles import Role
from portal.people.services.grants import give_grant
from portal.people.services.import_roster import continue_import, start_import
from portal.people.services.proposals import propose_roster

LONG_AGO = date(2023, 4, 1)

# People who work for the programme, not for a borough.
PROGRAMME = {
    "lead@respect.example": ("Nadia", "Rahimi", "Safe & Together Implementation Lead"),
    "lead2@respect.example": ("Tomasz", "Wiśniewski", "Safe & Together Implementation Lead"),
    "trainer@respect.example": ("Ruth", "Adeyemi", "Trainer"),
    "trainer2@respect.example": ("Owen", "Pritchard", "Trainer"),
    "approver@respect.example": ("Meera", "Sandhu", "Practice adviser"),
    "training-admin@respect.example": ("Callum", "Fraser", "Training administrator"),
    "admin@respect.example": ("Yetunde", "Balogun", "Programme manager"),
    "editor@respect.example": ("Bethan", "Llewellyn", "Communications officer"),
}


@dataclass(frozen=True, slots=True)
class Cast:
    """The people the other parts speak of, by email, and the boroughs by code."""

    people: dict[str, int]
    boroughs: dict[str, int]


def load_boroughs(now: datetime) -> Cast:
    """Organisations, rosters, accounts and grants."""
    words = read("boroughs")
    respect = _organisation(words["organisation"][0])
    boroughs = {entry["code"]: _organisation(entry) for entry in words["borough"]}
    for entry in words["borough"]:
        if "roster" in entry:
            _import_roster(boroughs[entry["code"]].pk, entry["roster"], now)
    for email, (given, family, job) in PROGRAMME.items():
        _programme_person(email, given, family, job, respect)
    people = dict(Person.objects.exclude(email="").values_list("email", "pk"))
    for email, _ in DEMO_ACCOUNTS:
        _account(email, people[email])
    cast = Cast(people, {code: found.pk for code, found in boroughs.items()})
    _grants(cast, now)
    return cast


def _organisation(entry: dict[str, Any]) -> Organisation:
    code = str(entry["code"])
    found, _ = Organisation.objects.get_or_create(
        code=code,
        defaults={
            "name": entry["name"],
            "kind": entry.get("kind", "local_authority"),
            "gss_code": entry.get("gss", ""),
            "standing": entry.get("standing", "member"),
            "case_reference_pattern": entry.get("case_pattern", ""),
            "case_reference_example": entry.get("case_example", ""),
        },
    )
    for domain in entry.get("domains", [f"{code}.example"]):
        MailDomain.objects.get_or_create(domain=domain, defaults={"organisation": found})
    return found


def _import_roster(organisation_id: int, name: str, now: datetime) -> None:
    """The file as a training administrator would bring it in: the bad rows stay named in the batch."""
    batch = propose_roster(
        actor=SYSTEM,
        organisation_id=organisation_id,
        data=(ROSTERS / name).read_bytes(),
        now=now,
        as_of=clock.today(now) - timedelta(days=21),
    )
    start_import(actor=SYSTEM, batch_id=batch.pk, now=now)
    continue_import(batch_id=batch.pk, now=now)


def _programme_person(email: str, given: str, family: str, job: str, home: Organisation) -> None:
    person, fresh = Person.objects.get_or_create(
        email=email, defaults={"given_name": given, "family_name": family}
    )
    if fresh:
        Membership.objects.create(
            person=person,
            organisation=home,
            job_role=job,
            caseload_holding=False,
            starts_on=LONG_AGO,
            source="hand",
        )


def _account(email: str, person_id: int) -> None:
    user = User.objects.create_user(email, DEMO_PASSWORD, person_id=person_id)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)


def _grants(cast: Cast, now: datetime) -> None:
    first = clock.today(now) - timedelta(days=500)

    def grant(email: str, role: Role, **reach: Any) -> None:
        give_grant(actor=SYSTEM, person_id=cast.people[email], role=role, now=now, starts_on=first, **reach)

    for borough in ("camden", "croydon"):
        grant("lead@respect.example", Role.LEAD, organisation_id=cast.boroughs[borough])
    for borough in ("havering", "sutton", "westminster"):
        grant("lead2@respect.example", Role.LEAD, organisation_id=cast.boroughs[borough])
    grant("trainer@respect.example", Role.TRAINER)
    grant("trainer2@respect.example", Role.TRAINER)
    grant("editor@respect.example", Role.EDITOR)
    grant("approver@respect.example", Role.APPROVER)
    grant("training-admin@respect.example", Role.TRAINING_ADMIN)
    grant("admin@respect.example", Role.ADMIN)
    grant("head@camden.example", Role.SERVICE_HEAD, organisation_id=cast.boroughs["camden"])
    grant("manager@camden.example", Role.MANAGER, team_id=team_of(cast.people["manager@camden.example"]).pk)


def team_of(person_id: int) -> Team:
    """The team somebody works in today."""
    return Team.objects.filter(memberships__person_id=person_id, memberships__ends_on__isnull=True).latest(
        "memberships__starts_on"
    )


def frontline_since_before(organisation_id: int, now: datetime) -> QuerySet[Membership]:
    """Frontline posts that were held for the whole of the year that the demonstration tells of."""
    return Membership.objects.filter(
        organisation_id=organisation_id,
        caseload_holding=True,
        ends_on__isnull=True,
        starts_on__lt=clock.today(now) - timedelta(weeks=60),
    )
