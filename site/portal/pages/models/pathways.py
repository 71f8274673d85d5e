"""Words that editors add to a pathway; its rules are dated data elsewhere."""

from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from portal.pages.blocks import BodyBlock
from portal.pages.models.care import PracticePage, review_panel, words_first


class PathwayPage(PracticePage):
    """Shown on the pathway's own address, under its rules (`portal.pages.selectors.words_of_pathway`)."""

    pathway_code = models.SlugField(
        max_length=60,
        unique=True,
        verbose_name="code of the pathway",
        help_text="The last part of the pathway’s address, such as restart.",
    )
    body = StreamField(BodyBlock(), blank=True)

    fixed_once_made = ("pathway_code",)
    content_panels = words_first(FieldPanel("body"), review_panel(), FieldPanel("pathway_code"))
    subpage_types: list[str] = []
    parent_page_types = ["pages.HomePage"]
    template = "pages/standard.html"

    class Meta:
        verbose_name = "words of a pathway"
        verbose_name_plural = "words of pathways"

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect(reverse("pathways:pathway", args=[self.pathway_code]), permanent=True)
