"""A referral link and what hangs on it: consents, changes, the receiver's updates, the endpoint it goes to.

The portal holds references and codes. Names, birth dates, addresses and the story of a family stay in the case system.
"""

import uuid

from django.db import models
from django.db.models import F, Q

from consultations.link_states import WITH_REASON, EndpointFault, LinkState, Route
from consultations.models.consultations import Consultation
from portal.kernel.encryption import EncryptedJSONField, EncryptedTextField
from portal.kernel.models import Change
from portal.kernel.refs import Ref


class Suitability(models.TextChoices):
    """The words of `pathways.Outcome`, for the column."""

    SUITABLE = "suitable", "Suitable"
    NOT_SUITABLE = "not_suitable", "Not suitable"
    NOT_KNOWN = "not_known", "Not known yet"


class ReferralLink(models.Model):
    """A family, known here by a council's reference only, linked to a pathway under the rules of a date.

    `version` counts what the receiver may see change: 0 while drafted, 1 when sent, then one more for each move or
    correction, from either side. `answers` and `criteria` (encrypted) are codes and dates.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    reference = models.CharField(max_length=12, unique=True)
    pathway = models.SlugField(max_length=30)
    rules_version = models.CharField(max_length=40)
    area = models.CharField("GSS code of the family's area", max_length=9, blank=True)
    organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, related_name="referral_links"
    )
    team = models.ForeignKey(
        "people.Team", on_delete=models.PROTECT, null=True, blank=True, related_name="referral_links"
    )
    consultation = models.ForeignKey(
        Consultation, on_delete=models.PROTECT, null=True, blank=True, related_name="links"
    )
    case_reference = EncryptedTextField(blank=True)
    referrer = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="referral_links")
    drafted_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    working_days = models.JSONField(default=list, blank=True, help_text="0 is Monday")
    works_from = models.TimeField(null=True, blank=True)
    works_until = models.TimeField(null=True, blank=True)
    answers = EncryptedJSONField(default=dict)
    criteria = EncryptedJSONField(default=dict)
    result = models.CharField(max_length=12, choices=Suitability, blank=True)
    checked_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=16, choices=LinkState, default=LinkState.DRAFTED)
    version = models.PositiveIntegerField(default=0)
    route = models.CharField(max_length=12, choices=Route, blank=True)
    reason_code = models.CharField(max_length=40, blank=True)
    receiver_reference = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    withdrawal_seen_at = models.DateTimeField(
        null=True, blank=True, help_text="when the receiver said it knows"
    )

    class Meta:
        ordering = ("-created_at", "-id")
        constraints = [
            models.CheckConstraint(
                name="referrallink_sent_is_suitable_and_routed",
                condition=Q(sent_at__isnull=True, version=0, route="")
                | (Q(sent_at__isnull=False, version__gte=1, result="suitable") & ~Q(route="") & ~Q(area="")),
            ),
            models.CheckConstraint(
                name="referrallink_unsent_only_while_drafted_or_withdrawn",
                condition=Q(sent_at__isnull=False, state__in=[s for s in LinkState if s != LinkState.DRAFTED])
                | Q(sent_at__isnull=True, state__in=[LinkState.DRAFTED, LinkState.WITHDRAWN]),
            ),
            models.CheckConstraint(
                name="referrallink_reason_iff_closed_with_one",
                condition=(Q(state__in=WITH_REASON) & ~Q(reason_code=""))
                | (~Q(state__in=WITH_REASON) & Q(reason_code="")),
            ),
            models.CheckConstraint(
                name="referrallink_works_until_later",
                condition=Q(works_from__isnull=True, works_until__isnull=True)
                | Q(works_until__gt=F("works_from")),
            ),
        ]
        indexes = [
            models.Index(fields=("organisation", "state"), name="referrallink_by_organisation"),
            models.Index(fields=("referrer", "state"), name="referrallink_by_referrer"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def ref(self) -> Ref:
        return Ref("consultations.link", str(self.public_id))

    @property
    def is_draft(self) -> bool:
        return self.state == LinkState.DRAFTED


class Whose(models.TextChoices):
    """The words of `pathways.Whose`, for the column and the screen."""

    PERSON_USING_HARM = "person_using_harm", "Person causing harm"
    VICTIM_SURVIVOR = "victim_survivor", "Victim-survivor"


class Consent(models.Model):
    """One person's yes or no for one purpose. A later answer replaces it; a withdrawal dates it; nothing is deleted."""

    link = models.ForeignKey(ReferralLink, on_delete=models.PROTECT, related_name="consents")
    person = models.CharField(max_length=20, choices=Whose)
    purpose = models.SlugField(max_length=30)
    given = models.BooleanField()
    on = models.DateField()
    taken_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawal_recorded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=("link", "person", "purpose"),
                condition=Q(replaced_at__isnull=True),
                name="consent_one_stands",
            ),
            models.CheckConstraint(
                name="consent_withdrawn_after_given",
                condition=Q(withdrawn_on__isnull=True, withdrawal_recorded_at__isnull=True)
                | Q(withdrawn_on__gte=F("on"), withdrawal_recorded_at__isnull=False, given=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} for {self.purpose}: {'yes' if self.stands else 'no'}"

    @property
    def stands(self) -> bool:
        """A yes that was neither replaced nor withdrawn."""
        return self.given and self.replaced_at is None and self.withdrawn_on is None


class LinkChange(Change):
    """One move or correction of one link, in the order of its versions. Version 0: before it was sent."""

    link = models.ForeignKey(ReferralLink, on_delete=models.PROTECT, related_name="changes")
    version = models.PositiveIntegerField()
    said_at = models.DateTimeField(null=True, blank=True, help_text="the receiver's own time")

    class Meta(Change.Meta):
        ordering = ("version", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("link", "version"), condition=Q(version__gt=0), name="linkchange_one_for_each_version"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.link_id} version {self.version}: {self.move}"

    def get_to_state_display(self) -> str:
        return str(LinkState(self.to_state).label)


class LinkUpdate(models.Model):
    """What a case system said under one idempotency key, and what it was answered: the same again gets the same."""

    link = models.ForeignKey(ReferralLink, on_delete=models.PROTECT, related_name="updates")
    key = models.CharField(max_length=200)
    client_id = models.BigIntegerField()
    body_digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    answer = models.JSONField()
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("link", "key"), name="linkupdate_key_once"),
        ]

    def __str__(self) -> str:
        return f"update {self.pk} of link {self.link_id}: {self.status}"


class CaseSystemEndpoint(models.Model):
    """Where an organisation's case system listens. `secrets` (encrypted): newest first; all of them sign."""

    organisation = models.OneToOneField(
        "people.Organisation", on_delete=models.PROTECT, related_name="case_system"
    )
    url = models.CharField(max_length=500)
    secrets = EncryptedJSONField(default=list)
    active = models.BooleanField(default=True)
    disabled_reason = models.CharField(max_length=10, choices=EndpointFault, blank=True)
    disabled_at = models.DateTimeField(null=True, blank=True)
    last_success_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="casesystemendpoint_off_iff_reason",
                condition=Q(active=True, disabled_reason="", disabled_at__isnull=True)
                | (Q(active=False, disabled_at__isnull=False) & ~Q(disabled_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"case system of organisation {self.organisation_id}"
