"""The coverage pages: which borough, how far it has come, who is next."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET

from portal.kernel import clock
from portal.kernel.web import HubRequest, signed_in
from portal.workforce.exports import coverage_lines
from portal.workforce.forms import read_choices
from portal.workforce.permissions import names_seen_by, organisations_with_figures_for
from portal.workforce.rules import headline
from portal.workforce.screens import picture_of, table_of
from portal.workforce.selectors import coverage_by, people_to_train


@require_GET
@signed_in
def choose(request: HubRequest) -> HttpResponse:
    """Straight to the only borough, or a list to choose from."""
    boroughs = list(organisations_with_figures_for(request.actor).order_by("name"))
    if len(boroughs) == 1:
        return redirect("workforce:borough", boroughs[0].code)
    return render(request, "workforce/choose.html", {"boroughs": boroughs})


@require_GET
@signed_in
def coverage(request: HubRequest, code: str) -> HttpResponse:
    """How far one borough has come, as a picture and a table."""
    organisation = get_object_or_404(organisations_with_figures_for(request.actor), code=code)
    choices = read_choices(request.GET, clock.today(request.now))
    found = coverage_by(choices.grouping, organisation_id=organisation.pk, as_of=choices.on)
    leading = found.courses[0] if found.courses else None
    answer = found.total.cells[leading.course_code] if leading else None
    context = {
        "organisation": organisation,
        "coverage": found,
        "choices": choices,
        "leading": leading,
        "answer": answer,
        "headline": headline(answer, leading.short_name) if leading and answer else "No course counts yet",
        "picture": picture_of(found),
        "table": table_of(found),
        "sees_names": not names_seen_by(request.actor).is_empty,
    }
    return render(request, "workforce/coverage.html", context)


@require_GET
@signed_in
def people(request: HubRequest, code: str) -> HttpResponse:
    """Who is not trained yet, by name, within the reader's own scope."""
    organisation = get_object_or_404(organisations_with_figures_for(request.actor), code=code)
    scope = names_seen_by(request.actor)
    if scope.is_empty:
        raise Http404
    today = clock.today(request.now)
    courses = coverage_by("team", organisation_id=organisation.pk, as_of=today).courses
    course = next(
        (c for c in courses if c.course_code == request.GET.get("course")), courses[0] if courses else None
    )
    found = (
        people_to_train(
            scope=scope, organisation_id=organisation.pk, course_code=course.course_code, as_of=today
        )
        if course
        else []
    )
    context = {"organisation": organisation, "course": course, "courses": courses, "people": found}
    return render(request, "workforce/people.html", context)


@require_GET
@signed_in
def export(request: HubRequest, code: str) -> HttpResponse:
    """The same figures as a file."""
    organisation = get_object_or_404(organisations_with_figures_for(request.actor), code=code)
    choices = read_choices(request.GET, clock.today(request.now))
    found = coverage_by(choices.grouping, organisation_id=organisation.pk, as_of=choices.on)
    answer = HttpResponse("".join(coverage_lines(found)), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="coverage-{organisation.code}-{choices.on}.csv"'
    return answer
