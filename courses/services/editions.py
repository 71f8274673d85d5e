"""Taking up what editors published: the words for the screens, and a new edition when the substance changed."""

from datetime import datetime

from django.db import transaction

from courses.errors import NotReady
from courses.models import Course, CourseEdition, CoursePage

# A change in one of these makes a new edition; anything else is a change of words.
SUBSTANCE = ("title", "description", "outcomes", "cpd_minutes", "cpd_basis")


def take_up_published_page(*, page_id: int, now: datetime) -> CourseEdition:
    """Copy a published page's words to its course and make the next edition if its substance changed.

    Runs and enrolments keep the edition they have.

    Raises:
        NotReady: the page lacks outcomes or CPD, which publishing should have refused.
    """
    page = CoursePage.objects.get(pk=page_id)
    words = page.words()
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
