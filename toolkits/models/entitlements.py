"""What people have earned, learnt from other apps' events, and the toolkits that this opens."""

from django.db import models
from django.db.models import Q

from toolkits.states import EARNED_KINDS, UnlockKind


class Earned(models.Model):
    """A completed course or an active championship, as the last event about it had it.

    Kept for every course, whether or not a toolkit hangs on it, so that a rule made later opens for those
    who finished before.
    """

    source = models.CharField(max_length=80, unique=True, help_text="whose event: courses.enrolment:12")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.label) for kind in EARNED_KINDS])
    code = models.CharField(max_length=60, blank=True, help_text="the course; empty for a championship")
    standing = models.BooleanField(default=True)
    as_of = models.DateTimeField(help_text="when the event happened; an older one changes nothing")
    event_id = models.UUIDField()

    class Meta:
        verbose_name_plural = "earned"
        constraints = [
            models.CheckConstraint(
                name="earned_code_iff_course",
                condition=(Q(kind=UnlockKind.COURSE) & ~Q(code="")) | Q(kind=UnlockKind.CHAMPION, code=""),
            ),
        ]
        indexes = [models.Index(fields=("kind", "code", "standing"), name="earned_by_code")]

    def __str__(self) -> str:
        return self.source


class Entitlement(models.Model):
    """A toolkit opened for a person by something they earned, from one moment to another. Never deleted."""

    toolkit = models.ForeignKey("toolkits.Toolkit", on_delete=models.PROTECT, related_name="entitlements")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    earned = models.ForeignKey(Earned, on_delete=models.PROTECT, related_name="entitlements")
    reason = models.CharField(max_length=10, choices=UnlockKind)
    event_id = models.UUIDField(help_text="the event that granted it")
    granted_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("toolkit", "earned"),
                condition=Q(revoked_at__isnull=True),
                name="entitlement_once_while_held",
            ),
            models.CheckConstraint(
                name="entitlement_revoked_after_granted",
                condition=Q(revoked_at__isnull=True) | Q(revoked_at__gte=models.F("granted_at")),
            ),
        ]
        indexes = [
            models.Index(
                fields=("person", "toolkit"), condition=Q(revoked_at__isnull=True), name="entitlement_held"
            )
        ]

    def __str__(self) -> str:
        return f"toolkit {self.toolkit_id} for person {self.person_id}"
