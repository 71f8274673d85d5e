"""A group of messages that somebody does not want by email."""

from django.db import models


class NoticeRefusal(models.Model):
    """One person, one group of messages turned off. No row: they get it."""

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="notice_refusals")
    group = models.SlugField(max_length=40, help_text="a key of notifications.groups")
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("person", "group"), name="notice_refusal_once_per_group"),
        ]

    def __str__(self) -> str:
        return f"person {self.person_id} without {self.group}"
