"""The record of a toolkit: what opens it and where it is found. Its words and pictures are on its page."""

from django.db import models
from django.db.models import Q

from toolkits.states import LabelKind, UnlockKind


class Toolkit(models.Model):
    """A tool that staff use with families or with each other."""

    code = models.SlugField(max_length=60, unique=True)
    page = models.OneToOneField("toolkits.ToolkitPage", on_delete=models.PROTECT, related_name="record")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return self.code


class UnlockRule(models.Model):
    """One way in. Any one that holds is enough; a toolkit without rules opens for nobody."""

    toolkit = models.ForeignKey(Toolkit, on_delete=models.CASCADE, related_name="rules")
    kind = models.CharField(max_length=10, choices=UnlockKind)
    code = models.CharField(
        max_length=60, blank=True, help_text="course, role or organisation; empty for the others"
    )
    words = models.CharField(max_length=120, blank=True, help_text="what the code stands for, for the reader")

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=("toolkit", "kind", "code"), name="unlock_rule_once"),
            models.CheckConstraint(
                name="unlock_rule_code_iff_needed",
                condition=Q(kind__in=(UnlockKind.STAFF, UnlockKind.CHAMPION), code="")
                | (~Q(kind__in=(UnlockKind.STAFF, UnlockKind.CHAMPION)) & ~Q(code="")),
            ),
        ]
        indexes = [models.Index(fields=("kind", "code"), name="unlock_rule_by_code")]

    def __str__(self) -> str:
        return f"{self.kind} {self.code}".strip()


class Label(models.Model):
    """What a toolkit is found by: audience, pathway, who it is used with."""

    toolkit = models.ForeignKey(Toolkit, on_delete=models.CASCADE, related_name="labels")
    kind = models.CharField(max_length=10, choices=LabelKind)
    code = models.SlugField(max_length=60)

    class Meta:
        ordering = ("kind", "code")
        constraints = [models.UniqueConstraint(fields=("toolkit", "kind", "code"), name="toolkit_label_once")]
        indexes = [models.Index(fields=("kind", "code"), name="toolkit_label_by_code")]

    def __str__(self) -> str:
        return f"{self.kind} {self.code}"
