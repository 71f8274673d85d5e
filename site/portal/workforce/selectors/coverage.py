"""Coverage, asked in one way: `coverage_by(grouping, ...)`. Page, picture and export only format its rows.

The definitions stand in the README and, in the same words, in docs/features/coverage.md.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from courses.selectors import bookings_as_of, completions_as_of, need_of, validity_of, waiting_as_of
from portal.kernel.actors import Actor, Place
from portal.kernel.querying import on_date
from portal.kernel.suppression import SMALLEST_SHOWN, suppressed
from portal.people.models import Membership, Organisation, OrganisationKind, Service, Team
from portal.people.selectors import rosters_behind
from portal.workforce.models import CountedCourse
from portal.workforce.permissions import (
    memberships_counted_for,
    memberships_named_to,
    organisations_with_figures_for,
    reach_of_figures,
)
from portal.workforce.rules import DUE_WITHIN, Cell, completed_after

GROUPINGS = {
    "team": ("team_id", "team__name", "service__name"),
    "service": ("service_id", "service__name", None),
    "role": ("job_role", "job_role", None),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One group: its cells by course code. `hidden`: under five people, or needed to protect such a group."""

    key: int | str | None
    label: str
    part_of: str
    hidden: bool
    base: int | None
    cells: dict[str, Cell]


@dataclass(frozen=True, slots=True)
class Coverage:
    """Coverage of what somebody answers for in one organisation on one day, with what its base rests on.

    `source_on` and `source_until` are the days of the oldest and the newest roster in it.
    `whose` says it in words for the middle of a sentence: "Camden", "Assessment 1", "the 3 teams you answer for".
    """

    as_at: date
    whose: str
    courses: tuple[CountedCourse, ...]
    rows: tuple[Row, ...]
    total: Row
    source: str
    source_on: date | None
    source_until: date | None


@dataclass(frozen=True, slots=True)
class BoroughFigure:
    """What one organisation has reached in the leading course; its cell is without a base where that is not known."""

    organisation: Organisation
    cell: Cell
    hidden: bool


def counted_courses(on: date) -> tuple[CountedCourse, ...]:
    """The courses that count on a day, the leading one first."""
    return tuple(CountedCourse.objects.filter(on_date(on)))


def coverage_by(grouping: str, *, actor: Actor, organisation: Organisation, as_of: date) -> Coverage:
    """Coverage of the frontline staff that the actor may see figures of, by `team`, `service` or `role`.

    Args:
        grouping: a key of `GROUPINGS`.
        actor: whose reach is counted; nobody beyond it is in any figure.
        organisation: whose staff.
        as_of: the day; figures come from dated rows and do not move later.

    Returns:
        Frozen rows in people, small groups already hidden, and a total that is itself too small too; the total
        counts each person once.
    """
    courses = counted_courses(as_of)
    staff = memberships_counted_for(actor, as_of).filter(organisation=organisation)
    base = staff.filter(caseload_holding=True)
    key, label, part_of = GROUPINGS[grouping]
    counts = _counts(courses, as_of)
    fields = [field for field in dict.fromkeys((key, label, part_of)) if field]
    groups = list(base.values(*fields).annotate(**counts).order_by(*reversed(fields)))
    total = base.aggregate(**counts)
    shown = suppressed({index: group["base"] for index, group in enumerate(groups)})
    rows = tuple(
        _row(
            group,
            courses,
            key=group[key],
            label=group[label],
            part_of=group.get(part_of or ""),
            shown=shown[index],
        )
        for index, group in enumerate(groups)
    )
    everybody = total["base"] if total["base"] >= SMALLEST_SHOWN or not total["base"] else None
    rosters = rosters_behind(organisation.pk, as_of)
    return Coverage(
        as_at=as_of,
        whose=whose_figures(actor, organisation),
        courses=courses,
        rows=rows,
        total=_row(total, courses, key=None, label="All", part_of="", shown=everybody),
        source="the roster" if rosters else "memberships entered by hand",
        source_on=rosters and rosters[0],
        source_until=rosters and rosters[1],
    )


