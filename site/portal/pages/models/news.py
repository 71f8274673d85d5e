"""News: dated, short, the newest first (ledger PG-01)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from portal.kernel.querying import Prepared
from portal.kernel.web import page_number
from portal.pages.blocks import BodyBlock
from portal.pages.models.care import SignedOffPage, words_first

NEWS_PER_PAGE = 10
NEWS_ON_FRONT = 3


@dataclass(frozen=True, slots=True)
class NewsLine:
    """One piece of news in a list."""

    title: str
    url: str
    on: date
    summary: str

    @property
    def list_address(self) -> str:
        """Where all news stands: the page above, whatever editors named it."""
        return self.url.rstrip("/").rpartition("/")[0] + "/"


class NewsIndexPage(SignedOffPage):
    """All news, ten to a page."""

    intro = models.CharField(max_length=300, blank=True, help_text="One or two sentences above the list.")

    content_panels = words_first(FieldPanel("intro"))
    subpage_types = ["pages.NewsPage"]
    parent_page_types = ["pages.HomePage"]
    max_count = 1
    template = "pages/news_index.html"

    class Meta:
        verbose_name = "list of news"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """One page of news; a number that does not exist shows the nearest."""
        context = super().get_context(request, *args, **kwargs)
        found = self.published(NewsPage).order_by("-date", "-pk")
        news = Paginator(found, NEWS_PER_PAGE).get_page(page_number(request))
        context["news"] = news
        context["lines"] = [
            NewsLine(page.title, f"{request.path}{page.slug}/", page.date, page.summary) for page in news
        ]
        return context


class NewsPage(SignedOffPage):
    """One piece of news."""

    date = models.DateField(help_text="The day it is about or became true. Shown above the title.")
    summary = models.CharField(max_length=300, help_text="What changed, in one or two sentences.")
    body = StreamField(BodyBlock(), blank=True, help_text="More, for those who want it.")

    content_panels = words_first(FieldPanel("date"), FieldPanel("summary"), FieldPanel("body"))
    search_fields = [*Page.search_fields, index.SearchField("summary"), index.SearchField("body")]
    parent_page_types = ["pages.NewsIndexPage"]
    subpage_types: list[str] = []
    template = "pages/news.html"

    class Meta:
        verbose_name = "news"
        verbose_name_plural = "news"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The words, and the way back to the list."""
        context = super().get_context(request, *args, **kwargs)
        context["list_address"] = request.path.rstrip("/").rpartition("/")[0] + "/"
        return context


_NEWEST = Prepared(
    lambda: (
        NewsPage.objects.live()
        .order_by("-date", "-pk")
        .values_list("title", "url_path", "date", "summary")[:NEWS_ON_FRONT]
    )
)


def newest_news() -> list[NewsLine]:
    """The newest pieces for the front page. One query."""
    # The path of the page tells its address without asking the site for each: /front/news/title/.
    return [
        NewsLine(title, "/" + path.strip("/").partition("/")[2] + "/", on, summary)
        for title, path, on, summary in _NEWEST.rows()
    ]
