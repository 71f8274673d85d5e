"""The catalogue and the course page: open to visitors, and lean."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from courses.catalogue_filter import CatalogueFilter
from courses.rules.audiences import audiences_of
from courses.selectors.catalogue import catalogue
from courses.selectors.course_page import course_screen
from courses.selectors.enrolments import approval_words
from courses.selectors.requests import answers_requests
from portal.kernel import clock
from portal.kernel.web import HubRequest, page_number
from portal.people import selectors as people

# A page stays light enough for a slow phone.
ON_A_PAGE = 20


@require_safe
def courses(request: HubRequest) -> HttpResponse:
    """All courses with their next dates; "For me" narrows them to my borough and role."""
    actor, now = request.actor, request.now
    for_me = actor.is_person and request.GET.get("view") == "me"
    wanted = CatalogueFilter(request.GET, now=now, for_me=for_me)
    membership = (
        people.membership_of(actor.person_id, clock.today(now)) if for_me and actor.person_id else None
    )
    filters = wanted.filters(
        mine=actor.place.organisation_id,
        my_audiences=audiences_of(membership.job_role) if membership else frozenset(),
    )
    found = catalogue(filters, actor=actor, now=now)
    context = {
        "found": found,
        "page": Paginator(found.cards, ON_A_PAGE).get_page(page_number(request)),
        "chosen": wanted.words,
        "filter_fields": wanted.drawn(found.left),
        "loosened": [] if found.meant else wanted.loosened(found.left),
        "for_me": for_me,
        "membership": membership,
        "answers_requests": answers_requests(actor),
    }
    return render(request, "courses/catalogue.html", context)


@require_safe
def course(request: HubRequest, slug: str) -> HttpResponse:
    """One course: its words as published, its dates, and how to get a place."""
    screen = course_screen(slug, actor=request.actor, now=request.now)
    if screen is None:
        raise Http404
    context = {"screen": screen, "words": screen.words, "approval": approval_words(screen.approval)}
    return render(request, "courses/course.html", context)
