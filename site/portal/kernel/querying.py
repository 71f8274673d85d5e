"""Building blocks for querysets: the twins of what `actors` answers for one row."""

from django.db.models import Q

from portal.kernel.actors import Scope


def within(
    scope: Scope,
    *,
    organisation: str | None = "organisation_id",
    service: str | None = "service_id",
    team: str | None = "team_id",
) -> Q:
    """Rows whose place lies within `scope`: the queryset twin of `Scope.covers`.

    Args:
        scope: how far the actor's role reaches.
        organisation, service, team: the lookups that name the place of a row; None where rows have none.
    """
    if scope.everything:
        return ~Q(pk__in=())  # always true; an empty Q would vanish when it is or-ed with another condition
    reach = Q(pk__in=())
    for lookup, ids in ((organisation, scope.organisations), (service, scope.services), (team, scope.teams)):
        if lookup and ids:
            reach |= Q(**{f"{lookup}__in": ids})
    return reach


def on_date(on: object, *, prefix: str = "", starts: str = "starts_on", ends: str = "ends_on") -> Q:
    """Dated rows in force on the date `on`; the end date is the last day."""
    return Q(**{f"{prefix}{starts}__lte": on}) & (
        Q(**{f"{prefix}{ends}__isnull": True}) | Q(**{f"{prefix}{ends}__gte": on})
    )
