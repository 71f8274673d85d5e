"""Building blocks for querysets: the twins of what `actors` answers for one row."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Q, QuerySet

from portal.kernel.actors import Scope

LISTS = (tuple, list, range)
# Ids of what stands on one screen; SQL is kept for each length up to this.
MOST_LISTED = 30


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
    """A query whose SQL is built once and run many times: for the few that the busiest pages make.

    Building a queryset costs ten times as much as running it. The rule stays where it is, in the ORM; what is kept is
    the SQL that it comes to, for each length of a list another.

    Args:
        build: makes a `values_list` queryset from the samples.
        samples: one value for each parameter, each occurring nowhere else in the query. Only values that never
            change the shape of the SQL can be parameters: no None. `(-7,)` stands for a list of integers, as many as
            are given, and counts down from there.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Any]], **samples: Any) -> None:
        self._build = build
        self._samples = samples
        self._compiled: dict[tuple[object, ...], _Statement | None] = {}

    def rows(self, **values: Any) -> list[tuple[Any, ...]]:
        """The rows for these values; names are those of the samples. A long list is not worth keeping SQL for."""
        if any(len(value) > MOST_LISTED for value in values.values() if isinstance(value, LISTS)):
            return list(self._build(**values))
        statement = self._statement(values)
        if statement is None:
            return []
        given = _one_by_one(values)
        with connection.cursor() as cursor:
            cursor.execute(
                statement.sql,
                [fixed if name is None else _adapted(given[name]) for name, fixed in statement.slots],
            )
            return statement.converted(list(cursor.fetchall()))

    def _statement(self, values: Mapping[str, Any]) -> _Statement | None:
        """The SQL for lists of these lengths; None where nothing could ever be found."""
        lengths = (len(values[name]) for name, sample in self._samples.items() if isinstance(sample, LISTS))
        shape = (connection.vendor, *lengths)
        if shape not in self._compiled:
            self._compiled[shape] = self._compile(
                {name: _alike(sample, values[name]) for name, sample in self._samples.items()}
            )
        return self._compiled[shape]

    def _compile(self, samples: Mapping[str, Any]) -> _Statement | None:
        compiler = self._build(**samples).query.get_compiler(connection=connection)
        try:
            sql, params = compiler.as_sql()
        except EmptyResultSet:
            return None
        given = _one_by_one(samples)
        names = {_adapted(sample): name for name, sample in given.items()}
        slots = tuple((names.get(param), param) for param in params)
        if missing := set(given) - {name for name, _ in slots}:
            raise ValueError(f"the query does not use {sorted(missing)}")
        steps = compiler.get_converters([column for column, _, _ in compiler.select])
        converters = tuple((place, tuple(found), column) for place, (found, column) in steps.items())
        return _Statement(sql, slots, converters)


def _alike(sample: Any, value: Any) -> Any:
    """A sample; of a list, as many as the value has."""
    return range(sample[0], sample[0] - len(value), -1) if isinstance(sample, LISTS) else sample


def _one_by_one(values: Mapping[str, Any]) -> dict[str, Any]:
    """What goes into the SQL, by name; what lists hold one by one."""
    given: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, LISTS):
            given |= {f"{name} {number}": one for number, one in enumerate(value)}
        else:
            given[name] = value
    return given


def _adapted(value: Any) -> Any:
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value
