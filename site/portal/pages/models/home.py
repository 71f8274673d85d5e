"""The front door."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from portal.pages.blocks import BodyBlock
from portal.pages.front import tasks_with_next
from portal.pages.hub import items_for
from portal.pages.models.care import SignedOffPage, words_first
from portal.pages.models.news import newest_news

NEXT_ITEMS = 3


class HomePage(SignedOffPage):
    """What this is, in two sentences, and the tasks people come for."""

    heading = models.CharField(max_length=120, help_text="One sentence that says what all this is for.")
    intro = models.CharField(
        max_length=300, help_text="Two sentences: who this is for, and what they can do here."
    )
    body = StreamField(
        BodyBlock(), blank=True, help_text="Shown under the tasks. News, or a date to keep. Best left short."
    )

    content_panels = words_first(FieldPanel("heading"), FieldPanel("intro"), FieldPanel("body"))
    search_fields = [*Page.search_fields, index.SearchField("body")]
    max_count = 1
    template = "pages/home.html"

    class Meta:
        verbose_name = "home page"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The words, the tasks with what is next in each for whoever is signed in, and what else there is to read."""
        context = super().get_context(request, *args, **kwargs)
        actor, now = getattr(request, "actor", None), getattr(request, "now", None)
        groups = items_for(actor, now) if actor and now and actor.is_person else {}
        items = [item for rows in groups.values() for item in rows]
        context["next_items"] = items[:NEXT_ITEMS]
        context["tasks"] = tasks_with_next(groups)
        context["news"] = newest_news()
        context["further"] = self._further()
        return context

    def _further(self) -> list[tuple[str, str]]:
        """Titles and addresses of the pages below that stand in the menu. The path of a page tells its address."""
        if not self.path:
            return []
        below = self.get_children().live().in_menu().values_list("title", "url_path")
        return [(title, "/" + path.strip("/").partition("/")[2] + "/") for title, path in below]
