"""Pages that somebody has to read again: which, by when, and who. Overdue first."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Model
from django.urls import reverse
from wagtail.models import Page, get_page_models

from portal.kernel import clock
from portal.kernel.refs import Ref
from portal.notifications.services import plan_notice
from portal.pages.models import PracticePage

REMIND_AHEAD = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Review:
    """A published page with the day by which somebody reads it again."""

    page_id: int
    title: str
    kind: str
    review_by: date
    owner: str
    days_left: int

    @property
    def edit_url(self) -> str:
        """Where an editor changes it."""
        return reverse("wagtailadmin_pages:edit", args=[self.page_id])

    @property
    def is_overdue(self) -> bool:
        """The day has passed."""
        return self.days_left < 0

    @property
    def state(self) -> str:
        """How it stands, in words."""
        if self.days_left < 0:
            return f"{_days(-self.days_left)} late"
        return "Today" if self.days_left == 0 else f"In {_days(self.days_left)}"


def reviewed_models() -> list[type[Page]]:
    """Every kind of page with such a day, those of the other apps too."""
    return [model for model in get_page_models() if _has(model, "review_by")]


def reviews_on(on: date) -> list[Review]:
    """Every published page with a day, the longest overdue first. One query for each kind of page.

    Args:
        on: the day that counts as today.
    """
    found = []
    for model in reviewed_models():
        pages = model.objects.live().filter(review_by__isnull=False)
        if _has(model, "review_owner"):
            pages = pages.select_related("review_owner")
        found += [_review(page, on) for page in pages]
    return sorted(found, key=lambda review: (review.review_by, review.title))


def reviews_due_by(on: date, *, person_id: int) -> list[Review]:
    """The published pages that this person reads again by that day, the longest overdue first. One query."""
    queries = [
        model.objects.live()
        .filter(review_by__lte=on, review_owner_id=person_id)
        .order_by()
        .values_list("pk", "title", "review_by")
        for model in reviewed_models()
        if _has(model, "review_owner")
    ]
    rows = queries[0].union(*queries[1:]) if queries else ()
    found = [Review(pk, title, "", day, "", (day - on).days) for pk, title, day in rows]
    return sorted(found, key=lambda review: (review.review_by, review.title))


def remind_owners(*, now: datetime) -> int:
    """Tell owners two weeks before the day, once for each day set. Returns how many were due for a reminder."""
    today = clock.today(now)
    told = 0
    for model in (model for model in reviewed_models() if issubclass(model, PracticePage)):
        due = model.objects.live().filter(review_by__lte=today + REMIND_AHEAD, review_owner__isnull=False)
        for page in due:
            plan_notice(
                key="pages.read_again",
                person_id=page.review_owner_id,
                about=Ref("pages.page", page.pk),
                facts={"day": clock.spoken_date(page.review_by), "on": page.review_by.isoformat()},
                now=now,
                dedupe=f"read-again:{page.pk}:{page.review_by.isoformat()}",
            )
            told += 1
    return told


def _review(page: Page, on: date) -> Review:
    owner = getattr(page, "review_owner", None)
    return Review(
        page.pk,
        page.title,
        str(page._meta.verbose_name).capitalize(),
        page.review_by,
        owner.name if owner else "",
        (page.review_by - on).days,
    )


def _has(model: type[Model], name: str) -> bool:
    return any(field.name == name for field in model._meta.get_fields())


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"
