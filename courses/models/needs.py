"""What somebody needs in order to come: access, breaks, food."""

from django.db import models

from portal.kernel.encryption import EncryptedTextField


class AccessNeed(models.Model):
    """In a person's own words, encrypted, for the trainers of their run alone. Deleted 30 days after the last day.

    A row of its own, so that nothing that lists places can carry it by accident.
    """

    enrolment = models.OneToOneField(
        "courses.Enrolment", on_delete=models.CASCADE, related_name="access_need"
    )
    words = EncryptedTextField()
    given_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"what place {self.enrolment_id} needs"
