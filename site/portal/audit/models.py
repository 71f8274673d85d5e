"""One row for each write and each sensitive read. Rows are added, never changed."""

from django.db import models


class Entry(models.Model):
    """Who, what, when and why; ids and codes only, so that the trail itself tells nothing about a family."""

    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=10)
    actor_user_id = models.BigIntegerField(null=True, blank=True)
    actor_person_id = models.BigIntegerField(null=True, blank=True)
    actor_client_id = models.BigIntegerField(null=True, blank=True)
    actor_label = models.CharField(max_length=120)
    verb = models.CharField(max_length=60)
    about = models.CharField(max_length=80)
    organisation_id = models.BigIntegerField(null=True, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    detail = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name_plural = "entries"
        indexes = [
            models.Index(fields=("about", "at"), name="audit_entry_by_about"),
            models.Index(fields=("actor_person_id", "at"), name="audit_entry_by_person"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_label} {self.verb} {self.about}"
