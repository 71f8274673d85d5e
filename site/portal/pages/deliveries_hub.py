"""The way from an administrator's hub to what went out. Notifications stands below the hub, so it is made here."""

from datetime import datetime

from django.urls import reverse

from portal.kernel.actors import Actor
from portal.notifications.permissions import keeps_deliveries
from portal.pages.hub import Card, CardLine, register_card


@register_card
def hub_cards(actor: Actor, now: datetime) -> list[Card]:
    """One line for whoever answers for everything that goes out. No query."""
    line = CardLine("", "Deliveries of mails and links", reverse("notifications:deliveries"))
    return [Card("What goes out", (line,))] if keeps_deliveries(actor) else []
