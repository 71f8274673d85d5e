"""What an import would change: rows against what we hold. Nothing is written; the plan is applied by a service."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Model

from portal.people.models import Membership, MembershipSource, Person, Service, Team
from portal.people.roster.known import Known, Places, load_known, place_key
from portal.people.roster.outcomes import Outcome
from portal.people.roster.postings import Step, next_step
from portal.people.roster.rows import Remark, Row
from portal.people.rules import skeleton
from portal.people.states import MembershipState

Group = tuple[Row, ...]


class Refuse(Exception):
    """One row, or all rows of a person, cannot be taken."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field, self.reason = field, reason


@dataclass
class Edit:
    """An existing row that changes: the object with its new values, and the old ones."""

    row: Model
    before: dict[str, Any] = field(default_factory=dict)


@dataclass
class Plan:
    """What some rows come to."""

    services: list[Service] = field(default_factory=list)
    teams: list[Team] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    memberships: list[Membership] = field(default_factory=list)
    edits: dict[tuple[str, int], Edit] = field(default_factory=dict)
    refused: list[Remark] = field(default_factory=list)
    warnings: list[Remark] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    seen: set[int] = field(default_factory=set)
    outcomes: list[Outcome] = field(default_factory=list)

    def set(self, row: Person | Membership, **values: Any) -> bool:
        """Change an object in memory and remember what was there. Returns whether anything differs."""
        changed = {name: value for name, value in values.items() if getattr(row, name) != value}
        for name, value in changed.items():
            if row.pk is not None:
                edit = self.edits.setdefault((type(row).__name__.lower(), row.pk), Edit(row))
                column = getattr(row._meta.get_field(name), "attname", name)
                edit.before.setdefault(column, getattr(row, column))
            setattr(row, name, value)
        return bool(changed)


