"""What the screens of roles ask: which may be ended, for whom and where one may be given (PE-04)."""

from collections.abc import Collection
from datetime import date

from django.db.models import Count, QuerySet

from portal.kernel.actors import Actor, Scope
from portal.kernel.errors import NotFound
from portal.kernel.querying import on_date, within
from portal.people.models import Grant, Organisation, Person, Service, Team
from portal.people.permissions import (
    COUNT_EVERYWHERE,
    RUNS_ROSTERS,
    SEES_STAFF,
    grants_kept_by,
    people_seen_by,
)
from portal.people.roles import Role
from portal.people.rules import tidy_address
from portal.people.selectors import confirmed_on


def grants_listed_for(actor: Actor, on: date) -> QuerySet[Grant]:
    """Roles in force that the actor may end, with all that a list shows of them."""
    kept = grants_kept_by(actor).filter(on_date(on), void=False)
    return kept.select_related(
        "person", "organisation", "service__organisation", "team__service__organisation"
    ).order_by("role", "person__family_name", "pk")


def grant_to_end(actor: Actor, grant_id: int, on: date) -> Grant:
    """One of them. Raises `NotFound`."""
    found = grants_listed_for(actor, on).filter(pk=grant_id).first()
    if found is None:
        raise NotFound()
    return found


def places_to_grant(actor: Actor, person_id: int, on: date) -> list[tuple[str, str]]:
    """Where the actor may give somebody a role: `("team:3", "Assessment 1, Camden")`. Four queries.

    Where the person works comes first, from wide to narrow: the organisation, its services, its teams. Then other
    organisations in reach, without their teams, of which the programme has thousands; and at last everywhere.
    """
    scope = actor.scope(*RUNS_ROSTERS)
    theirs = set(organisations_of(person_id, on).values_list("pk", flat=True))
    reached = Organisation.objects.filter(within(scope, organisation="pk", service=None, team=None))
    found = [(each.pk in theirs, f"organisation:{each.pk}", each.name) for each in reached]
    return [
        *((value, name) for own, value, name in found if own),
        *_parts_to_grant(scope, theirs),
        *((value, name) for own, value, name in found if not own),
        *([("all", "Everywhere")] if actor.administers_everything else []),
    ]


def _parts_to_grant(scope: Scope, organisations: Collection[int]) -> list[tuple[str, str]]:
    """Services, then teams, of some organisations."""
    services = Service.objects.filter(
        within(scope, service="pk", team=None), ends_on=None, organisation__in=organisations
    )
    teams = Team.objects.filter(
        within(scope, organisation="service__organisation_id", service="service_id", team="pk"),
        ends_on=None,
        service__organisation__in=organisations,
    )
    by_service = services.select_related("organisation").order_by("organisation__name", "name")
    by_team = teams.select_related("service__organisation").order_by("service__organisation__name", "name")
    return [
        *((f"service:{each.pk}", f"{each.name}, {each.organisation.name}") for each in by_service),
        *((f"team:{each.pk}", f"{each.name}, {each.service.organisation.name}") for each in by_team),
    ]


def organisations_of(person_id: int, on: date) -> QuerySet[Organisation]:
    """Where somebody works on a day."""
    theirs = confirmed_on(on).filter(person_id=person_id)
    return Organisation.objects.filter(pk__in=theirs.values("organisation_id")).order_by("name")


def organisation_of_reach(
    organisation_id: int | None = None, service_id: int | None = None, team_id: int | None = None
) -> int | None:
    """The organisation that a place is, or is a part of; None for everywhere."""
    if service_id:
        return Service.objects.values_list("organisation_id", flat=True).get(pk=service_id)
    if team_id:
        return Team.objects.values_list("service__organisation_id", flat=True).get(pk=team_id)
    return organisation_id


def why_ask_first(person: Person, role: Role, organisation_id: int | None, on: date) -> str:
    """What to say before a role is given where somebody does not work; empty where they do. At most three queries.

    Args:
        organisation_id: where the role is to count, or whose service or team that is; None: everywhere.
    """
    theirs = {each.pk: each.name for each in organisations_of(person.pk, on)}
    if organisation_id in theirs and role not in COUNT_EVERYWHERE:
        return ""
    works = f"{person.name} works in {' and '.join(theirs.values())}." if theirs else _WORKS_NOWHERE
    if role in COUNT_EVERYWHERE:
        return f"{works} The role “{role.label}” counts everywhere, whatever place you choose."
    staff = confirmed_on(on)
    where = "everywhere"
    if organisation_id is not None:
        staff = staff.filter(organisation_id=organisation_id)
        where = f"in {Organisation.objects.get(pk=organisation_id).name}"
    if role not in SEES_STAFF:
        return f"{works} With the role “{role.label}” they would act {where}."
    people = staff.aggregate(people=Count("person_id", distinct=True))["people"]
    seen = "the name of one person" if people == 1 else f"the names of {people:,} people"
    return f"{works} With the role “{role.label}” {where} they would see {seen}."


_WORKS_NOWHERE = "We do not know where this person works."


def person_with_address(actor: Actor, email: str, on: date) -> Person | None:
    """The member of staff with this work address, among those whom the actor may see."""
    return _known_to(actor, on).filter(email=tidy_address(email)).first() if email else None


def person_to_grant(actor: Actor, person_id: int, on: date) -> Person:
    """The member of staff by number, among the same. Raises `NotFound`."""
    found = _known_to(actor, on).filter(pk=person_id).first()
    if found is None:
        raise NotFound()
    return found


def _known_to(actor: Actor, on: date) -> QuerySet[Person]:
    return Person.objects.all() if actor.administers_everything else people_seen_by(actor, on)
