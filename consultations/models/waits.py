"""Somebody with a booked time waits for an earlier one; what comes free is kept for them until they answer."""

from django.db import models
from django.db.models import F, Q

from consultations.codes import Mode
from consultations.models.consultations import Consultation
from consultations.states import WAIT_KEEPS, WAIT_LIVE, WaitEnd, WaitState
from portal.kernel.models import Change
from portal.kernel.refs import Ref


class EarlierWait(models.Model):
    """One wish for an earlier time. From the offer on it holds the time that was offered, buffers included.

    While it is offered nobody else can have that time: `selectors.slots` counts it as taken.
    """

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="earlier_waits")
    state = models.CharField(max_length=10, choices=WaitState)
    asked_at = models.DateTimeField()
    lead = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    busy_from = models.DateTimeField(null=True, blank=True)
    busy_until = models.DateTimeField(null=True, blank=True)
    place = models.CharField(max_length=120, blank=True)
    mode = models.CharField(max_length=10, choices=Mode, blank=True)
    hold_until = models.DateTimeField(null=True, blank=True, help_text="the time is kept until then")
    end_reason = models.CharField(max_length=16, choices=WaitEnd, blank=True)

    class Meta:
        ordering = ("asked_at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("consultation",), condition=Q(state__in=WAIT_LIVE), name="earlierwait_one_at_a_time"
            ),
            models.CheckConstraint(
                name="earlierwait_offered_has_slot",
                condition=~Q(state__in=[*WAIT_KEEPS, WaitState.TAKEN])
                | Q(
                    lead__isnull=False,
                    hold_until__isnull=False,
                    ends_at__gt=F("starts_at"),
                    busy_from__lte=F("starts_at"),
                    busy_until__gte=F("ends_at"),
                ),
            ),
            models.CheckConstraint(
                name="earlierwait_waiting_has_no_slot",
                condition=~Q(state=WaitState.WAITING) | Q(lead__isnull=True, starts_at__isnull=True),
            ),
            models.CheckConstraint(
                name="earlierwait_lapsed_iff_reason",
                condition=(Q(state=WaitState.LAPSED) & ~Q(end_reason=""))
                | (~Q(state=WaitState.LAPSED) & Q(end_reason="")),
            ),
        ]
        indexes = [models.Index(fields=("state", "asked_at"), name="earlierwait_in_order")]

    def __str__(self) -> str:
        return f"earlier time for consultation {self.consultation_id}"

    @property
    def ref(self) -> Ref:
        return Ref("consultations.earlier_wait", self.pk)

    @property
    def is_offered(self) -> bool:
        """A time is kept for whoever waits."""
        return self.state == WaitState.OFFERED


class EarlierWaitChange(Change):
    """One move of one wait."""

    wait = models.ForeignKey(EarlierWait, on_delete=models.PROTECT, related_name="changes")

    class Meta(Change.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.wait_id}: {self.move}"