@dataclass
class Planner:
    """Makes plans for the rows of one organisation, chunk by chunk.

    Args:
        as_of: the day the roster speaks of.
        create_places: whether services and teams we do not know are made; else their rows are refused.
        places: the organisation's tree.
        in_file: addresses of good rows of the file, to tell why a manager is not known.
        drafted: people that earlier chunks of a dry run would have made.
    """

    organisation_id: int
    as_of: date
    create_places: bool
    places: Places
    in_file: frozenset[str]
    drafted: dict[str, Person] = field(default_factory=dict)

    def plan(self, groups: Sequence[Group]) -> Plan:
        """Compare a chunk of rows with what the database holds now."""
        plan, known = Plan(), load_known(self.organisation_id, groups)
        for group in groups:
            self._plan_group(plan, known, group)
        return plan

    def _plan_group(self, plan: Plan, known: Known, group: Group) -> None:
        """The rows of one person: whom they are about, then where each of them puts the person."""
        try:
            person = self._person(plan, known, group)
        except Refuse as why:
            plan.refused += [Remark(row.number, why.field, why.reason) for row in group]
            return
        is_new = person._state.adding
        held = [] if is_new else known.by_person.get(person.pk, [])
        plan.seen |= set() if is_new else {person.pk}
        renamed = not is_new and self._rename(plan, known, person, group[-1])
        landed = 0
        for row in group:
            try:
                service, team = self._place(plan, row)
            except Refuse as why:
                plan.refused.append(Remark(row.number, why.field, why.reason))
                continue
            verdict = self._plan_row(plan, known, person, held, row, service, team)
            verdict = "changed" if verdict == "unchanged" and renamed else verdict
            plan.counts[verdict] += 1
            what = _what_changes(plan, person, held) if verdict == "changed" else ""
            plan.outcomes.append(_outcome(verdict, row, person, service, team, what))
            landed += 1
        if landed and is_new:
            plan.people.append(person)
            if person.email:
                known.people[person.email] = self.drafted[person.email] = person

    def _place(self, plan: Plan, row: Row) -> tuple[Service | None, Team | None]:
        """The row's service and team, drafted when they are new and may be made."""
        if not row.service and not row.team:
            return None, None
        if not row.service:
            found = self.places.teams_called(row.team)
            if len(found) != 1:
                raise Refuse("service", "Say which service the team belongs to.")
            return found[0].service, found[0]
        service = self.places.services.get(place_key(row.service))
        if service is None:
            service = self._draft_service(plan, row)
        if not row.team:
            return service, None
        team = self.places.teams.get((place_key(row.service), place_key(row.team)))
        return service, team or self._draft_team(plan, service, row)

    def _draft_service(self, plan: Plan, row: Row) -> Service:
        if not self.create_places:
            raise Refuse(
                "service",
                f"We know no service called “{row.service}”. Correct it, or choose to add new ones.",
            )
        begins = min(row.start_date or self.as_of, self.as_of)
        service = Service(organisation_id=self.organisation_id, name=row.service, starts_on=begins)
        self.places.add_service(service)
        plan.services.append(service)
        return service

    def _draft_team(self, plan: Plan, service: Service, row: Row) -> Team:
        if not self.create_places:
            raise Refuse(
                "team", f"We know no team called “{row.team}” there. Correct it, or choose to add new ones."
            )
        team = Team(service=service, name=row.team, starts_on=min(row.start_date or self.as_of, self.as_of))
        self.places.add_team(team)
        plan.teams.append(team)
        return team

    def _person(self, plan: Plan, known: Known, rows: Group) -> Person:
        """Whom the rows are about: somebody we know, or a draft."""
        row = rows[-1]
        address = next((each.email for each in rows if each.email), "")
        held = known.by_employee.get(row.employee_id, []) if row.employee_id else []
        by_number = held[-1].person if held else None
        by_address = known.people.get(address) if address else None
        if by_number and by_address and by_number is not by_address:
            raise Refuse("email", "This address belongs to somebody else on our roster.")
        if by_number:
            return by_number
        if by_address:
            self._check_same_person(plan, known, by_address, row)
            return by_address
        return Person(given_name=row.given_name, family_name=row.family_name, email=address)

    def _check_same_person(self, plan: Plan, known: Known, person: Person, row: Row) -> None:
        """Refuse to hand somebody's history to the next owner of their address (fault 17)."""
        numbered = [m for m in known.by_person.get(person.pk, []) if m.employee_id]
        if not row.employee_id or not numbered:
            return
        if any(m.ends_on is None or m.ends_on >= self.as_of for m in numbered):
            raise Refuse("employee_id", "This address belongs to another employee number on our roster.")
        if skeleton(person.name) != skeleton(f"{row.given_name} {row.family_name}"):
            raise Refuse(
                "email",
                "This address belonged to somebody else, who has left. Give the new person’s own address.",
            )
        plan.warnings.append(
            Remark(row.number, "employee_id", "Somebody who left has come back under a new employee number.")
        )

    def _rename(self, plan: Plan, known: Known, person: Person, row: Row) -> bool:
        """Take over name and address, unless another organisation names the person as well."""
        wanted: dict[str, Any] = {"given_name": row.given_name}
        if row.family_name:
            wanted["family_name"] = row.family_name
        if row.email and row.email not in known.people:
            wanted["email"] = row.email
        if all(getattr(person, name) == value for name, value in wanted.items()):
            return False
        if person.pk in known.elsewhere:
            reason = "Another organisation names this person too, so name and address stay as they are."
            plan.warnings.append(Remark(row.number, "given_name", reason))
            return False
        if "email" in wanted:
            known.people.pop(person.email, None)
            known.people[row.email] = person
        return plan.set(person, **wanted)

    def _plan_row(
        self,
        plan: Plan,
        known: Known,
        person: Person,
        held: list[Membership],
        row: Row,
        service: Service | None,
        team: Team | None,
    ) -> str:
        """One row against the person's memberships here. Returns what it comes to, for the counts."""
        says = self._says(plan, known, person, row)
        step = next_step(held, row, service, team, self.as_of)
        verdict = self._take(plan, step, row)
        if step.update is not None:
            verdict = self._update(plan, step.update, step, says, row, service, team) or verdict
        if step.begins is not None:
            membership = Membership(
                person=person,
                organisation_id=self.organisation_id,
                service=service,
                team=team,
                starts_on=step.begins,
                ends_on=row.end_date,
                source=MembershipSource.ROSTER,
                **says,
            )
            plan.memberships.append(membership)
            held.append(membership)
            held.sort(key=lambda each: each.starts_on)
            verdict = "moved" if step.closes is not None else "created"
        return verdict

    def _take(self, plan: Plan, step: Step, row: Row) -> str:
        if step.closes is None:
            return "unchanged"
        return "ended" if plan.set(step.closes, ends_on=step.closes_on) else "unchanged"

    def _update(
        self,
        plan: Plan,
        membership: Membership,
        step: Step,
        says: dict[str, Any],
        row: Row,
        service: Service | None,
        team: Team | None,
    ) -> str:
        """Take over what the row says about a membership that goes on."""
        if membership.state == MembershipState.PENDING:
            says |= {"state": MembershipState.CONFIRMED}
        if (
            membership.source == MembershipSource.SIGN_UP
            and row.start_date
            and row.start_date < membership.starts_on
        ):
            says |= {"starts_on": row.start_date}
        if service is not None:
            says |= {"service": service}
        if team is not None:
            says |= {"team": team}
        ends = membership.ends_on != row.end_date and (row.end_date is not None or step.is_latest)
        leaves = ends and row.end_date is not None
        if ends:
            if row.end_date is None:
                reason = "We had an end date for this person; the file has none, so the end is taken back."
                plan.warnings.append(Remark(row.number, "end_date", reason))
            says |= {"ends_on": row.end_date}
        if not plan.set(membership, **says):
            return ""
        return "ended" if leaves else "changed"

    def _says(self, plan: Plan, known: Known, person: Person, row: Row) -> dict[str, Any]:
        """What the row says about the post; what it leaves empty stays as it is."""
        says: dict[str, Any] = {
            "employee_id": row.employee_id,
            "job_role": row.job_role,
            "caseload_holding": row.caseload_holding,
            "fte": row.fte,
            "manager": self._manager(plan, known, person, row),
        }
        return {name: value for name, value in says.items() if value not in (None, "")}

    def _manager(self, plan: Plan, known: Known, person: Person, row: Row) -> Person | None:
        if not row.manager_email:
            return None
        manager = known.people.get(row.manager_email) or self.drafted.get(row.manager_email)
        if manager is person:
            return None
        if manager is None:
            why = (
                "was refused"
                if row.manager_email in self.in_file
                else "is neither in the file nor on our roster"
            )
            reason = f"The manager {why}; the person is taken without a manager."
            plan.warnings.append(Remark(row.number, "manager_email", reason))
        return manager


# Columns of a person and of a membership, as a preview calls them.
_SPOKEN = {
    "given_name": "name",
    "family_name": "name",
    "email": "email",
    "service_id": "service",
    "team_id": "team",
    "manager_id": "manager",
    "job_role": "job role",
    "employee_id": "employee number",
    "caseload_holding": "whether they hold cases",
    "fte": "full-time equivalent",
    "starts_on": "first day",
    "ends_on": "last day",
    "state": "confirmed",
}


def _what_changes(plan: Plan, person: Person, held: Sequence[Membership]) -> str:
    """What of a person and their posts here would be different, in words."""
    rows = [("person", person.pk), *(("membership", each.pk) for each in held)]
    columns = [column for key in rows if key in plan.edits for column in plan.edits[key].before]
    return ", ".join(dict.fromkeys(_SPOKEN.get(column, column) for column in columns))


def _outcome(
    verdict: str, row: Row, person: Person, service: Service | None, team: Team | None, what: str
) -> Outcome:
    """The line of a preview for one row."""
    place = ", ".join(each.name for each in (team, service) if each is not None)
    on = {"created": row.start_date, "ended": row.end_date}.get(verdict)
    return Outcome(verdict, row.number, person.name, place, on.isoformat() if on else "", what)
