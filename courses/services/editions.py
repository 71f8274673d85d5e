"""Taking up what editors published: the words for the screens, and a new edition when the substance changed."""

from datetime import datetime
from typing import Any

from django.db import transaction
from wagtail.rich_text import expand_db_html

from courses.errors import NotReady
from courses.models import Course, CourseEdition, CoursePage
from courses.states import Mode

# A change in one of these makes a new edition; anything else is a change of words.
SUBSTANCE = ("title", "description", "outcomes", "cpd_minutes", "cpd_basis")


def take_up_published_page(*, page_id: int, now: datetime) -> CourseEdition:
    """Copy a published page's words to its course and make the next edition if its substance changed.

    Runs and enrolments keep the edition they have.

    Raises:
        NotReady: the page lacks outcomes or CPD, which publishing should have refused.
    """
    page = CoursePage.objects.get(pk=page_id)
    words = words_of(page)
    if not (words["outcomes"] and words["cpd_minutes"] and words["cpd_basis"]):
        raise NotReady("A course needs outcomes, CPD minutes and their basis before it is published.")
    with transaction.atomic():
        course, _ = Course.objects.update_or_create(
            code=page.code,
            defaults={"page": page, "slug": page.slug, "title": page.title, "words": words, "listed": True},
        )
        substance = {**{name: words.get(name) for name in SUBSTANCE}, "description": words["summary"]}
        latest = course.editions.order_by("-number").first()
        if latest and all(getattr(latest, name) == value for name, value in substance.items()):
            return latest
        return CourseEdition.objects.create(
            course=course, number=latest.number + 1 if latest else 1, made_at=now, **substance
        )


def take_down_page(*, page_id: int) -> None:
    """Stop listing a course whose page was unpublished. Its runs, places and certificates stay."""
    Course.objects.filter(page_id=page_id).update(listed=False)


def words_of(page: CoursePage) -> dict[str, Any]:
    """A page's words as plain values, ready for the screen; rich text is expanded to HTML."""
    return {
        "title": page.title,
        "summary": page.summary,
        "audience": page.audience,
        "mode": Mode(page.mode).label if page.mode else "",
        "mode_code": page.mode,
        "length": page.length,
        "outcomes": [block.value for block in page.outcomes],
        "cpd_minutes": page.cpd_minutes,
        "cpd_basis": page.cpd_basis,
        "prerequisites": page.prerequisites,
        "leave_with": page.leave_with,
        "content_note": page.content_note,
        "access_terms": page.access_terms,
        "camera_terms": page.camera_terms,
        "body": expand_db_html(page.body),
    }
