"""Meetings of the network and who was there: what keeps somebody an active champion."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q

from champions.states import MeetingKind, Presence
from portal.kernel import clock

# How long a calendar keeps free for a meeting whose end nobody said.
USUAL_LENGTH = timedelta(hours=1)


class Meeting(models.Model):
    """One date of the network: of one organisation, or of all of them when none is named."""

    organisation = models.ForeignKey(
        "people.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="empty: for the champions of all organisations",
    )
    kind = models.CharField(max_length=12, choices=MeetingKind)
    on = models.DateField()
    starts = models.TimeField(help_text="wall time, Europe/London")
    ends = models.TimeField(null=True, blank=True, help_text="wall time; empty: nobody said")
    where = models.CharField(max_length=120, help_text="seen by its champions and its keepers only")
    made_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("on", "starts", "pk")
        constraints = [
            models.CheckConstraint(
                name="champion_meeting_ends_after_start", condition=Q(ends__gt=F("starts"))
            ),
            models.UniqueConstraint(
                fields=("organisation", "kind", "on"),
                condition=Q(cancelled_at__isnull=True, organisation__isnull=False),
                name="champion_meeting_once_a_day",
            ),
            models.UniqueConstraint(
                fields=("kind", "on"),
                condition=Q(cancelled_at__isnull=True, organisation__isnull=True),
                name="champion_meeting_of_all_once_a_day",
            ),
        ]
        indexes = [models.Index(fields=("on", "organisation"), name="champion_meeting_by_day")]

    def __str__(self) -> str:
        return f"{self.kind} meeting {self.pk} on {self.on}"

    @property
    def times(self) -> str:
        """From when to when, in words."""
        starts = clock.spoken_time(self.starts)
        return f"{starts} to {clock.spoken_time(self.ends)}" if self.ends else starts

    @property
    def span(self) -> tuple[datetime, datetime]:
        """The instants between which a calendar keeps it free. Raises `NonexistentTime`."""
        begins = clock.wall_to_utc(self.on, self.starts, fold=0)
        over = clock.wall_to_utc(self.on, self.ends, fold=1) if self.ends else begins + USUAL_LENGTH
        return begins, over


class Attendance(models.Model):
    """One champion at one meeting, as the register was last saved; every saving is in the audit trail."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendances")
    champion = models.ForeignKey("champions.Champion", on_delete=models.PROTECT, related_name="attendances")
    presence = models.CharField(max_length=10, choices=Presence)
    noted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("meeting", "champion"), name="champion_attendance_once"),
        ]

    def __str__(self) -> str:
        return f"champion {self.champion_id} at meeting {self.meeting_id}"
