"""Ordinary pages: privacy, support, news, questions and answers."""

from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from portal.pages.blocks import BodyBlock


class StandardPage(Page):
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
    review_by = models.DateField(null=True, blank=True, help_text="When somebody should read it again.")

    content_panels = [
        *Page.content_panels,
        FieldPanel("intro"),
        FieldPanel("body"),
        MultiFieldPanel([FieldPanel("about_abuse"), FieldPanel("review_by")], heading="Care"),
    ]
    search_fields = [*Page.search_fields, index.SearchField("intro"), index.SearchField("body")]
    template = "pages/standard.html"

    class Meta:
        verbose_name = "page"
