"""Roles that rest on an import: given since, where it put somebody to work. An undo ends them with the place."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from portal.kernel import clock
from portal.people.models import Grant, Membership, RosterBatch
from portal.people.selectors import confirmed_on, grants_on

# What of a membership says where, and whether, somebody works.
_WHERE = ("organisation_id", "service_id", "team_id", "state", "starts_on", "ends_on")


def roles_resting_on(batch: RosterBatch, on: date) -> QuerySet[Grant]:
    """Roles in force, given since the import, in the organisation, service or team where it put their holder."""
    placed = batch.changes.filter(
        Q(before__isnull=True) | Q(before__has_any_keys=_WHERE), model="membership"
    ).values("row_id")
    since = clock.today(batch.imported_at)
    given = grants_on(on).filter(starts_on__gte=since)
    return _where_they_work(given, confirmed_on(on).filter(pk__in=placed))


def still_resting(grants: QuerySet[Grant], on: date) -> QuerySet[Grant]:
    """Those whose holder works, on a day, in the place that the role is for."""
    return _where_they_work(grants, confirmed_on(on))


def _where_they_work(grants: QuerySet[Grant], memberships: QuerySet[Membership]) -> QuerySet[Grant]:
    there = memberships.filter(
        Q(organisation_id=OuterRef("organisation_id"))
        | Q(service_id=OuterRef("service_id"))
        | Q(team_id=OuterRef("team_id")),
        person_id=OuterRef("person_id"),
    )
    return grants.filter(Exists(there)).select_related(
        "person", "organisation", "service__organisation", "team__service__organisation"
    )
