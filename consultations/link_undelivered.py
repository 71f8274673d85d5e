"""Links that have not reached the case system: on the hub of whoever can do something, and in a mail when we stop."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse

from consultations.link_deliveries import waiting_of
from consultations.link_notices import tell_of_stuck
from consultations.link_permissions import links_seen_by
from consultations.link_states import CASE_SYSTEM, LinkState, Route
from consultations.models import ReferralLink
from consultations.pathways import names_by_code
from consultations.permissions import is_lead
from portal.kernel import clock
from portal.kernel.actors import Actor, ActorKind
from portal.kernel.querying import Prepared
from portal.kernel.refs import Ref
from portal.outbox.selectors import parked_for
from portal.pages.hub import HubItem, folded

# What is on its way for less long is no news: it usually arrives within the minute.
PATIENCE = timedelta(minutes=10)
MOST = 100
# Whoever was told days ago is not looked up again every ten minutes.
TOLD_WITHIN = timedelta(days=3)


def undelivered_items(actor: Actor, now: datetime) -> list[HubItem]:
    """What the actor sent, or answers for, and has not arrived: two queries, one when nothing is on its way."""
    if not actor.is_person:
        return []
    on, late = clock.today(now), now - PATIENCE
    rows = _untold(actor, on, late) if is_lead(actor) else _OWN.rows(person_id=actor.person_id, late=late)
    links = [ReferralLink(**dict(zip(COLUMNS, row, strict=True))) for row in rows]
    waiting = waiting_of(links)
    return folded(
        [_item(link) for link in reversed(links) if link.reference in waiting],
        title="{count} referral links have not arrived",
        detail="The oldest: {oldest}.",
        url=reverse("consultations:links"),
    )


COLUMNS = ("public_id", "reference", "pathway", "state", "route", "sent_at")


def _untold(actor: Actor, on: date, late: datetime) -> QuerySet[ReferralLink, tuple[Any, ...]]:
    """Links of the actor, the newest first, that were sent or withdrawn before `late`, not known to have arrived."""
    told = Q(state=LinkState.WITHDRAWN, withdrawal_seen_at__isnull=False)
    wanted = links_seen_by(actor, on).filter(
        ~told, state__in=(LinkState.SENT, LinkState.WITHDRAWN), sent_at__lte=late, route=Route.CASE_SYSTEM
    )
    return wanted.order_by("-sent_at").values_list(*COLUMNS)[:MOST]


# Who leads nowhere sees what they refer themselves, on any day.
_OWN = Prepared(
    lambda person_id, late: _untold(Actor(ActorKind.PERSON, person_id=person_id), date.min, late),
    person_id=-1_234_567,
    late=datetime(1900, 1, 1, tzinfo=UTC),
)


def _item(link: ReferralLink) -> HubItem:
    name = names_by_code().get(link.pathway, link.pathway)
    withdrawn = link.state == LinkState.WITHDRAWN
    return HubItem(
        "due",
        "Now",
        f"{name} does not know that you withdrew a link"
        if withdrawn
        else f"Your link to {name} has not arrived",
        reverse("consultations:link", args=[link.public_id]),
        detail="See what to do if it cannot wait.",
        tag="Not delivered",
        tag_kind="stop",
        order=f"{link.sent_at:%Y%m%d%H%M}",
        when_small=link.reference,
    )


def _link_of(subject: str) -> UUID | None:
    """The link that a message is about; None when its subject cannot be read: the others are told all the same."""
    try:
        return UUID(str(Ref.parse(subject).id))
    except ValueError:
        return None


def tell_of_stuck_links(now: datetime) -> int:
    """Tell whoever sent a link, and the lead, that we stopped trying; once for each message. Returns how many links."""
    lately = parked_for(CASE_SYSTEM).filter(next_at__gt=now - TOLD_WITHIN)
    stuck = {link_id: one.pk for one in lately if (link_id := _link_of(one.message.subject))}
    links = ReferralLink.objects.filter(public_id__in=stuck).select_related("consultation")
    for link in links:
        tell_of_stuck(link, stuck[link.public_id], now)
    return len(links)
