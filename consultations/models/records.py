"""What came of a consultation: in codes, encrypted, locked after a while."""

from django.db import models
from django.db.models import F, Q

from consultations.codes import AddendumReason, Helped, NextStep, Outcome, Theme
from consultations.models.consultations import Consultation
from portal.kernel.encryption import EncryptedJSONField


class ConsultationRecord(models.Model):
    """The record of one consultation. See docs/adr on what is encrypted and what is counted.

    `payload` (encrypted): `{"domains": [code], "practice": [code], "actions": [{"code", "owner", "due"}]}`.
    `outcome`, `theme` and `pathway` stand as plain codes, because the counts group by them.
    """

    consultation = models.OneToOneField(Consultation, on_delete=models.PROTECT, related_name="record")
    payload = EncryptedJSONField()
    outcome = models.CharField(max_length=20, choices=Outcome)
    theme = models.CharField(max_length=20, choices=Theme)
    pathway = models.SlugField(max_length=30, blank=True)
    recorded_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    locks_at = models.DateTimeField(help_text="from this instant on: addenda only")
    follow_up_due_on = models.DateField(null=True, blank=True)
    noted_in_case_file_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="consultationrecord_locks_later", condition=Q(locks_at__gt=F("recorded_at"))
            ),
        ]

    def __str__(self) -> str:
        return f"record of consultation {self.consultation_id}"


class RecordAddendum(models.Model):
    """Something added to a record after it was locked. `payload` (encrypted): `{"actions": [...]}`."""

    record = models.ForeignKey(ConsultationRecord, on_delete=models.PROTECT, related_name="addenda")
    reason = models.CharField(max_length=20, choices=AddendumReason)
    payload = EncryptedJSONField()
    added_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ("added_at", "id")
        verbose_name_plural = "record addenda"

    def __str__(self) -> str:
        return f"addendum to record {self.record_id}"


class Feedback(models.Model):
    """Two answers of whoever asked, after it took place. Read as totals only, never one by one."""

    consultation = models.OneToOneField(Consultation, on_delete=models.PROTECT, related_name="feedback")
    helped = models.CharField(max_length=10, choices=Helped)
    next_step = models.CharField(max_length=10, choices=NextStep)
    given_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "feedback"

    def __str__(self) -> str:
        return f"feedback on consultation {self.consultation_id}"
