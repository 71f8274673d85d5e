"""Abstract shapes that many tables share. No table of its own."""

from django.db import models
from django.db.models import F, Q


class Dated(models.Model):
    """In force from `starts_on` to `ends_on`, both days included; open-ended while `ends_on` is empty."""

    starts_on = models.DateField("starts on")
    ends_on = models.DateField("ends on", null=True, blank=True)

    class Meta:
        abstract = True


def dated_constraint(table: str) -> models.CheckConstraint:
    """The named rule that a dated row does not end before it starts."""
    return models.CheckConstraint(
        name=f"{table}_ends_after_start",
        condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
    )


class Change(models.Model):
    """One move of one row: the audit, the timeline on screen and the reports read it. Never edited."""

    move = models.CharField(max_length=40)
    from_state = models.CharField(max_length=30, blank=True)
    to_state = models.CharField(max_length=30)
    actor_user_id = models.BigIntegerField(null=True, blank=True)
    actor_person_id = models.BigIntegerField(null=True, blank=True)
    actor_label = models.CharField(max_length=120)
    reason = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    class Meta:
        abstract = True
        ordering = ("at", "id")
