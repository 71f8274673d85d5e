"""What the hub shows of toolkits."""

from datetime import UTC, datetime, timedelta

from django.db.models import CharField, Exists, Max, OuterRef
from django.db.models.functions import Cast
from django.urls import reverse
from wagtail.models import WorkflowState

from portal.kernel import clock
from portal.kernel.actors import Actor
from portal.kernel.querying import Prepared
from portal.pages.hub import HubItem, newest_first
from portal.people.roles import Role
from toolkits.models import Entitlement, ToolkitPage
from toolkits.permissions import versions_decided_by
from toolkits.states import VersionState

NEWS_FOR = timedelta(days=60)
MOST_DRAFTS = 20

_OPENED = Prepared(
    lambda person_id, since: (
        Entitlement.objects.filter(
            person_id=person_id, revoked_at__isnull=True, granted_at__gte=since, toolkit__page__live=True
        )
        .values_list("toolkit__page__title", "toolkit__page__slug")
        .annotate(opened=Max("granted_at"))
        .order_by("-opened")
    ),
    person_id=-1_234_567,
    since=datetime(1900, 1, 1, tzinfo=UTC),
)


def hub_items(actor: Actor, now: datetime) -> list[HubItem]:
    """What opened lately, and versions that wait for a second person. Two queries at most."""
    if not actor.is_person:
        return []
    return [*_earned_items(actor, now), *_waiting_items(actor, now)]


def _earned_items(actor: Actor, now: datetime) -> list[HubItem]:
    return [
        HubItem(
            group="earned",
            when=clock.short_date(clock.today(opened), clock.today(now)),
            title=title,
            url=reverse("toolkits:toolkit", args=[slug]),
            detail="A toolkit that opened for you.",
            tag="Open",
            tag_kind="ok",
            order=newest_first(opened),
        )
        for title, slug, opened in _OPENED.rows(person_id=actor.person_id, since=now - NEWS_FOR)
    ]


def _waiting_items(actor: Actor, now: datetime) -> list[HubItem]:
    if not actor.holds(Role.APPROVER, Role.ADMIN):
        return []
    waiting = versions_decided_by(actor).filter(state=VersionState.WAITING)
    rows = waiting.select_related("file__toolkit__page").order_by("uploaded_at")[:20]
    return [
        HubItem(
            group="approve",
            when=clock.short_date(clock.today(row.uploaded_at), clock.today(now)),
            title=f"{row.file.title}, version {row.number}",
            url=reverse("toolkits:versions", args=[row.file.toolkit.page.slug]),
            detail=f"A file of {row.file.toolkit.page.title} waits for a second person.",
            tag="Waiting",
            tag_kind="due",
            order=row.uploaded_at.isoformat(),
        )
        for row in rows
    ]


def drafts_to_read(actor: Actor, now: datetime) -> list[HubItem]:
    """Toolkits that somebody drafted who cannot open the editor and submit them there, for those who sign off.

    One query, none for anybody else.
    """
    if not (actor.holds(Role.APPROVER) or actor.administers_everything):
        return []
    submitted = WorkflowState.objects.active().filter(object_id=Cast(OuterRef("pk"), CharField()))
    drafts = ToolkitPage.objects.filter(
        ~Exists(submitted), live=False, first_published_at=None, has_unpublished_changes=True
    )
    rows = drafts.filter(owner__isnull=False, owner__groups=None).exclude(owner_id=actor.user_id)
    return [
        HubItem(
            group="approve",
            when=clock.short_date(clock.today(page.latest_revision_created_at), clock.today(now)),
            when_small="drafted",
            title=f"Sign off: {page.draft_title}",
            url=reverse("pages_sign_off", args=[page.pk]),
            detail="A new toolkit. Read its words and publish them, or finish them in the editor first.",
            tag="Sign-off",
            tag_kind="due",
            order=page.latest_revision_created_at.isoformat(),
        )
        for page in rows.order_by("latest_revision_created_at")[:MOST_DRAFTS]
    ]
