"""Ordinary pages: privacy, support, how to use the portal safely."""

from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from portal.pages.blocks import BodyBlock
from portal.pages.models.care import ADDRESS, FROM_HOME, PracticePage, review_panel, words_first


class StandardPage(PracticePage):
    """A page of words. `about_abuse` puts the button to leave the page at the top."""

    intro = models.CharField(
        max_length=300, blank=True, help_text="What the page says, in one or two sentences."
    )
    body = StreamField(BodyBlock(), blank=True)
    about_abuse = models.BooleanField(
        default=False,
        verbose_name="this page speaks about abuse",
        help_text="Shows “Exit this page”. Tick it for public pages that somebody may have to leave quickly.",
    )

    promote_panels = [ADDRESS, FROM_HOME]
    content_panels = words_first(
        FieldPanel("intro"), FieldPanel("body"), FieldPanel("about_abuse"), review_panel()
    )
    search_fields = [*Page.search_fields, index.SearchField("intro"), index.SearchField("body")]
    parent_page_types = ["pages.HomePage", "pages.StandardPage"]
    template = "pages/standard.html"

    class Meta:
        verbose_name = "page"
