"""The words of a toolkit, owned by editors in the CMS. No file and nothing live is in here."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from portal.pages.models import SignedOffPage, words_first
from toolkits.blocks import GuidanceBlock

# Addresses under /toolkits/ that belong to screens.
RESERVED_SLUGS = frozenset({"new", "versions"})


class SafetyLabel(models.TextChoices):
    """How the tool may hurt when it is in the wrong hands, in the words on its cover."""

    NEVER_LEAVE = "never-leave", "Never leave this with the person causing harm"
    STAFF_ONLY = "staff-only", "For professionals only. Do not give it to anyone in the family"
    WHEN_SAFE = "when-safe", "Give it to the victim-survivor only when it is safe for them to keep"
    WITH_WORKER = "with-worker", "Use it with a child only while you are there"
    ANYBODY = "anybody", "May be left with anybody"


class ToolkitPage(SignedOffPage):
    """What a tool is for, how to use it safely, and the terms it comes under.

    Licence, safety label and the date of the next review are needed to publish; a draft may lack them. None
    has a default: a label that nobody chose would be a label that nobody thought about.
    """

    summary = models.CharField(max_length=300, help_text="One or two sentences, in the second person.")
    content_note = models.CharField(
        max_length=300,
        blank=True,
        help_text="Before material that may distress: what it speaks of. Empty where there is none.",
    )
    audience = models.CharField("who it is for", max_length=200)
    edition = models.CharField(max_length=40, help_text="As on the cover: second edition, 2026.")
    licence = models.CharField(max_length=200, help_text="Who owns it and what staff may do with it.")
    licence_url = models.URLField("licence address", blank=True)
    safety_label = models.CharField(max_length=20, choices=SafetyLabel)
    guidance = StreamField(GuidanceBlock(), blank=True, help_text="For the worker: how to use it well.")
    unlock_words = models.CharField(
        "how it opens",
        max_length=200,
        blank=True,
        help_text="For people it is closed to: Finish the Core course.",
    )
    review_by = models.DateField(
        null=True, help_text="Needed to publish: who uses it wants to know it is current."
    )
    supersedes = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="superseded_by"
    )

    content_panels = words_first(
        FieldPanel("summary"),
        FieldPanel("content_note"),
        MultiFieldPanel([FieldPanel("audience"), FieldPanel("edition")], heading="In short"),
        MultiFieldPanel(
            [FieldPanel("safety_label"), FieldPanel("licence"), FieldPanel("licence_url")],
            heading="Safety and terms",
        ),
        FieldPanel("guidance"),
        FieldPanel("unlock_words"),
        MultiFieldPanel([FieldPanel("review_by"), FieldPanel("supersedes")], heading="Keeping it current"),
    )
    search_fields = [
        *SignedOffPage.search_fields,
        index.SearchField("summary"),
        index.SearchField("guidance"),
    ]
    parent_page_types = ["pages.HomePage"]
    subpage_types: list[str] = []
    template = "toolkits/preview.html"

    class Meta:
        verbose_name = "toolkit"

    def clean(self) -> None:
        super().clean()
        if self.slug in RESERVED_SLUGS:
            raise ValidationError({"slug": "This address belongs to a screen. Choose another."})
        if ToolkitPage.objects.filter(slug=self.slug).exclude(pk=self.pk).exists():
            raise ValidationError({"slug": "Another toolkit has this address. Choose another."})
        if self.supersedes_id and self.supersedes_id == self.pk:
            raise ValidationError({"supersedes": "A toolkit cannot replace itself."})

    def get_url_parts(self, request: HttpRequest | None = None) -> Any:
        """Toolkits live at one address, wherever their page stands in the tree."""
        parts = super().get_url_parts(request)
        if parts is None:
            return None
        site_id, root_url, _ = parts
        return site_id, root_url, reverse("toolkits:toolkit", args=[self.slug])

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("toolkits:toolkit", slug=self.slug)
