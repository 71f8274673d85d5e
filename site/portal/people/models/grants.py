"""What somebody may do, where, and from when to when."""

from django.db import models
from django.db.models import Q

from portal.kernel.models import Dated, dated_constraint
from portal.people.roles import Level, Role


class Grant(Dated):
    """A role with its reach. Ended, never deleted."""

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=20, choices=Role)
    level = models.CharField(max_length=14, choices=Level)
    organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="grants"
    )
    service = models.ForeignKey(
        "people.Service", on_delete=models.PROTECT, null=True, blank=True, related_name="grants"
    )
    team = models.ForeignKey(
        "people.Team", on_delete=models.PROTECT, null=True, blank=True, related_name="grants"
    )
    given_by = models.CharField(max_length=120, blank=True)
    void = models.BooleanField(
        default=False, help_text="taken back on the day it was to begin: counts on no day"
    )

    class Meta:
        constraints = [
            dated_constraint("grant"),
            models.CheckConstraint(
                name="grant_reach_matches_level",
                condition=(
                    Q(level=Level.ALL, organisation__isnull=True, service__isnull=True, team__isnull=True)
                    | Q(
                        level=Level.ORGANISATION,
                        organisation__isnull=False,
                        service__isnull=True,
                        team__isnull=True,
                    )
                    | Q(
                        level=Level.SERVICE,
                        organisation__isnull=True,
                        service__isnull=False,
                        team__isnull=True,
                    )
                    | Q(level=Level.TEAM, organisation__isnull=True, service__isnull=True, team__isnull=False)
                ),
            ),
        ]
        indexes = [models.Index(fields=("role", "level"), name="grant_by_role")]

    def __str__(self) -> str:
        return f"{self.role} for person {self.person_id} at level {self.level}"

    @property
    def reach(self) -> str:
        """How far it reaches, in words; the place must be loaded."""
        if self.team:
            return f"{self.team.name}, {self.team.service.organisation.name}"
        if self.service:
            return f"{self.service.name}, {self.service.organisation.name}"
        return self.organisation.name if self.organisation else "Everywhere"
