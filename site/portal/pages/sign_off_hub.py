"""Pages that wait for a second person, on the hub of those who may sign them off."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, Min
from django.urls import reverse
from wagtail.models import TaskState, WorkflowState

from portal.kernel import clock
from portal.kernel.actors import Actor
from portal.pages.hub import HubItem, register
from portal.people.roles import Role

SIGN_OFF_ROLES = (Role.APPROVER, Role.ADMIN)


@register
def hub_items(actor: Actor, now: datetime) -> Iterable[HubItem]:
    """One row for all pages, without those whose newest words are one's own. One query, none for anybody else."""
    if not actor.holds(*SIGN_OFF_ROLES):
        return
    waiting = TaskState.objects.filter(
        status=TaskState.STATUS_IN_PROGRESS, workflow_state__status=WorkflowState.STATUS_IN_PROGRESS
    ).exclude(revision__user_id=actor.user_id)
    found = waiting.aggregate(count=Count("pk"), since=Min("started_at"))
    if not found["count"]:
        return
    since = clock.local(found["since"])
    yield HubItem(
        group="approve",
        when=f"{since:%-d %b}",
        when_small="submitted" if found["count"] == 1 else "first submitted",
        title="A page waits for sign-off"
        if found["count"] == 1
        else f"{found['count']} pages wait for sign-off",
        url=reverse("wagtailadmin_home"),
        detail="Somebody wrote it; a second person reads it and publishes it.",
        tag="Sign-off",
        tag_kind="due",
        order=since.isoformat(),
        counts=found["count"],
    )
