"""A hub page for each authority that takes part."""

from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from portal.pages.blocks import BodyBlock


class BoroughIndexPage(Page):
    """The list of boroughs, at /boroughs/."""

    subpage_types = ["pages.BoroughPage"]
    max_count = 1
    template = "pages/boroughs.html"

    class Meta:
        verbose_name = "list of boroughs"

    def boroughs(self) -> "models.QuerySet[BoroughPage]":
        """Published borough pages by name."""
        return BoroughPage.objects.child_of(self).live().order_by("title")


class BoroughPage(Page):
    """The words of a borough. It names the borough by code and points to nothing live."""

    organisation_code = models.SlugField(max_length=60)
    intro = models.CharField(max_length=300, blank=True)
    office_days = models.CharField(max_length=200, blank=True, help_text="Such as: Mondays and Thursdays.")
    contacts = models.TextField(blank=True, help_text="Role mailboxes and desks; no names.")
    body = StreamField(BodyBlock(), blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("organisation_code"),
        FieldPanel("intro"),
        FieldPanel("office_days"),
        FieldPanel("contacts"),
        FieldPanel("body"),
    ]
    search_fields = [*Page.search_fields, index.SearchField("intro"), index.SearchField("body")]
    parent_page_types = ["pages.BoroughIndexPage"]
    subpage_types: list[str] = []
    template = "pages/borough.html"

    class Meta:
        verbose_name = "borough page"
