"""What the screens of roles ask: which may be ended, for whom and where one may be given (PE-04)."""

from datetime import date

from django.db.models import QuerySet

from portal.kernel.actors import Actor
from portal.kernel.errors import NotFound
from portal.kernel.querying import on_date, within
from portal.people.models import Grant, Organisation, Person, Service, Team
from portal.people.permissions import RUNS_ROSTERS, grants_kept_by, people_seen_by
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
    """Where the actor may give somebody a role: `("team:3", "Assessment 1, Camden")`, from wide to narrow.

    Any organisation in reach, and services and teams of those where the person works: the programme has thousands.
    Three queries.
    """
    scope = actor.scope(*RUNS_ROSTERS)
    theirs = confirmed_on(on).filter(person_id=person_id).values("organisation_id")
    places = [("all", "Everywhere")] if actor.administers_everything else []
    everywhere = {"service": None, "team": None}
    organisations = Organisation.objects.filter(within(scope, organisation="pk", **everywhere))
    services = Service.objects.filter(
        within(scope, service="pk", team=None), ends_on=None, organisation__in=theirs
    )
    teams = Team.objects.filter(
        within(scope, organisation="service__organisation_id", service="service_id", team="pk"),
        ends_on=None,
        service__organisation__in=theirs,
    )
    places += [(f"organisation:{each.pk}", each.name) for each in organisations]
    for service in services.select_related("organisation").order_by("organisation__name", "name"):
        places.append((f"service:{service.pk}", f"{service.name}, {service.organisation.name}"))
    for team in teams.select_related("service__organisation").order_by("service__organisation__name", "name"):
        places.append((f"team:{team.pk}", f"{team.name}, {team.service.organisation.name}"))
    return places


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
