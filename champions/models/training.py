"""Who has finished what, as courses tell it, and which course a champion needs."""

from django.db import models
from django.db.models import Q

from portal.kernel.models import Dated, dated_constraint


class NeededCourse(Dated):
    """A course that champions need; any one in force is enough. While none is named, any course will do."""

    course_code = models.SlugField(max_length=60)

    class Meta:
        constraints = [
            dated_constraint("needed_course"),
            models.UniqueConstraint(
                fields=("course_code",),
                condition=Q(ends_on__isnull=True),
                name="needed_course_once_while_open",
            ),
        ]

    def __str__(self) -> str:
        return self.course_code


class TrainedPerson(models.Model):
    """A completed course, as the last event about it had it. Never deleted: a withdrawn one says so."""

    enrolment_id = models.BigIntegerField(unique=True)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    course_code = models.CharField(max_length=60)
    completed_on = models.DateField(
        null=True, blank=True, help_text="empty: only its withdrawal has come so far"
    )
    withdrawn = models.BooleanField(default=False)
    as_of = models.DateTimeField(help_text="when the event happened; an older one changes nothing")

    class Meta:
        verbose_name_plural = "trained people"
        constraints = [
            models.CheckConstraint(
                name="trained_person_completed_or_withdrawn",
                condition=Q(completed_on__isnull=False) | Q(withdrawn=True),
            )
        ]
        indexes = [models.Index(fields=("person", "course_code", "withdrawn"), name="trained_by_person")]

    def __str__(self) -> str:
        return f"person {self.person_id} in {self.course_code}"
