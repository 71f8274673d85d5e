"""What people ask of those who keep their data: to erase it, and to put right what they did with it."""

from django.db import models
from django.db.models import Q

from portal.kernel.encryption import EncryptedTextField
from portal.people.states import (
    COMPLAINT_TAGS,
    ERASURE_OPEN,
    ERASURE_TAGS,
    ComplaintKind,
    ComplaintState,
    ErasureExtension,
    ErasureRefusal,
    ErasureState,
)


class ErasureRequest(models.Model):
    """One request to be erased, and what was decided. It outlives the names: it is the proof that it was done."""

    reference = models.CharField(max_length=12, unique=True)
    account = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="erasure_requests")
    person = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="erasure_requests"
    )
    state = models.CharField(max_length=12, choices=ErasureState, default=ErasureState.ASKED)
    asked_at = models.DateTimeField()
    due_on = models.DateField(help_text="the last day for an answer")
    extended_at = models.DateTimeField(null=True, blank=True, help_text="when the person was told of it")
    extension = models.CharField(max_length=10, choices=ErasureExtension, blank=True)
    extension_words = EncryptedTextField(blank=True, help_text="why it takes longer, as the person reads it")
    taken_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True, help_text="done, refused or taken back")
    refusal = models.CharField(max_length=12, choices=ErasureRefusal, blank=True)
    explanation = EncryptedTextField(blank=True, help_text="what the person is told about a refusal")

    class Meta:
        ordering = ("due_on", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("account",), condition=Q(state__in=ERASURE_OPEN), name="erasurerequest_one_open"
            ),
            models.CheckConstraint(
                name="erasurerequest_refused_iff_reason",
                condition=(Q(state=ErasureState.REFUSED) & ~Q(refusal=""))
                | (~Q(state=ErasureState.REFUSED) & Q(refusal="")),
            ),
            models.CheckConstraint(
                name="erasurerequest_extended_iff_reason",
                condition=(Q(extended_at__isnull=True) & Q(extension=""))
                | (Q(extended_at__isnull=False) & ~Q(extension="")),
            ),
            models.CheckConstraint(
                name="erasurerequest_ended_iff_time",
                condition=(Q(state__in=ERASURE_OPEN) & Q(ended_at__isnull=True))
                | (~Q(state__in=ERASURE_OPEN) & Q(ended_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="erasurerequest_nobody_decides_their_own",
                condition=Q(taken_by__isnull=True) | Q(person__isnull=True) | ~Q(taken_by=models.F("person")),
            ),
        ]
        indexes = [models.Index(fields=("state", "due_on"), name="erasurerequest_by_due_date")]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_open(self) -> bool:
        return self.state in ERASURE_OPEN

    @property
    def tag_kind(self) -> str:
        """The colour of its state."""
        return ERASURE_TAGS[ErasureState(self.state)]


class Complaint(models.Model):
    """A complaint about data, with the clock of DPA 2018 s. 164A. Its words are encrypted at rest."""

    reference = models.CharField(max_length=12, unique=True)
    account = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="complaints")
    person = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="complaints"
    )
    kind = models.CharField(max_length=16, choices=ComplaintKind)
    words = EncryptedTextField(blank=True)
    form_code = models.CharField(
        max_length=40, help_text="the form it was sent from: a second click adds none"
    )
    state = models.CharField(max_length=12, choices=ComplaintState, default=ComplaintState.RECEIVED)
    received_at = models.DateTimeField()
    acknowledge_by = models.DateField(help_text="the last day to say that we have it")
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = EncryptedTextField(blank=True)
    handled_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ("acknowledge_by", "id")
        constraints = [
            models.UniqueConstraint(fields=("account", "form_code"), name="complaint_once_per_form"),
            models.CheckConstraint(
                name="complaint_acknowledged_iff_time",
                condition=Q(state=ComplaintState.RECEIVED, acknowledged_at__isnull=True)
                | (~Q(state=ComplaintState.RECEIVED) & Q(acknowledged_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="complaint_answered_iff_time",
                condition=Q(state=ComplaintState.ANSWERED, answered_at__isnull=False)
                | (~Q(state=ComplaintState.ANSWERED) & Q(answered_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="complaint_nobody_handles_their_own",
                condition=Q(handled_by__isnull=True)
                | Q(person__isnull=True)
                | ~Q(handled_by=models.F("person")),
            ),
        ]
        indexes = [models.Index(fields=("state", "acknowledge_by"), name="complaint_by_due_date")]

    def __str__(self) -> str:
        return self.reference

    @property
    def tag_kind(self) -> str:
        """The colour of its state."""
        return COMPLAINT_TAGS[ComplaintState(self.state)]
