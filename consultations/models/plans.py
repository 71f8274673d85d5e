"""When a lead can be booked, where, and for which boroughs. Wall time of London; minutes; dated."""

from django.db import models
from django.db.models import F, Q

from consultations.codes import Mode
from portal.kernel.models import Dated, dated_constraint


class LeadPlan(models.Model):
    """How one lead works: length, buffers, notice, horizon, caps. The times are its rules and exceptions."""

    lead = models.OneToOneField("people.Person", on_delete=models.PROTECT, related_name="lead_plan")
    meeting_minutes = models.PositiveSmallIntegerField(default=60)
    buffer_before = models.PositiveSmallIntegerField("minutes kept before", default=0)
    buffer_after = models.PositiveSmallIntegerField("minutes kept after", default=15)
    notice_hours = models.PositiveSmallIntegerField("hours of notice", default=24)
    horizon_days = models.PositiveSmallIntegerField("days ahead", default=56)
    daily_cap = models.PositiveSmallIntegerField("at most in a day", default=4)
    weekly_cap = models.PositiveSmallIntegerField("at most in a week", default=12)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="leadplan_meeting_fits_a_day",
                condition=Q(meeting_minutes__gte=10, meeting_minutes__lte=480),
            ),
            models.CheckConstraint(
                name="leadplan_buffers_under_four_hours",
                condition=Q(buffer_before__lte=240, buffer_after__lte=240),
            ),
            models.CheckConstraint(
                name="leadplan_horizon_under_a_year", condition=Q(horizon_days__gte=1, horizon_days__lte=366)
            ),
        ]

    def __str__(self) -> str:
        return f"plan of person {self.lead_id}"


class Weekday(models.IntegerChoices):
    MONDAY = 0, "Monday"
    TUESDAY = 1, "Tuesday"
    WEDNESDAY = 2, "Wednesday"
    THURSDAY = 3, "Thursday"
    FRIDAY = 4, "Friday"
    SATURDAY = 5, "Saturday"
    SUNDAY = 6, "Sunday"


class WeeklyRule(Dated):
    """The same hours every week. Without an organisation it serves every borough the lead has."""

    plan = models.ForeignKey(LeadPlan, on_delete=models.PROTECT, related_name="rules")
    weekday = models.PositiveSmallIntegerField(choices=Weekday)
    starts = models.TimeField()
    ends = models.TimeField()
    organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    place = models.CharField(max_length=120, blank=True)
    mode = models.CharField(max_length=10, choices=Mode, default=Mode.IN_PERSON)
    kept_for_urgent = models.BooleanField("kept for urgent requests", default=False)

    class Meta:
        ordering = ("weekday", "starts", "id")
        constraints = [
            dated_constraint("weeklyrule"),
            models.CheckConstraint(name="weeklyrule_ends_later", condition=Q(ends__gt=F("starts"))),
            models.CheckConstraint(name="weeklyrule_weekday", condition=Q(weekday__lte=6)),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.starts:%H:%M} to {self.ends:%H:%M}"


class ExceptionKind(models.TextChoices):
    OFF = "off", "Not working"
    EXTRA = "extra", "Extra hours"


class PlanException(models.Model):
    """One day that differs. No hours: the whole day off. Why is nobody's business and is not kept."""

    plan = models.ForeignKey(LeadPlan, on_delete=models.PROTECT, related_name="exceptions")
    on = models.DateField()
    kind = models.CharField(max_length=6, choices=ExceptionKind)
    starts = models.TimeField(null=True, blank=True)
    ends = models.TimeField(null=True, blank=True)
    organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    place = models.CharField(max_length=120, blank=True)
    mode = models.CharField(max_length=10, choices=Mode, default=Mode.IN_PERSON)

    class Meta:
        ordering = ("on", "starts", "id")
        constraints = [
            models.CheckConstraint(
                name="planexception_hours_both_or_none",
                condition=Q(starts__isnull=True, ends__isnull=True)
                | Q(starts__isnull=False, ends__gt=F("starts")),
            ),
            models.CheckConstraint(
                name="planexception_extra_has_hours",
                condition=Q(kind="off") | Q(kind="extra", starts__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=("plan", "on"), name="planexception_by_day")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} on {self.on}"

    @property
    def is_whole_day_off(self) -> bool:
        return self.kind == ExceptionKind.OFF and self.starts is None


class Rank(models.IntegerChoices):
    OWN = 1, "Own lead"
    COVER = 2, "Cover"


class LeadCover(Dated):
    """Which lead serves which borough, from when to when. Nobody else is ever offered."""

    lead = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="lead_covers")
    organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, related_name="lead_covers"
    )
    rank = models.PositiveSmallIntegerField(choices=Rank, default=Rank.OWN)

    class Meta:
        ordering = ("organisation", "rank", "starts_on")
        constraints = [
            dated_constraint("leadcover"),
            models.CheckConstraint(name="leadcover_rank", condition=Q(rank__in=(1, 2))),
            models.UniqueConstraint(
                fields=("lead", "organisation", "starts_on"), name="leadcover_once_from_a_day"
            ),
        ]
        indexes = [models.Index(fields=("organisation", "starts_on"), name="leadcover_by_organisation")]

    def __str__(self) -> str:
        return f"person {self.lead_id} for organisation {self.organisation_id}"
