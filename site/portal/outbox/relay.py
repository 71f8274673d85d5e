"""Deliveries that are due, one by one: claim or lock, react, write down how it went.

The relay is safe to run in several processes at once, to be killed at any line, and to be run again.
"""

import logging
import random
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import connection, transaction

from portal.kernel import clock
from portal.outbox.models import Attempt, Delivery
from portal.outbox.states import OPEN, DeliveryState, delivery_machine
from portal.outbox.subscriptions import Fact, Park, RetryLater, Subscription, subscription

log = logging.getLogger(__name__)

# A try to the outside that has not come back by then counts as lost, and the delivery is tried again.
LEASE = timedelta(minutes=2)

Clock = Callable[[], datetime]


def deliver_due(now: datetime | None = None, *, limit: int = 200) -> int:
    """Try every delivery that is due, oldest first. Returns how many were tried.

    Args:
        now: a fixed instant for tests; by default the clock is read for every delivery.
        limit: how many at most, so that a flood does not starve the caller.
    """
    read_clock: Clock = (lambda: now) if now else clock.now
    due = Delivery.objects.filter(state__in=OPEN, next_at__lte=read_clock()).order_by("next_at", "id")
    tried = 0
    for delivery_id in list(due.values_list("pk", flat=True)[:limit]):
        tried += deliver(delivery_id, read_clock)
    return tried


def deliver(delivery_id: int, read_clock: Clock = clock.now) -> bool:
    """Try one delivery if it is still due. Returns whether it was tried."""
    with transaction.atomic():
        delivery = _take(delivery_id, read_clock())
        if delivery is None:
            return False
        wanted = subscription(delivery.subscriber, delivery.message.name)
        if wanted is None:
            _park(delivery, read_clock(), "nobody reacts to this any more")
            return True
        if wanted.outside_transaction:
            delivery.state = delivery_machine.target("claim", delivery.state)
            delivery.next_at = read_clock() + LEASE
            delivery.save(update_fields=["state", "next_at"])
        else:
            _react(wanted, delivery, read_clock)
            return True
    _react(wanted, delivery, read_clock)
    return True


def _take(delivery_id: int, now: datetime) -> Delivery | None:
    """The delivery, locked, if it is still open and due and nobody else holds it."""
    rows = Delivery.objects.select_related("message")
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True, of=("self",))
    return rows.filter(pk=delivery_id, state__in=OPEN, next_at__lte=now).first()


def _react(wanted: Subscription, delivery: Delivery, read_clock: Clock) -> None:
    message = delivery.message
    fact = Fact(str(message.pk), message.name, message.subject, message.payload, message.occurred_at)
    try:
        if wanted.outside_transaction:
            wanted.react(fact)
        else:
            with transaction.atomic():  # a savepoint: the reaction fails alone, the attempt is still written
                wanted.react(fact)
    except Park as why:
        _park(delivery, read_clock(), str(why))
    except RetryLater as why:
        _postpone(wanted, delivery, read_clock(), str(why), why.seconds)
    except Exception as fault:  # whatever a subscriber does wrong must not stop the others
        log.exception("delivery failed", extra={"delivery": delivery.pk, "subscriber": delivery.subscriber})
        _postpone(wanted, delivery, read_clock(), type(fault).__name__, None)
    else:
        _settle(delivery, "deliver", read_clock(), delivered_at=read_clock())


def _postpone(wanted: Subscription, delivery: Delivery, now: datetime, why: str, seconds: int | None) -> None:
    rung = delivery.attempts_made
    if rung >= len(wanted.ladder):
        _park(delivery, now, why)
        return
    wait = max(seconds or 0, wanted.ladder[rung])
    jitter = random.uniform(0, wait / 10)  # noqa: S311 - spreads tries, guards nothing
    _settle(delivery, "postpone", now, why=why, next_at=now + timedelta(seconds=wait + jitter))


def _park(delivery: Delivery, now: datetime, why: str) -> None:
    _settle(delivery, "park", now, why=why)


def _settle(
    delivery: Delivery,
    move: str,
    now: datetime,
    *,
    why: str = "",
    next_at: datetime | None = None,
    delivered_at: datetime | None = None,
) -> None:
    with transaction.atomic():
        delivery.state = DeliveryState(delivery_machine.target(move, delivery.state))
        delivery.attempts_made += 1
        delivery.last_error = why[:300]
        delivery.next_at = next_at or delivery.next_at
        delivery.delivered_at = delivered_at
        delivery.save(update_fields=["state", "attempts_made", "last_error", "next_at", "delivered_at"])
        Attempt.objects.create(
            delivery=delivery, number=delivery.attempts_made, at=now, outcome=move, detail=why[:300]
        )
