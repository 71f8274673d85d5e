"""One certificate, with everything it says."""

from django.db import models
from django.db.models import Q

from certificates.snapshots import Snapshot, thawed
from certificates.states import AwardState, RevocationReason
from portal.kernel.models import Change


class Award(models.Model):
    """A certificate. Its snapshot, code and moment of issue never change: a correction is a new row.

    An erasure alone empties the name in the snapshot (`withheld_at`); the code still verifies.

    `supersedes` links a new certificate to the one it replaced, and that one back (`superseded_by`).
    """

    enrolment_id = models.BigIntegerField()
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="awards")
    organisation_id = models.BigIntegerField(
        null=True, blank=True, help_text="where they worked when they completed"
    )
    course_code = models.SlugField(max_length=40)
    edition = models.PositiveSmallIntegerField()
    snapshot = models.JSONField()
    code = models.CharField(max_length=32, unique=True)
    state = models.CharField(max_length=10, choices=AwardState, default=AwardState.VALID)
    issued_at = models.DateTimeField()
    valid_until = models.DateField(
        null=True, blank=True, help_text="the last good day; empty: does not run out"
    )
    show_name = models.BooleanField(default=False, help_text="the holder lets the check page show the name")
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    superseded_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_reason = models.CharField(max_length=30, choices=RevocationReason, blank=True)
    withheld_at = models.DateTimeField(
        null=True, blank=True, help_text="when the holder was erased: no name is left in it"
    )

    class Meta:
        ordering = ("-issued_at", "-id")
        constraints = [
            models.UniqueConstraint(
                fields=("enrolment_id",),
                condition=Q(state=AwardState.VALID),
                name="award_one_live_per_enrolment",
            ),
            models.CheckConstraint(
                name="award_revoked_iff_reason",
                condition=Q(state=AwardState.REVOKED, revoked_at__isnull=False) & ~Q(revoked_reason="")
                | ~Q(state=AwardState.REVOKED) & Q(revoked_at__isnull=True, revoked_reason=""),
            ),
            models.CheckConstraint(
                name="award_superseded_has_time",
                condition=~Q(state=AwardState.SUPERSEDED) | Q(superseded_at__isnull=False),
            ),
            models.CheckConstraint(
                name="award_withheld_shows_no_name",
                condition=Q(withheld_at__isnull=True) | Q(show_name=False),
            ),
        ]
        indexes = [
            models.Index(fields=("person", "state"), name="award_by_person"),
            models.Index(fields=("enrolment_id",), name="award_by_enrolment"),
        ]

    def __str__(self) -> str:
        return f"certificate {self.pk}: {self.state}"

    @property
    def facts(self) -> Snapshot:
        """What it says."""
        return thawed(self.snapshot)


class AwardChange(Change):
    """One move of one certificate."""

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="changes")

    class Meta(Change.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.move} of certificate {self.award_id}"
