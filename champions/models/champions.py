"""A champion: a person in an organisation and a team, agreed, trained, with terms that begin and end."""

from django.db import models
from django.db.models import F, Q

from champions.states import ASKED, OPEN, ChampionState, ContactMethod
from portal.kernel.models import Change


class Champion(models.Model):
    """One person's championship for one place. It ends; another begins as a new row."""

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+")
    service = models.ForeignKey(
        "people.Service", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    team = models.ForeignKey("people.Team", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=10, choices=ChampionState)
    nominated_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    approver = models.ForeignKey(
        "people.Person",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="who is asked",
    )
    minutes_per_week = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="time the manager agreed; empty until then"
    )
    listed = models.BooleanField("in the directory", default=False)
    listed_at = models.DateTimeField(null=True, blank=True, help_text="when they agreed to be listed")
    contact_method = models.CharField(max_length=14, choices=ContactMethod, blank=True)
    show_email = models.BooleanField(default=False)
    show_job_role = models.BooleanField(default=False)
    reason = models.CharField(
        max_length=20, blank=True, help_text="why it was declined, lapsed or ended; a code"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("person", "team"),
                condition=Q(state__in=OPEN, team__isnull=False),
                name="champion_once_in_team_while_open",
            ),
            models.UniqueConstraint(
                fields=("person", "organisation"),
                condition=Q(state__in=OPEN, team__isnull=True),
                name="champion_once_without_team_while_open",
            ),
            models.CheckConstraint(
                name="champion_time_agreed_once_agreed",
                condition=Q(state__in=(*ASKED, ChampionState.DECLINED)) | Q(minutes_per_week__isnull=False),
            ),
            models.CheckConstraint(
                name="champion_listed_iff_agreed_to_it",
                condition=Q(listed=True, listed_at__isnull=False) | Q(listed=False, listed_at__isnull=True),
            ),
            models.CheckConstraint(
                name="champion_reason_iff_stopped",
                condition=(Q(state__in=("declined", "lapsed", "ended")) & ~Q(reason=""))
                | (~Q(state__in=("declined", "lapsed", "ended")) & Q(reason="")),
            ),
            models.CheckConstraint(
                name="champion_team_needs_service", condition=Q(team__isnull=True) | Q(service__isnull=False)
            ),
        ]
        indexes = [
            models.Index(fields=("state", "team"), name="champion_by_state_and_team"),
            models.Index(fields=("approver", "state"), name="champion_by_approver"),
        ]

    def __str__(self) -> str:
        return f"champion {self.pk}: {self.state}"


class Term(models.Model):
    """A stretch of being active. Figures of a past day read these, so a later change does not move them."""

    champion = models.ForeignKey(Champion, on_delete=models.PROTECT, related_name="terms")
    starts_on = models.DateField()
    ends_on = models.DateField(help_text="the last day it was meant to last")
    stopped_on = models.DateField(
        null=True, blank=True, help_text="the first day no longer active, if earlier"
    )

    class Meta:
        ordering = ("starts_on",)
        constraints = [
            models.UniqueConstraint(fields=("champion", "starts_on"), name="champion_term_starts_once"),
            models.CheckConstraint(
                name="champion_term_ends_after_start", condition=Q(ends_on__gte=F("starts_on"))
            ),
            models.CheckConstraint(
                name="champion_term_stops_within",
                condition=Q(stopped_on__isnull=True)
                | Q(stopped_on__gte=F("starts_on"), stopped_on__lte=F("ends_on")),
            ),
        ]
        indexes = [models.Index(fields=("starts_on", "ends_on"), name="champion_term_by_dates")]

    def __str__(self) -> str:
        return f"term of champion {self.champion_id} from {self.starts_on}"


class ChampionChange(Change):
    """Every move of a champion."""

    champion = models.ForeignKey(Champion, on_delete=models.CASCADE, related_name="changes")

    class Meta(Change.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.move} champion {self.champion_id}"
