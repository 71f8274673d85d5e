"""Courses and runs as other systems list them: by id, a page at a time."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Max
from django.urls import reverse

from courses.models import Course, Run
from courses.selectors.opening import open_to_organisation
from courses.selectors.places import with_places
from courses.states import RunState
from portal.kernel import clock

if TYPE_CHECKING:
    from courses.selectors.places import FullRun

Listed = tuple[list[dict[str, Any]], int | None]


def listed_courses(*, after: int, limit: int) -> Listed:
    """Published courses with an id above `after`, and where to go on. One query."""
    rows = Course.objects.filter(listed=True, active=True, pk__gt=after).annotate(
        edition=Max("editions__number")
    )
    found = list(rows.order_by("pk")[: limit + 1])
    items = [
        {
            "id": course.pk,
            "code": course.code,
            "title": course.title,
            "edition": course.edition,
            "address": reverse("courses:course", args=[course.slug]),
            **{name: course.words.get(name) or "" for name in ("cpd_basis", "audience", "length")},
            "mode": course.words.get("mode_code") or "",
            "cpd_minutes": course.words.get("cpd_minutes"),
            "outcomes": course.words.get("outcomes") or [],
        }
        for course in found[:limit]
    ]
    return items, _next(items, len(found), limit)


def listed_runs(
    *, organisation_id: int | None, course_code: str, starts_from: date | None, after: int, limit: int
) -> Listed:
    """Runs open to an organisation with an id above `after`, and where to go on. Four queries."""
    runs = Run.objects.filter(pk__gt=after).exclude(state=RunState.DRAFT)
    runs = runs.filter(open_to_organisation(organisation_id)).distinct()
    if course_code:
        runs = runs.filter(course__code=course_code)
    if starts_from:
        runs = runs.filter(ends_at__gte=clock.day_bounds(starts_from)[0])
    loaded = (
        with_places(runs)
        .select_related("course")
        .prefetch_related("days", "open_to", "course__only_boroughs")
    )
    found = list(loaded.order_by("pk")[: limit + 1])
    items = [_run(run) for run in found[:limit]]
    return items, _next(items, len(found), limit)


def _run(run: "FullRun") -> dict[str, Any]:
    return {
        "id": run.pk,
        "reference": run.reference,
        "course": run.course.code,
        "state": run.state,
        "mode": run.mode,
        "days": [
            {"on": day.on, "starts_at": day.starts_at, "ends_at": day.ends_at} for day in run.days.all()
        ],
        "capacity": run.capacity,
        "places_left": max(0, run.capacity - run.taken),
        "waiting": run.waiting,
        "open_to": _codes(run),
        "booking_closes_at": run.booking_closes_at,
    }


def _codes(run: Run) -> list[str]:
    """Whom it is open to by what is loaded; none: everybody."""
    run_says = [organisation.code for organisation in run.open_to.all()]
    course_says = [organisation.code for organisation in run.course.only_boroughs.all()]
    if run_says and course_says:
        return [code for code in run_says if code in course_says]
    return run_says or course_says


def _next(items: list[dict[str, Any]], found: int, limit: int) -> int | None:
    return items[-1]["id"] if found > limit else None
