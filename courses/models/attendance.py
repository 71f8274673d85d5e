"""The register: who was there on which day, and every correction of it."""

from django.db import models
from django.db.models import Q

from courses.delivery_states import Presence
from portal.kernel.models import Change


class Attendance(models.Model):
    """One person on one day of a run. Corrected in place; what it said before is in its changes."""

    enrolment = models.ForeignKey("courses.Enrolment", on_delete=models.PROTECT, related_name="attendances")
    day = models.ForeignKey("courses.RunDay", on_delete=models.PROTECT, related_name="attendances")
    presence = models.CharField(max_length=4, choices=Presence)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True, help_text="only for a part of the day")
    taken_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "attendances"
        constraints = [
            models.UniqueConstraint(fields=("enrolment", "day"), name="attendance_once_per_day"),
            models.CheckConstraint(
                name="attendance_minutes_iff_part",
                condition=Q(presence=Presence.PART, minutes__gt=0)
                | (~Q(presence=Presence.PART) & Q(minutes__isnull=True)),
            ),
        ]
        indexes = [models.Index(fields=("day", "presence"), name="attendance_by_day")]

    def __str__(self) -> str:
        return f"enrolment {self.enrolment_id} on day {self.day_id}: {self.mark}"

    @property
    def mark(self) -> str:
        """What the register says, short: full, none, or part:90."""
        return f"{self.presence}:{self.minutes}" if self.minutes else str(self.presence)


class AttendanceChange(Change):
    """One entry or correction in the register."""

    attendance = models.ForeignKey(Attendance, on_delete=models.PROTECT, related_name="changes")

    class Meta(Change.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.move} of attendance {self.attendance_id}"
