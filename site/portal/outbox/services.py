"""Writing events, and the hand that puts a parked delivery back in the queue."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Greatest

from portal.kernel.actors import Actor
from portal.kernel.errors import NotAllowed
from portal.outbox.events import Event
from portal.outbox.models import Delivery, Message
from portal.outbox.states import DeliveryState, delivery_machine
from portal.outbox.subscriptions import subscriptions_to
from portal.outbox.tasks import nudge


def publish(event: Event, *, now: datetime) -> Message:
    """Store `event` and what is owed for it, in the caller's transaction; nudge the relay on commit.

    Raises:
        RuntimeError: there is no transaction, so the event could outlive a change that never happened.
    """
    if not connection.in_atomic_block:
        raise RuntimeError(f"{event.name} published outside a transaction")
    message = Message.objects.create(
        name=event.name, subject=event.subject, payload=event.payload(), occurred_at=now
    )
    owed = [
        Delivery(message=message, subscriber=found.subscriber, next_at=now)
        for found in subscriptions_to(event.name)
    ]
    Delivery.objects.bulk_create(owed)
    if owed:
        transaction.on_commit(nudge, robust=True)
    return message


def bring_forward(*, now: datetime, delivery_ids: Sequence[int]) -> int:
    """Try waiting deliveries now instead of later; each keeps its place on the ladder. Returns how many.

    Whoever calls this has checked who may, and how often. What is being tried, or due already, is left alone.
    """
    waiting = Delivery.objects.filter(state=DeliveryState.WAITING, next_at__gt=now, pk__in=delivery_ids)
    with transaction.atomic():
        count = waiting.update(next_at=now, attempts_made=Greatest(F("attempts_made") - 1, 0))
        if count:
            transaction.on_commit(nudge, robust=True)
    return count


def replay_deliveries(
    *, actor: Actor, now: datetime, subscriber: str | None = None, delivery_ids: list[int] | None = None
) -> int:
    """Put parked deliveries back in the queue with a fresh ladder. Returns how many.

    Raises:
        NotAllowed: the actor is neither the system nor an administrator of everything.
    """
    if not actor.administers_everything:
        raise NotAllowed("Only an administrator can send deliveries again.")
    parked = Delivery.objects.filter(state__in=delivery_machine.sources("replay"))
    if subscriber:
        parked = parked.filter(subscriber=subscriber)
    if delivery_ids is not None:
        parked = parked.filter(pk__in=delivery_ids)
    with transaction.atomic():
        count = parked.update(state=DeliveryState.WAITING, attempts_made=0, next_at=now, last_error="")
        if count:
            transaction.on_commit(nudge, robust=True)
    return count
