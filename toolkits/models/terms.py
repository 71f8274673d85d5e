"""Who accepted which terms, and when."""

from django.db import models


class TermsAcceptance(models.Model):
    """One person's yes to the terms of one edition, with the words as they stood. Never changed, never deleted."""

    toolkit = models.ForeignKey("toolkits.Toolkit", on_delete=models.PROTECT, related_name="acceptances")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    terms = models.CharField(max_length=64, help_text="fingerprint of the words; other words are asked again")
    edition = models.CharField(max_length=40)
    words = models.TextField(help_text="what was accepted, word for word")
    accepted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("toolkit", "person", "terms"), name="terms_accepted_once")
        ]

    def __str__(self) -> str:
        return f"terms of toolkit {self.toolkit_id} by person {self.person_id}"
