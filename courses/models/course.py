"""A course: its words on a page that editors own, its record that runs point at, and its editions."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from courses.states import Approval, CompletionRule


class Course(models.Model):
    """What runs and enrolments point at. Its words are the page's; `words` is the last published copy of them.

    The screens read the copy, so showing a course costs one row and no walk through the page tree.
    """

    code = models.SlugField(
        max_length=40, unique=True, help_text="stable, for certificates, toolkits and exports"
    )
    slug = models.SlugField(max_length=80, unique=True, help_text="its address, taken from the page")
    title = models.CharField(max_length=160)
    page = models.OneToOneField(
        "courses.CoursePage", on_delete=models.PROTECT, null=True, blank=True, related_name="course"
    )
    listed = models.BooleanField(default=False, help_text="its page is published")
    words = models.JSONField(default=dict, blank=True)
    audiences = models.JSONField(default=list, blank=True, help_text="codes of Audience; empty: everybody")
    days = models.PositiveSmallIntegerField(null=True, blank=True, help_text="length; empty: not known")

    approval = models.CharField(max_length=20, choices=Approval, default=Approval.MANAGER)
    hold_days = models.PositiveSmallIntegerField(
        default=7,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text="a request holds a place",
    )
    offer_days = models.PositiveSmallIntegerField(
        default=2,
        validators=[MinValueValidator(1), MaxValueValidator(30)],
        help_text="an offer holds a place",
    )
    free_cancel_days = models.PositiveSmallIntegerField(
        default=5, help_text="cancelling is late when fewer days than these are left"
    )
    completion_rule = models.CharField(max_length=20, choices=CompletionRule, default=CompletionRule.ALL_DAYS)
    completion_share = models.PositiveSmallIntegerField(
        default=100,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text="per cent of all minutes",
    )
    forms_required = models.BooleanField(default=True, help_text="the before and after questionnaires count")
    validity_months = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="empty: does not run out"
    )
    only_boroughs = models.ManyToManyField(
        "people.Organisation", blank=True, related_name="courses_only_for_it"
    )
    requires = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="opens_the_way_to")
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ("title",)
        constraints = [
            models.CheckConstraint(
                name="course_share_is_per_cent", condition=Q(completion_share__range=(1, 100))
            ),
            models.CheckConstraint(
                name="course_waits_are_days", condition=Q(hold_days__gte=1) & Q(offer_days__gte=1)
            ),
        ]

    def __str__(self) -> str:
        return self.title


class CourseEdition(models.Model):
    """What a course was when somebody took it. Made when changed content is published; never edited."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=160)
    description = models.TextField(blank=True)
    outcomes = models.JSONField(default=list)
    cpd_minutes = models.PositiveSmallIntegerField(help_text="minutes of active learning")
    cpd_basis = models.CharField(max_length=200)
    accreditation = models.JSONField(
        default=dict, blank=True, help_text="body, reference, starts, ends; empty: none"
    )
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("course", "-number")
        constraints = [
            models.UniqueConstraint(fields=("course", "number"), name="course_edition_number_once"),
            models.CheckConstraint(
                name="course_edition_has_cpd", condition=Q(cpd_minutes__gt=0) & ~Q(cpd_basis="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, edition {self.number}"
