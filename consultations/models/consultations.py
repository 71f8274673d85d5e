"""A consultation and the trail of its moves."""

from django.db import models
from django.db.models import F, Q

from consultations.codes import CLOSING_REASONS, FamilyStatus, Kind, Mode, RiskStated
from consultations.states import CLOSED_WITH_REASON, OCCUPIES, TAG_KINDS, ConsultationState
from portal.kernel.encryption import EncryptedTextField
from portal.kernel.models import Change
from portal.kernel.refs import Ref

NOTE_LENGTH = 300


class Consultation(models.Model):
    """A practitioner and a lead talk about a case that the portal knows by a council's reference, or not at all.

    `busy_from` to `busy_until` is the time it takes up with buffers; on PostgreSQL an exclusion constraint keeps
    two of them apart for one lead and for one requester. Only the note is free text, and it is encrypted.
    """

    reference = models.CharField(max_length=12, unique=True)
    kind = models.CharField(max_length=20, choices=Kind)
    organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, related_name="consultations"
    )
    service = models.ForeignKey(
        "people.Service", on_delete=models.PROTECT, null=True, blank=True, related_name="consultations"
    )
    team = models.ForeignKey(
        "people.Team", on_delete=models.PROTECT, null=True, blank=True, related_name="consultations"
    )
    requester = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="consultations")
    booked_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, related_name="consultations_booked"
    )
    lead = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="consultations_led"
    )
    state = models.CharField(max_length=12, choices=ConsultationState)
    urgent = models.BooleanField(default=False)
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    busy_from = models.DateTimeField(null=True, blank=True)
    busy_until = models.DateTimeField(null=True, blank=True)
    place = models.CharField(max_length=120, blank=True)
    mode = models.CharField(max_length=10, choices=Mode, blank=True)
    risk_stated = models.CharField(max_length=10, choices=RiskStated, blank=True)
    family_status = models.CharField(max_length=12, choices=FamilyStatus, blank=True)
    case_reference = models.CharField(max_length=40, blank=True, help_text="the council's; empty: anonymous")
    prompts = models.JSONField(default=list, blank=True)
    note = EncryptedTextField(blank=True)
    reason_code = models.CharField(max_length=24, choices=CLOSING_REASONS, blank=True)
    idempotency_key = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("starts_at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("idempotency_key",),
                condition=~Q(idempotency_key=""),
                name="consultation_asked_for_once",
            ),
            models.CheckConstraint(
                name="consultation_times_all_or_none",
                condition=Q(
                    starts_at__isnull=True,
                    ends_at__isnull=True,
                    busy_from__isnull=True,
                    busy_until__isnull=True,
                )
                | Q(
                    starts_at__isnull=False,
                    ends_at__gt=F("starts_at"),
                    busy_from__lte=F("starts_at"),
                    busy_until__gte=F("ends_at"),
                ),
            ),
            models.CheckConstraint(
                name="consultation_booked_has_slot_and_lead",
                condition=~Q(state__in=[*OCCUPIES, ConsultationState.NO_SHOW])
                | Q(starts_at__isnull=False, lead__isnull=False),
            ),
            models.CheckConstraint(
                name="consultation_closed_iff_reason",
                condition=(Q(state__in=CLOSED_WITH_REASON) & ~Q(reason_code=""))
                | (~Q(state__in=CLOSED_WITH_REASON) & Q(reason_code="")),
            ),
            models.CheckConstraint(
                name="consultation_lead_is_not_requester",
                condition=Q(lead__isnull=True) | ~Q(lead=F("requester")),
            ),
        ]
        indexes = [
            models.Index(fields=("lead", "busy_from"), name="consultation_by_lead_time"),
            models.Index(fields=("requester", "busy_from"), name="consultation_by_requester"),
            models.Index(
                fields=("organisation", "case_reference"),
                condition=~Q(case_reference=""),
                name="consultation_by_case",
            ),
            models.Index(fields=("organisation", "starts_at"), name="consultation_by_borough"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def ref(self) -> Ref:
        return Ref("consultations.consultation", self.pk)

    @property
    def tag_kind(self) -> str:
        """Which of the four tags suits its state."""
        return TAG_KINDS[ConsultationState(self.state)]

    @property
    def diary_line(self) -> str:
        """What a diary says beside the name."""
        return " · ".join(filter(None, (self.get_kind_display(), self.get_mode_display(), self.place)))

    @property
    def is_anonymous(self) -> bool:
        """Not tied to any case."""
        return not self.case_reference


class ConsultationChange(Change):
    """One move of one consultation, and when it was to begin from then on."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="changes")
    starts_at = models.DateTimeField(null=True, blank=True)

    class Meta(Change.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.consultation_id}: {self.move}"
