"""Learning examples: what a place tried, what was hard, what worked (ledger PG-01)."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index

from portal.pages.blocks import PLAIN
from portal.pages.models.care import (
    ADDRESS,
    FROM_HOME,
    PracticePage,
    SignedOffPage,
    review_panel,
    words_first,
)


class LearningIndexPage(SignedOffPage):
    """The list of learning examples."""

    intro = models.CharField(max_length=300, blank=True, help_text="One or two sentences above the list.")

    promote_panels = [ADDRESS, FROM_HOME]
    content_panels = words_first(FieldPanel("intro"))
    subpage_types = ["pages.LearningExamplePage"]
    show_in_menus_default = True
    parent_page_types = ["pages.HomePage"]
    max_count = 1
    template = "pages/learning_index.html"

    class Meta:
        verbose_name = "list of learning examples"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Published examples, the newest first; one query."""
        context = super().get_context(request, *args, **kwargs)
        found = self.published(LearningExamplePage).order_by("-first_published_at")
        context["examples"] = [
            {"title": title, "address": f"{request.path}{slug}/", "words": f"{area}. {theme}."}
            for title, slug, theme, area in found.values_list("title", "slug", "theme", "area")
        ]
        return context


class LearningExamplePage(PracticePage):
    """One example, told in the same seven parts, so that two can be laid side by side."""

    content_note = models.CharField(
        max_length=300,
        blank=True,
        help_text="Stands before the words when they may distress. Such as: describes injuries to a child.",
    )
    theme = models.CharField(max_length=120, help_text="Such as: stepping down from a child protection plan.")
    area = models.CharField(max_length=120, help_text="Where. No family, no name.")
    background = RichTextField(features=PLAIN, help_text="What it was like before.")
    approach = RichTextField(features=PLAIN, help_text="What was done, and by whom.")
    challenges = RichTextField(features=PLAIN, help_text="What was hard.")
    successes = RichTextField(features=PLAIN, help_text="What worked, and how anybody knows.")
    conclusion = RichTextField(features=PLAIN, help_text="What others can take from it.")

    content_panels = words_first(
        MultiFieldPanel([FieldPanel("theme"), FieldPanel("area")], heading="What it is about"),
        FieldPanel("content_note"),
        FieldPanel("background"),
        FieldPanel("approach"),
        FieldPanel("challenges"),
        FieldPanel("successes"),
        FieldPanel("conclusion"),
        review_panel(),
    )
    search_fields = [*Page.search_fields, index.SearchField("theme"), index.SearchField("approach")]
    parent_page_types = ["pages.LearningIndexPage"]
    subpage_types: list[str] = []
    template = "pages/learning_example.html"

    class Meta:
        verbose_name = "learning example"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The words, and the way back to the list."""
        context = super().get_context(request, *args, **kwargs)
        context["list_address"] = request.path.rstrip("/").rpartition("/")[0] + "/"
        return context

    @property
    def parts(self) -> list[tuple[str, str]]:
        """Heading and words of each part."""
        return [
            ("Background", self.background),
            ("Approach", self.approach),
            ("What was hard", self.challenges),
            ("What worked", self.successes),
            ("What to take from it", self.conclusion),
        ]
