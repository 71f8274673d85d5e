"""Message, delivery, attempt: what happened, who is to know, and how telling them went."""

import uuid

from django.db import models
from django.db.models import Q

from portal.outbox.states import OPEN, DeliveryState


class Message(models.Model):
    """One event, stored in the transaction that made it true. Its id is the same on every delivery."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=80)
    subject = models.CharField(max_length=80, blank=True)
    payload = models.JSONField()
    occurred_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=("subject", "occurred_at"), name="outbox_message_by_subject")]

    def __str__(self) -> str:
        return f"{self.name} {self.subject}"


class Delivery(models.Model):
    """One message owed to one subscriber: at once the queue and, once delivered, the receipt."""

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="deliveries")
    subscriber = models.CharField(max_length=80)
    state = models.CharField(max_length=12, choices=DeliveryState, default=DeliveryState.WAITING)
    attempts_made = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(help_text="when to try, or when a running try counts as lost")
    delivered_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(
                fields=("message", "subscriber"), name="outbox_delivery_once_per_subscriber"
            ),
            models.CheckConstraint(
                name="outbox_delivery_delivered_iff_time",
                condition=Q(state=DeliveryState.DELIVERED, delivered_at__isnull=False)
                | (~Q(state=DeliveryState.DELIVERED) & Q(delivered_at__isnull=True)),
            ),
        ]
        indexes = [
            models.Index(
                fields=("next_at",), condition=Q(state__in=OPEN), name="outbox_delivery_open_by_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subscriber} of {self.message_id}: {self.state}"


class Attempt(models.Model):
    """One try at a delivery, kept for whoever asks what went wrong. Holds no payload."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="attempts")
    number = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    outcome = models.CharField(max_length=12)
    detail = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("number",)

    def __str__(self) -> str:
        return f"attempt {self.number}: {self.outcome}"
