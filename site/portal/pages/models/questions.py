"""Questions and answers, by subject (ledger PG-01)."""

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.text import slugify
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from portal.pages.blocks import QuestionGroupBlock
from portal.pages.models.care import ADDRESS, FROM_HOME, PracticePage, review_panel, words_first


@dataclass(frozen=True, slots=True)
class Answered:
    """A question with an address of its own on the page."""

    anchor: str
    question: str
    answer: Any


@dataclass(frozen=True, slots=True)
class Subject:
    """Questions about one thing."""

    anchor: str
    title: str
    questions: list[Answered]


class QuestionsPage(PracticePage):
    """Questions that people ask. Each has an anchor, so that a mail or a result of a search can point at it."""

    intro = models.CharField(
        max_length=300, blank=True, help_text="One or two sentences above the questions."
    )
    groups = StreamField(
        [("group", QuestionGroupBlock(label="Subject with its questions"))],
        verbose_name="questions and answers",
        help_text="One subject after another, each with its questions.",
    )

    promote_panels = [ADDRESS, FROM_HOME]
    content_panels = words_first(FieldPanel("intro"), FieldPanel("groups"), review_panel())
    search_fields = [*Page.search_fields, index.SearchField("intro"), index.SearchField("groups")]
    subpage_types: list[str] = []
    show_in_menus_default = True
    parent_page_types = ["pages.HomePage"]
    template = "pages/questions.html"

    class Meta:
        verbose_name = "questions and answers"
        verbose_name_plural = "questions and answers"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The subjects, every one and every question with its anchor."""
        context = super().get_context(request, *args, **kwargs)
        context["subjects"] = self.subjects()
        return context

    def subjects(self) -> list[Subject]:
        """Anchors come from the words; the second of the same name gets a number."""
        taken: dict[str, int] = {}

        def anchor(words: str) -> str:
            plain = slugify(words)[:60] or "question"
            taken[plain] = taken.get(plain, 0) + 1
            return plain if taken[plain] == 1 else f"{plain}-{taken[plain]}"

        return [
            Subject(
                anchor(block.value["title"]),
                block.value["title"],
                [
                    Answered(anchor(entry["question"]), entry["question"], entry["answer"])
                    for entry in block.value["questions"]
                ],
            )
            for block in self.groups
        ]
