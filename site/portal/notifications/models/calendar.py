"""One calendar entry for one person and one thing, for life: its UID never changes, its SEQUENCE only rises."""

import uuid

from django.db import models
from django.db.models import F, Q


class CalendarEntry(models.Model):
    """What a calendar shows. Titles are neutral; nothing of the thing itself is in here."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    about = models.CharField(max_length=80)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="calendar_entries")
    title = models.CharField(max_length=80)
    place = models.CharField(max_length=120, blank=True)
    sequence = models.PositiveIntegerField(default=0)
    cancelled = models.BooleanField(default=False)
    withdrawn = models.BooleanField(
        default=False, help_text="this person's place only; the event itself goes on"
    )
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "calendar entries"
        constraints = [
            models.UniqueConstraint(fields=("about", "person"), name="calendar_entry_once_per_person"),
        ]

    def __str__(self) -> str:
        return f"{self.uid} sequence {self.sequence}"


class CalendarDay(models.Model):
    """One stretch of an entry: a run of four days has four."""

    entry = models.ForeignKey(CalendarEntry, on_delete=models.CASCADE, related_name="days")
    number = models.PositiveSmallIntegerField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(fields=("entry", "number"), name="calendar_day_number_once"),
            models.CheckConstraint(
                name="calendar_day_ends_after_start", condition=Q(ends_at__gt=F("starts_at"))
            ),
        ]

    def __str__(self) -> str:
        return f"day {self.number} of {self.entry_id}"
