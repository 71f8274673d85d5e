"""To which organisations dates are open: the dates may say, their course may say, and where both do, both hold."""

from collections.abc import Iterable

from django.db.models import BooleanField, Q, QuerySet, Value

from courses.models import Run
from portal.kernel.querying import Prepared

NOBODY = {0: "nobody: its organisations and those of the course do not meet"}
# Which run, whether the course says so, and the organisation.
OpeningRow = tuple[int, bool, int, str]
_BY_RUN = Value(False, output_field=BooleanField())
_BY_COURSE = Value(True, output_field=BooleanField())


def open_to_organisation(organisation_id: int | None) -> Q:
    """Runs that people of an organisation may ask for. Its twin for loaded rows is `openings`."""
    run_says = Q(open_to__isnull=True) | Q(open_to=organisation_id)
    return run_says & (Q(course__only_boroughs__isnull=True) | Q(course__only_boroughs=organisation_id))


def opening_rows(runs: QuerySet[Run]) -> QuerySet[Run, OpeningRow]:
    """What the runs and their courses say: one query."""
    run_says = runs.filter(open_to__isnull=False).order_by()
    course_says = runs.filter(course__only_boroughs__isnull=False).order_by()
    return run_says.values_list("pk", _BY_RUN, "open_to", "open_to__name").union(
        course_says.values_list("pk", _BY_COURSE, "course__only_boroughs", "course__only_boroughs__name"),
        all=True,
    )


def openings(rows: Iterable[OpeningRow]) -> dict[int, dict[int, str]]:
    """By run, the organisations it is open to, id -> name; a run that is open to everybody is left out."""
    said: dict[int, tuple[dict[int, str], dict[int, str]]] = {}
    for run_id, by_course, organisation_id, name in rows:
        said.setdefault(run_id, ({}, {}))[bool(by_course)][organisation_id] = name
    return {run_id: _meeting(*both) for run_id, both in said.items()}


def _meeting(run_only: dict[int, str], course_only: dict[int, str]) -> dict[int, str]:
    if run_only and course_only:
        # Both restrict: nobody is let in by one of them against the other.
        return {pk: name for pk, name in run_only.items() if pk in course_only} or NOBODY
    return run_only or course_only


def opening_of(run_id: int) -> dict[int, str]:
    """The organisations one run is open to, id -> name; empty: everybody. One query, prepared."""
    return openings(_OF_RUN.rows(run_id=run_id)).get(run_id, {})


_OF_RUN = Prepared(lambda run_id: opening_rows(Run.objects.filter(pk=run_id)), run_id=-1_234_567)
