"""What certificates have to say on somebody's daily page: what they earned lately, and what was withdrawn."""

from datetime import UTC, date, datetime, timedelta

from django.urls import reverse

from certificates.models import Award
from certificates.states import AwardState, RevocationReason
from portal.kernel import clock
from portal.kernel.actors import Actor
from portal.kernel.querying import Prepared
from portal.pages.hub import MOST_CHANGES, HubChange, HubItem, newest_first, register, register_changes

# How long a new certificate stays on the page; after that it is in the list of certificates.
SHOWN_FOR = timedelta(days=90)

_RECENT = Prepared(
    lambda person_id, since: (
        Award.objects.filter(person_id=person_id, state=AwardState.VALID, issued_at__gte=since)
        .order_by("-issued_at", "-id")
        .values_list("pk", "issued_at", "snapshot")
    ),
    person_id=-1_234_567,
    since=datetime(1900, 1, 1, tzinfo=UTC),
)

_WITHDRAWN = Prepared(
    lambda person_id, since: (
        Award.objects.filter(person_id=person_id, state=AwardState.REVOKED, revoked_at__gte=since)
        .order_by("-revoked_at", "-id")
        .values_list("pk", "revoked_at", "revoked_reason", "snapshot")[:MOST_CHANGES]
    ),
    person_id=-1_234_567,
    since=datetime(1900, 1, 1, tzinfo=UTC),
)


@register
def hub_items(actor: Actor, now: datetime) -> list[HubItem]:
    """Certificates of the last three months, newest first. One query."""
    if actor.person_id is None:
        return []
    return [
        HubItem(
            group="earned",
            when=clock.short_date(clock.today(issued_at), clock.today(now)),
            title=f"Certificate: {facts['course_title']}",
            url=reverse("certificates:certificate", args=[award_id]),
            detail=f"Completed on {clock.spoken_date(date.fromisoformat(facts['completed_on']))}.",
            tag="Certificate",
            tag_kind="ok",
            order=newest_first(issued_at),
        )
        for award_id, issued_at, facts in _RECENT.rows(person_id=actor.person_id, since=now - SHOWN_FOR)
    ]


@register_changes
def hub_changes(actor: Actor, since: datetime) -> list[HubChange]:
    """Certificates of mine that were withdrawn, newest first. One query."""
    if actor.person_id is None:
        return []
    return [
        HubChange(
            at=revoked_at,
            title=f"Certificate withdrawn: {facts['course_title']}",
            url=reverse("certificates:certificate", args=[award_id]),
            detail=f"{RevocationReason(reason).label}.",
        )
        for award_id, revoked_at, reason, facts in _WITHDRAWN.rows(person_id=actor.person_id, since=since)
    ]
