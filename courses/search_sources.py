"""What the search finds of courses: the courses themselves, and their dates by month, day, borough and mode."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Max, QuerySet
from django.urls import reverse

from courses.models import Course, Run, RunChange, RunDay
from courses.rules.dates import spoken_days
from courses.selectors.opening import open_to_organisation, opening_rows, openings
from courses.states import Mode, RunState
from portal.kernel import clock
from portal.kernel.actors import Actor
from portal.pages.search.index import Entry, Hit
from portal.pages.search.sources import Source, everybody, register


def _listed() -> QuerySet[Course]:
    return Course.objects.filter(listed=True, active=True)


def _coming(now: datetime) -> QuerySet[Run]:
    return Run.objects.filter(
        state=RunState.PUBLISHED, starts_at__gt=now, course__listed=True, course__active=True
    )


def _fitting(runs: QuerySet[Run], actor: Actor) -> QuerySet[Run]:
    """Leave out runs that are only for other boroughs, for somebody whose borough is known."""
    if not actor.is_person or not actor.places:
        return runs
    return runs.filter(open_to_organisation(actor.place.organisation_id))


def _mark_of_courses(now: datetime) -> Hashable:
    marks = _listed().aggregate(
        count=Count("pk"), newest=Max("pk"), title=Max("title"), published=Max("page__last_published_at")
    )
    return tuple(marks.values())


def _course_entries(now: datetime) -> Iterable[Entry]:
    for code, slug, title, words in _listed().values_list("code", "slug", "title", "words"):
        hit = Hit("Course", title, reverse("courses:course", args=[slug]), words.get("summary", ""))
        labels = " ".join((code, words.get("audience", ""), words.get("mode", "")))
        yield Entry(slug, hit, title=title, labels=f"{labels} course training", words=_said(words))


def _said(words: dict[str, Any]) -> str:
    parts = [words.get(name) or "" for name in ("summary", "prerequisites", "leave_with", "content_note")]
    return " ".join((*parts, *words.get("outcomes", [])))


def _show_courses(hits: Mapping[str, Hit], actor: Actor, now: datetime) -> Mapping[str, Hit]:
    """Two queries: which are still listed, and the first coming date of each."""
    there = _listed().filter(slug__in=hits).values_list("slug", flat=True)
    coming = _fitting(_coming(now), actor).filter(course__slug__in=hits).order_by("starts_at", "pk")
    first: dict[str, datetime] = {}
    for slug, starts_at in coming.values_list("course__slug", "starts_at"):
        if starts_at:
            first.setdefault(slug, starts_at)
    return {slug: _with_next(hits[slug], first.get(slug)) for slug in there}


def _with_next(hit: Hit, starts_at: datetime | None) -> Hit:
    if starts_at is None:
        return replace(hit, next_words="No date yet")
    day = clock.today(starts_at)
    return replace(hit, next_on=day, next_words=f"Next: {clock.spoken_date(day)}")


def _mark_of_runs(now: datetime) -> Hashable:
    """Every move of a run leaves a change behind."""
    runs = _coming(now).aggregate(count=Count("pk"), newest=Max("pk"), last=Max("starts_at"))
    changes = RunChange.objects.aggregate(newest=Max("pk"))
    return (*runs.values(), *changes.values(), clock.today(now))


def _run_entries(now: datetime) -> Iterable[Entry]:
    """Dates by what is public of them: never by venue, trainer or link."""
    days = _days_of(_coming(now))
    boroughs = openings(opening_rows(_coming(now)))
    for pk, slug, title, mode in _coming(now).values_list("pk", "course__slug", "course__title", "mode"):
        dates = days.get(pk, [])
        hit = Hit("Date", title, reverse("courses:course", args=[slug]) + "#dates")
        said = " ".join(f"{day:%A} {day.day} {day:%B} {day:%b} {day.year}" for day in dates)
        labels = " ".join(
            (said, str(Mode(mode).label), *(name for place, name in boroughs.get(pk, {}).items() if place))
        )
        yield Entry(str(pk), hit, labels=labels, context=f"{title} course date dates training")


def _days_of(runs: QuerySet[Run]) -> dict[int, list[date]]:
    days: dict[int, list[date]] = {}
    for run_id, on in RunDay.objects.filter(run__in=runs).order_by("on").values_list("run_id", "on"):
        days.setdefault(run_id, []).append(on)
    return days


def _show_runs(hits: Mapping[str, Hit], actor: Actor, now: datetime) -> Mapping[str, Hit]:
    """Two queries: which are still to come and open to this borough, and their days."""
    there = _fitting(_coming(now), actor).filter(pk__in=[int(key) for key in hits])
    days = _days_of(Run.objects.filter(pk__in=[int(key) for key in hits]))
    shown: dict[str, Hit] = {}
    for pk, mode in there.values_list("pk", "mode"):
        dates, hit = days.get(pk, []), hits[str(pk)]
        shown[str(pk)] = replace(
            hit,
            title=f"{hit.title}: {spoken_days(dates)}",
            detail=str(Mode(mode).label),
            next_on=dates[0] if dates else None,
        )
    return shown


register(Source("courses", everybody, _mark_of_courses, _course_entries, _show_courses))
register(Source("courses by date", everybody, _mark_of_runs, _run_entries, _show_runs))
