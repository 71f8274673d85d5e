"""Wording that editors changed: it takes the place of the words a notice is delivered with."""

from django.core.exceptions import ValidationError
from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.models import PreviewableMixin, RevisionMixin

from portal.notifications.kinds import kind_of


class NoticeWording(RevisionMixin, PreviewableMixin, models.Model):
    """Subject and text of one kind of notice. `{when}` and the like are filled in; nothing else is."""

    key = models.CharField("notice", max_length=60, unique=True)
    subject = models.CharField(max_length=120, help_text="Neutral: it may be read over a shoulder.")
    body = models.TextField(help_text="Plain text. Facts in curly brackets are filled in when it is sent.")

    panels = [FieldPanel("key"), FieldPanel("subject"), FieldPanel("body")]

    class Meta:
        ordering = ("key",)

    def clean(self) -> None:
        """Refuse a notice nobody sends, and curly brackets that nothing fills."""
        try:
            kind = kind_of(self.key)
        except KeyError:
            raise ValidationError({"key": "There is no message of that name."}) from None
        for field in ("subject", "body"):
            try:
                getattr(self, field).format_map({**kind.examples, "name": "Amara"})
            except (KeyError, ValueError, IndexError, AttributeError):
                known = ", ".join(f"{{{fact}}}" for fact in ("name", *kind.facts))
                raise ValidationError(
                    {field: f"Only these can stand in curly brackets here: {known}."}
                ) from None

    def __str__(self) -> str:
        return self.key

    def get_preview_template(self, request: object, mode_name: str) -> str:
        return "notifications/wording_preview.html"