def coverage_of_boroughs(actor: Actor, as_of: date) -> tuple[CountedCourse | None, list[BoroughFigure]]:
    """The leading course, and how far each organisation has come in what the actor sees of it. Four queries.

    Organisations that are no boroughs are left out unless somebody there holds cases.
    """
    leading = counted_courses(as_of)[:1]
    staff = memberships_counted_for(actor, as_of).filter(caseload_holding=True)
    groups: QuerySet[Any, Any] = (
        staff.values("organisation_id").annotate(**_counts(leading, as_of)).order_by()
    )
    found = {group["organisation_id"]: group for group in groups}
    # Each by itself: no total of all boroughs stands anywhere, from which the others could be taken.
    shown = {pk: suppressed({pk: group["base"]})[pk] for pk, group in found.items()}
    rows = []
    for organisation in organisations_with_figures_for(actor).order_by("name"):
        group, base = found.get(organisation.pk), shown.get(organisation.pk)
        if group or organisation.kind == OrganisationKind.LOCAL_AUTHORITY:
            trained = group.get("trained_0", 0) if group and base else 0
            hidden = group is not None and base is None
            rows.append(BoroughFigure(organisation, Cell(base, trained), hidden))
    return (leading[0] if leading else None), rows


def _counts(courses: tuple[CountedCourse, ...], on: date) -> dict[str, Count]:
    """Distinct people by state, for every course, as aggregates of one query."""
    validity = validity_of([course.course_code for course in courses])
    counts = {"base": Count("person", distinct=True)}
    for number, course in enumerate(courses):
        months = validity.get(course.course_code)
        done = completions_as_of(on).filter(course_code=course.course_code)
        ever = Q(person_id__in=done.values("person_id"))
        fresh = _in(done.filter(completed_on__gt=completed_after(on, months)))
        lasting = _in(done.filter(completed_on__gt=completed_after(on + DUE_WITHIN, months)))
        booked = _in(bookings_as_of(on).filter(run__course__code=course.course_code))
        waiting = _in(waiting_as_of(on).filter(run__course__code=course.course_code))
        for name, people in (
            ("trained", fresh),
            ("due", fresh & ~lasting),
            ("expired", ever & ~fresh),
            ("booked", booked & ~fresh),
            ("waiting", waiting & ~fresh),
            ("never", ~ever),
        ):
            counts[f"{name}_{number}"] = Count("person", distinct=True, filter=people)
    return counts


def _in(rows: QuerySet[Any]) -> Q:
    return Q(person_id__in=rows.values("person_id"))


def _row(
    group: dict[str, int],
    courses: tuple[CountedCourse, ...],
    *,
    key: int | str | None,
    label: str | int | None,
    part_of: str | int | None,
    shown: int | None,
) -> Row:
    names = ("trained", "due", "expired", "booked", "waiting", "never")
    return Row(
        key=key,
        label=str(label or "No team on record"),
        part_of=str(part_of or ""),
        hidden=shown is None,
        base=shown,
        cells={
            course.course_code: Cell(base=shown, **{name: group[f"{name}_{number}"] for name in names})
            if shown is not None
            else Cell(base=None)
            for number, course in enumerate(courses)
        },
    )


def whose_figures(actor: Actor, organisation: Organisation) -> str:
    """What the figures are of, for the middle of a sentence. At most two queries."""
    reach = reach_of_figures(actor)
    if reach.covers(Place(organisation_id=organisation.pk)):
        return organisation.name
    services = Service.objects.filter(organisation=organisation, pk__in=reach.services)
    teams = Team.objects.filter(service__organisation=organisation, pk__in=reach.teams)
    names = [*services.values_list("name", flat=True), *teams.values_list("name", flat=True)]
    kinds = "teams and services" if reach.services else "teams"
    return names[0] if len(names) == 1 else f"the {len(names)} {kinds} you answer for"


def people_to_train(
    *, actor: Actor, organisation_id: int, course_code: str, as_of: date
) -> QuerySet[Membership]:
    """Frontline staff whose names the actor may see and who are not trained or no longer in date.

    Each with person and team; by need (`need_of`), then by team, then by name.
    """
    validity = validity_of([course_code]).get(course_code)
    done = completions_as_of(as_of).filter(course_code=course_code)
    fresh = done.filter(completed_on__gt=completed_after(as_of, validity))
    staff = memberships_named_to(actor, as_of).filter(organisation_id=organisation_id, caseload_holding=True)
    return (
        staff.exclude(person_id__in=fresh.values("person_id"))
        .annotate(need=need_of(course_code, actor))
        .select_related("person", "team")
        .order_by("need", "team__name", "person__family_name", "person__given_name", "pk")
    )
