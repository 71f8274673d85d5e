"""Courses in the CMS: their rules, and the refusal to take away a page that people are booked on."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail import hooks
from wagtail.models import Page

from courses.models import CoursePage
from courses.questionnaire_viewset import QuestionnaireViewSet
from courses.selectors.runs import runs_in_the_way, spoken_run_days
from courses.viewsets import CourseViewSet
from portal.kernel import clock

hooks.register("register_admin_viewset", lambda: CourseViewSet("course-rules"))
hooks.register("register_admin_viewset", lambda: QuestionnaireViewSet("questionnaires"))


@hooks.register("before_unpublish_page")
@hooks.register("before_delete_page")
def keep_pages_that_people_are_booked_on(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuse with the list of runs; nothing is left pointing at words that are gone."""
    if not isinstance(page.specific, CoursePage):
        return None
    runs = runs_in_the_way(page.pk, clock.now())
    if not runs:
        return None
    listing = "; ".join(f"{spoken_run_days(run)} ({run.taken} with places)" for run in runs)
    messages.error(
        request, f"People have places on this course, so its page stays. Finish or cancel first: {listing}."
    )
    return redirect("wagtailadmin_pages:edit", page.pk)
