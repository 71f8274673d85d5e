"""One notice to one person: the queue, and the record of what was sent."""

from django.db import models
from django.db.models import Q

from portal.notifications.states import OPEN, NoticeState


class Notice(models.Model):
    """A message planned, sent, cancelled or failed. `facts` are the few words its template needs."""

    key = models.CharField(max_length=60, help_text="which kind of notice")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="notices")
    about = models.CharField(max_length=80, help_text="what it is about, as a reference")
    facts = models.JSONField(default=dict)
    dedupe = models.CharField(max_length=120, unique=True, help_text="the same notice is planned only once")
    calendar_entry = models.ForeignKey(
        "notifications.CalendarEntry", on_delete=models.PROTECT, null=True, blank=True, related_name="notices"
    )
    state = models.CharField(max_length=10, choices=NoticeState, default=NoticeState.PLANNED)
    due_at = models.DateTimeField(help_text="when it goes, or when a running try counts as lost")
    planned_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    sendings = models.PositiveSmallIntegerField(default=1, help_text="rises when somebody sends it again")
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("due_at", "id")
        constraints = [
            models.CheckConstraint(
                name="notice_sent_iff_time",
                condition=Q(state=NoticeState.SENT, sent_at__isnull=False)
                | (~Q(state=NoticeState.SENT) & Q(sent_at__isnull=True)),
            ),
        ]
        indexes = [
            models.Index(fields=("about",), name="notice_by_about"),
            models.Index(fields=("due_at",), condition=Q(state__in=OPEN), name="notice_open_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.key} to person {self.person_id}: {self.state}"
