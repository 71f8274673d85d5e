"""One person's way through one run, from asking to completing."""

from django.db import models
from django.db.models import F, Q

from courses.states import ENDED, HELD, LIVE, OCCUPYING, Approval, EndReason, EnrolmentState
from portal.kernel.models import Change


class Enrolment(models.Model):
    """A place asked for, waited for, held, booked or completed. Where the person worked is a snapshot of the request.

    `approval` is the course's policy of that moment: changing the policy moves nobody.
    """

    run = models.ForeignKey("courses.Run", on_delete=models.PROTECT, related_name="enrolments")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="enrolments")
    edition = models.ForeignKey("courses.CourseEdition", on_delete=models.PROTECT, related_name="enrolments")
    state = models.CharField(max_length=15, choices=EnrolmentState)
    approval = models.CharField(max_length=20, choices=Approval)
    approver = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="enrolments_to_approve"
    )
    approved_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="enrolments_approved"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    requested_at = models.DateTimeField()
    hold_until = models.DateTimeField(null=True, blank=True, help_text="the place is kept until then")
    queue_number = models.PositiveIntegerField(
        null=True, blank=True, help_text="order of the run's waiting list"
    )
    end_reason = models.CharField(max_length=20, choices=EndReason, blank=True)
    clash_reason = models.CharField(
        max_length=200, blank=True, help_text="why it was asked for despite a clash"
    )
    organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="enrolments"
    )
    service = models.ForeignKey(
        "people.Service", on_delete=models.PROTECT, null=True, blank=True, related_name="enrolments"
    )
    team = models.ForeignKey(
        "people.Team", on_delete=models.PROTECT, null=True, blank=True, related_name="enrolments"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("run", "person"),
                condition=Q(state__in=LIVE),
                name="enrolment_one_live_per_person_and_run",
            ),
            models.UniqueConstraint(
                fields=("run", "queue_number"), name="enrolment_queue_number_once_in_run"
            ),
            models.CheckConstraint(
                name="enrolment_held_iff_deadline",
                condition=Q(state__in=HELD, hold_until__isnull=False)
                | (~Q(state__in=HELD) & Q(hold_until__isnull=True)),
            ),
            models.CheckConstraint(
                name="enrolment_waits_with_a_number",
                condition=~Q(state=EnrolmentState.WAITING) | Q(queue_number__isnull=False),
            ),
            models.CheckConstraint(
                name="enrolment_ended_iff_reason",
                condition=(Q(state__in=ENDED) & ~Q(end_reason="")) | (~Q(state__in=ENDED) & Q(end_reason="")),
            ),
            models.CheckConstraint(
                name="enrolment_nobody_approves_themselves",
                condition=(Q(approver__isnull=True) | ~Q(approver=F("person")))
                & (Q(approved_by__isnull=True) | ~Q(approved_by=F("person"))),
            ),
        ]
        indexes = [
            models.Index(fields=("run", "state"), name="enrolment_by_run_and_state"),
            models.Index(fields=("person", "state"), name="enrolment_by_person_and_state"),
            models.Index(
                fields=("hold_until",), condition=Q(state__in=HELD), name="enrolment_held_by_deadline"
            ),
            models.Index(fields=("approver", "state"), name="enrolment_by_approver"),
        ]

    def __str__(self) -> str:
        return f"enrolment {self.pk}: {self.state}"

    @property
    def is_live(self) -> bool:
        return self.state in LIVE

    @property
    def holds_a_place(self) -> bool:
        return self.state in OCCUPYING


class EnrolmentChange(Change):
    """One move of one enrolment."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="changes")

    class Meta(Change.Meta):
        indexes = [models.Index(fields=("enrolment", "at"), name="enrolment_change_by_time")]

    def __str__(self) -> str:
        return f"{self.move} of enrolment {self.enrolment_id}"
