"""A member of staff, with or without an account, and where they work when."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from portal.kernel.models import Dated, dated_constraint
from portal.people.states import MembershipState


class Person(models.Model):
    """A member of staff. Their training belongs to them, not to an account, a team or an employer."""

    given_name = models.CharField(max_length=150)
    family_name = models.CharField(max_length=150, blank=True)
    email = models.EmailField(blank=True, help_text="work address, lower case")
    certificate_name = models.CharField(
        max_length=300, blank=True, help_text="as they wish it on certificates"
    )
    hidden_on_rosters = models.BooleanField("do not show my name on rosters", default=False)

    class Meta:
        ordering = ("family_name", "given_name")
        verbose_name_plural = "people"
        constraints = [
            models.UniqueConstraint(fields=("email",), condition=~Q(email=""), name="person_email_once"),
            models.CheckConstraint(name="person_email_lower_case", condition=Q(email=Lower("email"))),
        ]
        indexes = [models.Index(fields=("email",), name="person_by_email")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def name_on_certificate(self) -> str:
        return self.certificate_name or self.name


class MembershipSource(models.TextChoices):
    ROSTER = "roster", "Roster"
    SIGN_UP = "sign_up", "Sign-up"
    HAND = "hand", "Entered by hand"


class Membership(Dated):
    """A person at work in an organisation, and in one of its teams, from one day to another."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, related_name="memberships"
    )
    service = models.ForeignKey(
        "people.Service", on_delete=models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    team = models.ForeignKey(
        "people.Team", on_delete=models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    job_role = models.CharField(max_length=120, blank=True)
    employee_id = models.CharField(max_length=40, blank=True)
    caseload_holding = models.BooleanField(null=True, blank=True, help_text="empty: not known")
    fte = models.DecimalField("full-time equivalent", max_digits=3, decimal_places=2, null=True, blank=True)
    manager = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="manages"
    )
    state = models.CharField(max_length=10, choices=MembershipState, default=MembershipState.CONFIRMED)
    source = models.CharField(max_length=10, choices=MembershipSource, default=MembershipSource.ROSTER)
    batch = models.ForeignKey(
        "people.RosterBatch", on_delete=models.PROTECT, null=True, blank=True, related_name="memberships"
    )

    class Meta:
        constraints = [
            dated_constraint("membership"),
            models.UniqueConstraint(
                fields=("organisation", "employee_id"),
                condition=~Q(employee_id="") & Q(ends_on__isnull=True),
                name="membership_employee_id_once_while_open",
            ),
            models.CheckConstraint(
                name="membership_team_needs_service",
                condition=Q(team__isnull=True) | Q(service__isnull=False),
            ),
            models.CheckConstraint(
                name="membership_nobody_manages_themselves",
                condition=Q(manager__isnull=True) | ~Q(manager=models.F("person")),
            ),
        ]
        indexes = [
            models.Index(fields=("organisation", "state", "starts_on"), name="membership_by_organisation"),
            models.Index(fields=("organisation", "employee_id"), name="membership_by_employee_id"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.organisation_id} from {self.starts_on}"
