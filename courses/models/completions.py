"""That somebody completed a course: what certificates, toolkits and coverage rest on."""

from django.db import models
from django.db.models import Q

from portal.kernel.models import Change


class Completion(models.Model):
    """One fulfilled completion rule. Withdrawn with a reason when a correction breaks it, never deleted.

    Organisation and team are where the person worked on `completed_on`: moving borough moves no past figure.
    """

    enrolment = models.OneToOneField("courses.Enrolment", on_delete=models.PROTECT, related_name="completion")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="completions")
    course_code = models.SlugField(max_length=40)
    edition_number = models.PositiveSmallIntegerField()
    completed_on = models.DateField(help_text="the day on which the last thing the rule asks for was there")
    organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="completions"
    )
    team = models.ForeignKey(
        "people.Team", on_delete=models.PROTECT, null=True, blank=True, related_name="completions"
    )
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=30, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="completion_withdrawn_iff_reason",
                condition=(Q(withdrawn_at__isnull=True) & Q(withdrawn_reason=""))
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_reason="")),
            ),
        ]
        indexes = [
            models.Index(
                fields=("course_code", "completed_on"),
                condition=Q(withdrawn_at__isnull=True),
                name="completion_by_course_and_day",
            ),
            models.Index(fields=("person", "course_code"), name="completion_by_person"),
        ]

    def __str__(self) -> str:
        return f"{self.course_code} by person {self.person_id} on {self.completed_on}"

    @property
    def stands(self) -> bool:
        return self.withdrawn_at is None


class CompletionChange(Change):
    """Recorded, withdrawn, mended: why a figure moved."""

    completion = models.ForeignKey(Completion, on_delete=models.PROTECT, related_name="changes")

    class Meta(Change.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.move} of completion {self.completion_id}"
