"""Which courses coverage is counted for, and how far it should reach."""

from django.core.validators import MaxValueValidator
from django.db import models
from wagtail.admin.panels import FieldPanel

from portal.kernel.models import Dated, dated_constraint


class CountedCourse(Dated):
    """A column of the coverage page, from one day to another; the first one leads the page."""

    course_code = models.SlugField(max_length=40)
    short_name = models.CharField(max_length=40, help_text="as it stands above the column")
    order = models.PositiveSmallIntegerField(default=0)
    target_percent = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MaxValueValidator(100)], help_text="empty: no target is set"
    )
    target_by = models.DateField(null=True, blank=True)

    panels = [
        FieldPanel("course_code"),
        FieldPanel("short_name"),
        FieldPanel("order"),
        FieldPanel("target_percent"),
        FieldPanel("target_by"),
        FieldPanel("starts_on"),
        FieldPanel("ends_on"),
    ]

    class Meta:
        ordering = ("order", "short_name")
        constraints = [
            models.UniqueConstraint(
                fields=("course_code", "starts_on"), name="counted_course_once_from_a_day"
            ),
            dated_constraint("counted_course"),
        ]

    def __str__(self) -> str:
        return self.short_name
