"""What waits for administrators about people's data. People stands below the hub, so its rows are made here."""

from collections.abc import Iterable
from datetime import date, datetime

from django.urls import reverse

from portal.kernel import clock
from portal.kernel.actors import Actor
from portal.pages.hub import HubItem, register
from portal.people.rights.rules import days_left, urgency
from portal.people.rights.selectors import Waiting, complaints_waiting_for, erasures_waiting_for


@register
def hub_items(actor: Actor, now: datetime) -> Iterable[HubItem]:
    """One row for requests to be erased and one for complaints. Two queries, none for who does not answer them."""
    today = clock.today(now)
    erasures, complaints = erasures_waiting_for(actor), complaints_waiting_for(actor)
    if erasures.count:
        yield _row("Requests to be erased", "people:erasures", erasures, today)
    if complaints.count:
        yield _row("Complaints about information", "people:complaints", complaints, today)


def _row(title: str, address: str, waiting: Waiting, today: date) -> HubItem:
    due = waiting.earliest
    return HubItem(
        group="approve",
        when=clock.short_date(due, today) if due else "",
        when_small="first is due" if due else "",
        title=title,
        url=reverse(address),
        detail=f"{waiting.count} {'waits' if waiting.count == 1 else 'wait'} for an answer.",
        tag=days_left(due, today) if due else "Acknowledged",
        tag_kind=urgency(due, today) if due else "due",
        order=due.isoformat() if due else "9999",
    )
