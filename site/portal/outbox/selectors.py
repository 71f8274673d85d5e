"""Questions about what left, what waits and what is stuck."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, Min, Q, QuerySet

from portal.kernel.refs import Ref
from portal.outbox.models import Delivery, Message
from portal.outbox.states import OPEN, DeliveryState


def deliveries_about(subject: Ref, *, subscriber: str | None = None) -> QuerySet[Delivery]:
    """Deliveries of everything that was said about `subject`, oldest first, with message and attempts."""
    found = Delivery.objects.filter(message__subject=str(subject))
    if subscriber:
        found = found.filter(subscriber=subscriber)
    return found.select_related("message").prefetch_related("attempts").order_by("message__occurred_at", "id")


def subjects_waiting(subjects: Iterable[str], *, subscriber: str) -> set[str]:
    """Of these subjects, the ones of which something has not reached a subscriber yet. One query."""
    owed = Delivery.objects.filter(message__subject__in=list(subjects), subscriber=subscriber)
    return set(owed.exclude(state=DeliveryState.DELIVERED).values_list("message__subject", flat=True))


def messages_after(cursor: datetime | None, names: tuple[str, ...]) -> QuerySet[Message]:
    """Messages of the given names after an instant, in order, for a receiver that was away."""
    found = Message.objects.filter(name__in=names).order_by("occurred_at", "id")
    return found.filter(occurred_at__gt=cursor) if cursor else found


def backlog(now: datetime) -> dict[str, object]:
    """How many deliveries wait or are parked, and since when the oldest is due: for readiness and metrics."""
    return Delivery.objects.aggregate(
        waiting=Count("pk", filter=Q(state__in=OPEN, next_at__lte=now)),
        parked=Count("pk", filter=Q(state=DeliveryState.PARKED)),
        oldest_due=Min("next_at", filter=Q(state__in=OPEN, next_at__lte=now)),
    )


def deliveries_in_trouble() -> QuerySet[Delivery]:
    """What was tried and has not arrived: tried again later, or parked; the newest first, with message."""
    tried = Delivery.objects.exclude(state=DeliveryState.DELIVERED).filter(attempts_made__gt=0)
    return tried.select_related("message").order_by("-pk")


def parked_for(subscriber: str) -> QuerySet[Delivery]:
    """Deliveries to one subscriber that somebody must look at, mend and replay, oldest first, with message."""
    stuck = Delivery.objects.filter(subscriber=subscriber, state=DeliveryState.PARKED)
    return stuck.select_related("message").order_by("message__occurred_at", "id")
