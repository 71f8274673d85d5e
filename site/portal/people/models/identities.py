"""Identities that an employer asserted and that nobody here may trust before a person has looked."""

from django.db import models
from django.db.models import F, Q

from portal.people.states import IDENTITY_TAGS, IdentityState


class SetAsideIdentity(models.Model):
    """Somebody whom one organisation let in under an address that belongs elsewhere. Its account stays closed."""

    account = models.OneToOneField("people.User", on_delete=models.PROTECT, related_name="set_aside")
    organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, related_name="+", help_text="whose sign-in said so"
    )
    claimed_account = models.ForeignKey(
        "people.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    state = models.CharField(max_length=10, choices=IdentityState, default=IdentityState.WAITING)
    set_aside_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ("-set_aside_at", "-id")
        constraints = [
            models.CheckConstraint(
                name="setasideidentity_decided_iff_time",
                condition=Q(state=IdentityState.WAITING, decided_at__isnull=True)
                | (~Q(state=IdentityState.WAITING) & Q(decided_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="setasideidentity_claims_another_account",
                condition=Q(claimed_account__isnull=True) | ~Q(claimed_account=F("account")),
            ),
        ]

    def __str__(self) -> str:
        return f"identity {self.pk}: {self.state}"

    @property
    def tag_kind(self) -> str:
        """The colour of its state on screen."""
        return IDENTITY_TAGS[IdentityState(self.state)]

    @property
    def is_confirmed(self) -> bool:
        """Nothing is left to decide."""
        return self.state == IdentityState.CONFIRMED

    @property
    def title(self) -> str:
        """What happened, for a list."""
        whose = "another account" if self.claimed_account_id else "another organisation"
        return f"{self.organisation.name}: an address of {whose}"
