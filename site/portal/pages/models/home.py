"""The front door."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from portal.pages.blocks import BodyBlock
from portal.pages.hub import items_for

NEXT_ITEMS = 3


class HomePage(Page):
    """What this is, in two sentences, and the tasks people come for."""

    heading = models.CharField(max_length=120, help_text="One sentence that says what all this is for.")
    intro = models.CharField(
        max_length=300, help_text="Two sentences: who this is for, and what they can do here."
    )
    body = StreamField(
        BodyBlock(), blank=True, help_text="Shown under the tasks. News, or a date to keep. Best left short."
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("heading"),
        FieldPanel("intro"),
        FieldPanel("body"),
    ]
    search_fields = [*Page.search_fields, index.SearchField("body")]
    max_count = 1
    template = "pages/home.html"

    class Meta:
        verbose_name = "home page"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The words, and the first few things that wait for whoever is signed in."""
        context = super().get_context(request, *args, **kwargs)
        actor, now = getattr(request, "actor", None), getattr(request, "now", None)
        groups = items_for(actor, now) if actor and now and actor.is_person else {}
        context["next_items"] = [item for items in groups.values() for item in items][:NEXT_ITEMS]
        return context
