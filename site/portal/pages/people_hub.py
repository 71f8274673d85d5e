"""Who waits for training administrators to be confirmed. People stands below the hub, so the row is made here."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse

from portal.kernel import clock
from portal.kernel.actors import Actor
from portal.pages.hub import HubItem, register
from portal.people.selectors import people_waiting_for


@register
def hub_items(actor: Actor, now: datetime) -> Iterable[HubItem]:
    """One row for all who wait. One query, none for who confirms nobody."""
    waiting = people_waiting_for(actor)
    if not waiting.since:
        return
    alone = waiting.count == 1
    yield HubItem(
        group="approve",
        when=clock.short_date(waiting.since, clock.today(now)),
        when_small="asked" if alone else "first asked",
        title="One person waits to be confirmed" if alone else f"{waiting.count} people wait to be confirmed",
        url=reverse("people:confirm"),
        detail="They say that they work with you, and the roster does not name them.",
        tag="Waiting",
        tag_kind="due",
        order=waiting.since.isoformat(),
        counts=waiting.count,
    )
