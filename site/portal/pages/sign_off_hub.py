"""Pages on the hub of those who write them, sign them off, or read them again."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from django.urls import reverse
from django.utils.text import Truncator
from wagtail.models import TaskState, WorkflowState

from portal.kernel import clock
from portal.kernel.actors import Actor
from portal.pages.hub import MOST_CHANGES, HubChange, HubItem, folded, register, register_changes
from portal.pages.navigation import edits_pages
from portal.pages.reviews import Review, reviews_due_by
from portal.pages.waiting import Between, name_of, submitted_by, waiting_for
from portal.people.roles import Role


@register
def pages_to_sign_off(actor: Actor, now: datetime) -> Iterable[HubItem]:
    """Each page by its name, or all in one row. Two queries at most, none for anybody else."""
    if not (actor.holds(Role.APPROVER) or actor.administers_everything):
        return []
    return folded(
        [_to_sign_off(page, clock.today(now)) for page in waiting_for(actor.user_id)],
        title="{count} pages wait for sign-off",
        detail="Read what changed, then publish each or send it back.",
        url=reverse("wagtailadmin_home"),
    )


@register
def own_pages(actor: Actor, now: datetime) -> Iterator[HubItem]:
    """What came back with a remark, and what waits for a second person. One query, none for anybody else."""
    if not edits_pages(actor):
        return
    sent_back, waiting = submitted_by(actor.user_id)
    home = reverse("wagtailadmin_home")
    yield from folded(
        [_came_back(page, clock.today(now)) for page in sent_back],
        title="{count} pages were sent back to you, with a remark",
        detail="Each says what should change.",
        url=home,
    )
    yield from folded(
        [_waits(page, clock.today(now)) for page in waiting],
        title="{count} of your pages wait for sign-off",
        detail="A second person reads them and publishes them.",
        url=home,
    )


@register
def pages_to_read_again(actor: Actor, now: datetime) -> Iterable[HubItem]:
    """Pages whose day has come, for the person whom they name. One query, none for anybody else."""
    if not edits_pages(actor) or actor.person_id is None:
        return []
    today = clock.today(now)
    return folded(
        [_to_read(review, today) for review in reviews_due_by(today, person_id=actor.person_id)],
        title="{count} pages are yours to read again",
        detail="The longest overdue stands first.",
        url=reverse("pages_reviews"),
    )


@register_changes
def what_became_of_pages(actor: Actor, since: datetime) -> Iterator[HubChange]:
    """What others did with one's pages: published them, or took them to change. One query, none for anybody else."""
    if not edits_pages(actor):
        return
    decided = (
        TaskState.objects.filter(
            workflow_state__requested_by_id=actor.user_id,
            workflow_state__status__in=(WorkflowState.STATUS_APPROVED, WorkflowState.STATUS_CANCELLED),
            status__in=(TaskState.STATUS_APPROVED, TaskState.STATUS_CANCELLED),
            finished_at__gte=since,
            finished_by__isnull=False,
        )
        .exclude(finished_by_id=actor.user_id)
        .select_related("revision", "finished_by__person")
        .defer("revision__content")
        .order_by("-finished_at")[:MOST_CHANGES]
    )
    for state in decided:
        published = state.status == TaskState.STATUS_APPROVED
        who = name_of(state.finished_by)
        yield HubChange(
            at=clock.local(state.finished_at),
            title=f"{'Signed off' if published else 'Taken over'}: {state.revision.object_str}",
            url=reverse("wagtailadmin_pages:edit", args=[state.revision.object_id]),
            detail=f"{who} read your words and published them."
            if published
            else f"{who} changes the page now; nothing for you to do.",
        )


def _to_sign_off(page: Between, today: date) -> HubItem:
    return HubItem(
        group="approve",
        when=clock.short_date(page.at, today),
        when_small="submitted",
        title=f"Sign off: {page.title}",
        url=page.sign_off_url,
        detail=f"{page.who or 'Somebody'} submitted it{' again' if page.again else ''}. "
        "Read what changed, then publish it or send it back.",
        tag="Sign-off",
        tag_kind="due",
        order=page.at.isoformat(),
    )


def _came_back(page: Between, today: date) -> HubItem:
    return HubItem(
        group="due",
        when=clock.short_date(page.at, today),
        when_small="sent back",
        title=f"Sent back, with a remark: {page.title}",
        url=page.edit_url,
        detail=f"{page.who or 'Somebody'}: “{Truncator(page.remark).chars(120)}”",
        tag="Sent back",
        tag_kind="due",
        order=page.at.isoformat(),
    )


def _waits(page: Between, today: date) -> HubItem:
    return HubItem(
        group="waiting",
        when=clock.short_date(page.at, today),
        when_small="submitted",
        title=page.title,
        url=page.sign_off_url,
        detail="A second person reads it and publishes it.",
        tag="Waits for sign-off",
        tag_kind="due",
        order=page.at.isoformat(),
    )


def _to_read(review: Review, today: date) -> HubItem:
    return HubItem(
        group="overdue" if review.is_overdue else "due",
        when=clock.short_date(review.review_by, today),
        when_small="read by",
        title=f"Read again: {review.title}",
        url=review.edit_url,
        detail="Still right? Set a new day. If not, change it. Then submit it for sign-off.",
        tag=review.state,
        tag_kind="stop" if review.is_overdue else "due",
        order=review.review_by.isoformat(),
    )
