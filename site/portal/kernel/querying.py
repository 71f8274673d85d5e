"""Building blocks for querysets: the twins of what `actors` answers for one row."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

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


class Prepared:
    """A query whose SQL is built once and run many times: for the few that every request makes.

    Building a queryset costs ten times as much as running it. The rule stays where it is, in the ORM; what is kept is
    the SQL that it comes to.

    Args:
        build: makes a `values_list` queryset from the samples. Its columns come back as the driver gives them, so it
            selects ids, codes and words only, no dates.
        samples: one value for each parameter, each occurring nowhere else in the query.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Any]], **samples: Any) -> None:
        self._build = build
        self._samples = samples
        self._compiled: dict[str, tuple[str, list[tuple[str | None, Any]]]] = {}

    def rows(self, **values: Any) -> list[tuple[Any, ...]]:
        """The rows for these values; names are those of the samples."""
        sql, slots = self._sql()
        with connection.cursor() as cursor:
            cursor.execute(sql, [fixed if name is None else _adapted(values[name]) for name, fixed in slots])
            return list(cursor.fetchall())

    def _sql(self) -> tuple[str, list[tuple[str | None, Any]]]:
        if connection.vendor not in self._compiled:
            sql, params = self._build(**self._samples).query.sql_with_params()
            names = {_adapted(sample): name for name, sample in self._samples.items()}
            slots = [(names.get(param), param) for param in params]
            if missing := set(self._samples) - {name for name, _ in slots}:
                raise ValueError(f"the query does not use {sorted(missing)}")
            self._compiled[connection.vendor] = (sql, slots)
        return self._compiled[connection.vendor]


def _adapted(value: Any) -> Any:
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value
