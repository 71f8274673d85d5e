"""A private calendar address that a phone subscribes to; only the hash of its token is kept."""

from django.db import models
from django.db.models import Q


class CalendarFeed(models.Model):
    """One address for one person. A new one ends the old one at once."""

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="calendar_feeds")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("person",),
                condition=Q(revoked_at__isnull=True),
                name="calendar_feed_one_live_per_person",
            ),
        ]

    def __str__(self) -> str:
        return f"feed of person {self.person_id}"
