"""The front door."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from portal.pages.hub import items_for


class HomePage(Page):
    """What this is, in two sentences, and the four tasks people come for."""

    heading = models.CharField(max_length=120)
    intro = models.CharField(max_length=300)

    content_panels = [*Page.content_panels, FieldPanel("heading"), FieldPanel("intro")]
    max_count = 1
    template = "pages/home.html"

    class Meta:
        verbose_name = "home page"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The words, and the first few things that wait for whoever is signed in."""
        context = super().get_context(request, *args, **kwargs)
        actor, now = getattr(request, "actor", None), getattr(request, "now", None)
        groups = items_for(actor, now) if actor and now and actor.is_person else {}
        context["next_items"] = [item for items in groups.values() for item in items][:3]
        return context
