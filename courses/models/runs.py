"""Runs: a course on its days, in a place, with its trainers."""

from django.db import models
from django.db.models import F, Q

from courses.states import Mode, RunState
from portal.kernel.models import Change


class Run(models.Model):
    """One course held once: one place covers all of its days. `starts_at` and `ends_at` are those of its days."""

    course = models.ForeignKey("courses.Course", on_delete=models.PROTECT, related_name="runs")
    edition = models.ForeignKey("courses.CourseEdition", on_delete=models.PROTECT, related_name="runs")
    reference = models.CharField(max_length=12, unique=True)
    state = models.CharField(max_length=10, choices=RunState, default=RunState.DRAFT)
    mode = models.CharField(max_length=10, choices=Mode)
    venue = models.CharField(max_length=160, blank=True)
    room = models.CharField(max_length=80, blank=True)
    joining_link = models.URLField(
        max_length=300, blank=True, help_text="shown only to people with a booked place"
    )
    capacity = models.PositiveSmallIntegerField()
    minimum = models.PositiveSmallIntegerField(
        default=0, help_text="fewer than these on the day of decision: think"
    )
    decision_on = models.DateField(null=True, blank=True)
    booking_opens_at = models.DateTimeField(
        null=True, blank=True, help_text="empty: as soon as it is published"
    )
    booking_closes_at = models.DateTimeField(
        null=True, blank=True, help_text="always set once it is published"
    )
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    open_to = models.ManyToManyField("people.Organisation", blank=True, related_name="runs_open_to_it")
    trainers = models.ManyToManyField(
        "people.Person", through="courses.RunTrainer", related_name="runs_trained"
    )
    copied_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="copies"
    )

    class Meta:
        ordering = ("starts_at", "id")
        constraints = [
            models.CheckConstraint(name="run_capacity_is_positive", condition=Q(capacity__gte=1)),
            models.CheckConstraint(name="run_minimum_fits_capacity", condition=Q(minimum__lte=F("capacity"))),
            models.CheckConstraint(
                name="run_shown_has_days_and_window",
                condition=Q(state__in=(RunState.DRAFT, RunState.CANCELLED))
                | Q(starts_at__isnull=False, ends_at__isnull=False, booking_closes_at__isnull=False),
            ),
            models.CheckConstraint(
                name="run_window_closes_after_it_opens",
                condition=Q(booking_opens_at__isnull=True)
                | Q(booking_closes_at__isnull=True)
                | Q(booking_closes_at__gt=F("booking_opens_at")),
            ),
            models.CheckConstraint(
                name="run_ends_after_start", condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at"))
            ),
        ]
        indexes = [
            models.Index(fields=("state", "starts_at"), name="run_by_state_and_start"),
            models.Index(fields=("course", "starts_at"), name="run_by_course_and_start"),
        ]

    def __str__(self) -> str:
        return self.reference


class RunDay(models.Model):
    """One day of a run: wall time as announced, and the instants it means."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="days")
    on = models.DateField()
    starts = models.TimeField()
    ends = models.TimeField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        ordering = ("starts_at",)
        constraints = [
            models.UniqueConstraint(fields=("run", "on"), name="run_day_once_in_run"),
            models.CheckConstraint(name="run_day_ends_after_start", condition=Q(ends_at__gt=F("starts_at"))),
        ]
        indexes = [models.Index(fields=("on",), name="run_day_by_date")]

    def __str__(self) -> str:
        return f"{self.on:%Y-%m-%d} of run {self.run_id}"

    @property
    def minutes(self) -> int:
        """How long it lasts, from instants: right on the days when the clocks change too."""
        return int((self.ends_at - self.starts_at).total_seconds() // 60)


class RunTrainer(models.Model):
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="trainer_places")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="trainer_places")

    class Meta:
        constraints = [models.UniqueConstraint(fields=("run", "person"), name="run_trainer_once")]

    def __str__(self) -> str:
        return f"person {self.person_id} trains run {self.run_id}"


class RunChange(Change):
    """A move of a run, or a change of its days, place or size."""

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="changes")
    detail = models.JSONField(default=dict, blank=True)

    class Meta(Change.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.move} of run {self.run_id}"
