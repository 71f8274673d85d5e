"""The outbox run dry, with every delivery made twice."""

from datetime import datetime

from django.db import transaction

from portal.outbox.models import Delivery
from portal.outbox.relay import deliver_due
from portal.outbox.states import DeliveryState
from portal.outbox.subscriptions import Fact, subscription

ROUNDS = 50


def deliver_everything(now: datetime) -> int:
    """Deliver all that is due at `now` and all that this causes; then each of them a second time.

    The second time stands for a receipt that got lost: a subscriber must not mind.

    Returns:
        How many deliveries were made the first time.
    """
    made = 0
    for _round in range(ROUNDS):
        before = set(Delivery.objects.filter(state=DeliveryState.DELIVERED).values_list("pk", flat=True))
        tried = deliver_due(now)
        if not tried:
            return made
        made += tried
        fresh = Delivery.objects.filter(state=DeliveryState.DELIVERED).exclude(pk__in=before)
        for delivery in fresh.select_related("message").order_by("pk"):
            _deliver_again(delivery)
    raise AssertionError(f"Events still cause events after {ROUNDS} rounds.")


def _deliver_again(delivery: Delivery) -> None:
    message = delivery.message
    wanted = subscription(delivery.subscriber, message.name)
    assert wanted
    fact = Fact(str(message.pk), message.name, message.subject, message.payload, message.occurred_at)
    if wanted.outside_transaction:
        wanted.react(fact)
        return
    with transaction.atomic():
        wanted.react(fact)
