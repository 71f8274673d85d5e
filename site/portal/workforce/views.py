"""The coverage pages: which borough, how far it has come, who is next."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from courses.selectors import page_of_course, standings_towards
from portal.kernel import clock
from portal.kernel.web import CSV, HubRequest, file_to_keep, page_number, signed_in
from portal.pages.quarter_form import QuarterAsked, quarter_asked
from portal.workforce.exports import chain_file, coverage_lines
from portal.workforce.forms import choices_form
from portal.workforce.models import CountedCourse
from portal.workforce.next import next_row, words_to_send
from portal.workforce.permissions import organisations_with_figures_for, reach_of_figures, sees_names
from portal.workforce.screens import (
    borough_lines,
    borough_map,
    boroughs_not_known,
    boroughs_title,
    chain_table,
    chain_title,
    picture_of,
    shares_of,
    table_of,
    title_of,
)
from portal.workforce.selectors import (
    Chain,
    chain_of,
    counted_courses,
    coverage_by,
    coverage_of_boroughs,
    people_to_train,
    whose_figures,
)

PEOPLE_ON_A_PAGE = 50


@require_safe
@signed_in
def choose(request: HubRequest) -> HttpResponse:
    """Straight to the only borough, or all of them on a map and in a table."""
    course, figures = coverage_of_boroughs(request.actor, clock.today(request.now))
    if len(figures) == 1:
        return redirect("workforce:borough", figures[0].organisation.code)
    name = course.short_name if course else ""
    context = {
        "course": course,
        "boroughs": borough_lines(figures),
        "unknown": boroughs_not_known(figures),
        "headline": boroughs_title(figures, name),
        "picture": borough_map(figures, name),
    }
    return render(request, "workforce/choose.html", context)


@require_safe
@signed_in
def coverage(request: HubRequest, code: str) -> HttpResponse:
    """How far the reader's part of one borough has come, as a picture and a table."""
    organisation = get_object_or_404(organisations_with_figures_for(request.actor), code=code)
    form, choices = choices_form(request.GET, clock.today(request.now))
    found = coverage_by(choices.grouping, actor=request.actor, organisation=organisation, as_of=choices.on)
    leading = found.courses[0] if found.courses else None
    context = {
        "organisation": organisation,
        "coverage": found,
        "choices": choices,
        "form": form,
        "leading": leading,
        "answer": found.total.cells[leading.course_code] if leading else None,
        "headline": title_of(found, organisation.name),
        "picture": picture_of(found),
        "table": table_of(found),
        "sees_names": sees_names(request.actor, organisation.pk),
    }
    return render(request, "workforce/coverage.html", context)


@require_safe
@signed_in
def people(request: HubRequest, code: str) -> HttpResponse:
    """Who is not trained yet, by name: the same people that the reader's figures count."""
    organisation = get_object_or_404(organisations_with_figures_for(request.actor), code=code)
    if not sees_names(request.actor, organisation.pk):
        raise Http404
    today = clock.today(request.now)
    courses = counted_courses(today)
    asked = request.GET.get("course")
    course = next((found for found in courses if found.course_code == asked), next(iter(courses), None))
    whose = whose_figures(request.actor, organisation)
    context = {"organisation": organisation, "whose": whose, "course": course, "courses": courses}
    if course:
        context |= _who_is_next(request, organisation.pk, course, whose)
    return render(request, "workforce/people.html", context)


@require_safe
@signed_in
def export(request: HubRequest, code: str) -> HttpResponse:
    """The same figures as a file."""
    organisation = get_object_or_404(organisations_with_figures_for(request.actor), code=code)
    _, choices = choices_form(request.GET, clock.today(request.now))
    found = coverage_by(choices.grouping, actor=request.actor, organisation=organisation, as_of=choices.on)
    lines = "".join(coverage_lines(found))
    return file_to_keep(lines, CSV, f"coverage-{organisation.code}-{choices.on}.csv")


@require_safe
@signed_in
def chain(request: HubRequest) -> HttpResponse:
    """Trained, consulted, referred, and what came of it, within the reader's reach."""
    asked, found = _chain(request)
    context = {
        "asked": asked,
        "chain": found,
        "headline": chain_title(found),
        "table": chain_table(found),
        "whole": shares_of(found),
    }
    return render(request, "workforce/chain.html", context)


@require_safe
@signed_in
def chain_export(request: HubRequest) -> HttpResponse:
    """The same numbers as a file."""
    asked, found = _chain(request)
    return file_to_keep("".join(chain_file(found)), CSV, f"chain-{asked.quarter.code}.csv")


def _chain(request: HubRequest) -> tuple[QuarterAsked, Chain]:
    if reach_of_figures(request.actor).is_empty:
        raise PermissionDenied("These figures are for leads and for those who answer for staff.")
    asked = quarter_asked(request.GET, clock.today(request.now))
    return asked, chain_of(request.actor, asked.quarter)


def _who_is_next(
    request: HubRequest, organisation_id: int, course: CountedCourse, whose: str
) -> dict[str, object]:
    found = people_to_train(
        actor=request.actor,
        organisation_id=organisation_id,
        course_code=course.course_code,
        as_of=clock.today(request.now),
    )
    page = Paginator(found, PEOPLE_ON_A_PAGE).get_page(page_number(request))
    standings = standings_towards(
        course.course_code,
        [membership.person_id for membership in page],
        actor=request.actor,
        on=clock.today(request.now),
    )
    words = words_to_send(page_of_course(course.course_code))
    rows = [next_row(membership, standings, words, whose) for membership in page]
    return {"people": page, "rows": rows, "words": words}
