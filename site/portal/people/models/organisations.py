"""The tree organisation > service > team. Nothing in it is deleted: it ends, and may have a successor."""

from django.db import models
from django.db.models import F, Q

from portal.kernel.models import Dated, dated_constraint


class OrganisationKind(models.TextChoices):
    LOCAL_AUTHORITY = "local_authority", "Local authority"
    AGENCY = "agency", "Agency"
    CHARITY = "charity", "Charity"


class Standing(models.TextChoices):
    MEMBER = "member", "Takes part"
    JOINING = "joining", "Joining"
    LEFT = "left", "No longer takes part"


class Organisation(models.Model):
    """A local authority (with its GSS code), an agency or a charity. Its dates are those of the code."""

    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=OrganisationKind, default=OrganisationKind.LOCAL_AUTHORITY)
    gss_code = models.CharField("GSS code", max_length=9, blank=True)
    standing = models.CharField(max_length=10, choices=Standing, default=Standing.MEMBER)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    successor = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="predecessors"
    )
    case_reference_pattern = models.CharField(
        max_length=120, blank=True, help_text="Regular expression that this council's case references match."
    )
    case_reference_example = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ("name",)
        constraints = [
            models.UniqueConstraint(
                fields=("gss_code",), condition=~Q(gss_code=""), name="organisation_gss_code_once"
            ),
            models.CheckConstraint(
                name="organisation_valid_to_after_from",
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class MailDomain(models.Model):
    """A mail domain that suggests an organisation. A trusted one confirms the membership as well."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="mail_domains")
    domain = models.CharField(max_length=120, unique=True)
    trusted = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.domain


class Service(Dated):
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="services")
    name = models.CharField(max_length=120)

    class Meta:
        ordering = ("name",)
        constraints = [
            models.UniqueConstraint(
                fields=("organisation", "name"), name="service_name_once_in_organisation"
            ),
            dated_constraint("service"),
        ]

    def __str__(self) -> str:
        return self.name


class Team(Dated):
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="teams")
    name = models.CharField(max_length=120)

    class Meta:
        ordering = ("name",)
        constraints = [
            models.UniqueConstraint(fields=("service", "name"), name="team_name_once_in_service"),
            dated_constraint("team"),
        ]

    def __str__(self) -> str:
        return self.name
