"""Meetings of the network and who was there: what keeps somebody an active champion."""

from django.db import models
from django.db.models import Q

from champions.states import MeetingKind, Presence


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
    where = models.CharField(max_length=120, help_text="seen by its champions and its keepers only")
    made_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("on", "starts", "pk")
        constraints = [
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
