"""Building blocks for querysets: the twins of what `actors` answers for one row."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
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


@dataclass(frozen=True, slots=True)
class _Statement:
    """SQL, what goes into it (name of a sample or None, and its value), and how columns become values of Python."""

    sql: str
    slots: tuple[tuple[str | None, Any], ...]
    converters: tuple[tuple[int, tuple[Callable[..., Any], ...], Any], ...]

    def converted(self, rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        """The rows as a queryset would have given them."""
        if not self.converters:
            return rows
        found = []
        for row in map(list, rows):
            for place, steps, expression in self.converters:
                for step in steps:
                    row[place] = step(row[place], expression, connection)
            found.append(tuple(row))
        return found


class Prepared:
    """A query whose SQL is built once and run many times: for the few that every request makes.

    Building a queryset costs ten times as much as running it. The rule stays where it is, in the ORM; what is kept is
    the SQL that it comes to.

    Args:
        build: makes a `values_list` queryset from the samples.
        samples: one value for each parameter, each occurring nowhere else in the query. Only values that never
            change the shape of the SQL can be parameters: no None, no lists.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Any]], **samples: Any) -> None:
        self._build = build
        self._samples = samples
        self._compiled: dict[str, _Statement] = {}

    def rows(self, **values: Any) -> list[tuple[Any, ...]]:
        """The rows for these values; names are those of the samples."""
        statement = self._statement()
        with connection.cursor() as cursor:
            cursor.execute(
                statement.sql,
                [fixed if name is None else _adapted(values[name]) for name, fixed in statement.slots],
            )
            return statement.converted(list(cursor.fetchall()))

    def _statement(self) -> _Statement:
        if connection.vendor not in self._compiled:
            compiler = self._build(**self._samples).query.get_compiler(connection=connection)
            sql, params = compiler.as_sql()
            names = {_adapted(sample): name for name, sample in self._samples.items()}
            slots = tuple((names.get(param), param) for param in params)
            if missing := set(self._samples) - {name for name, _ in slots}:
                raise ValueError(f"the query does not use {sorted(missing)}")
            steps = compiler.get_converters([column for column, _, _ in compiler.select])
            converters = tuple((place, tuple(found), column) for place, (found, column) in steps.items())
            self._compiled[connection.vendor] = _Statement(sql, slots, converters)
        return self._compiled[connection.vendor]


def _adapted(value: Any) -> Any:
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value
