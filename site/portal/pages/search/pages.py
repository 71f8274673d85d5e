"""Editors' pages, for everybody. None can be hidden (`sign_off.SecondPerson`); one that is anyway is not found."""

from collections.abc import Hashable, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Q
from django.utils.html import strip_tags
from wagtail.models import Page, PageLogEntry, PageViewRestriction
from wagtail.query import PageQuerySet
from wagtail.search.index import SearchField

from portal.kernel.actors import Actor
from portal.pages.models import PathwayPage
from portal.pages.search.index import Entry, Hit
from portal.pages.search.sources import Source, everybody, register

KINDS_OF_MODELS = {
    "borough page": "Borough",
    "learning example": "Learning example",
    "news": "News",
    "news item": "News",
}
LONGEST_DETAIL = 200


def _mark(now: datetime) -> Hashable:
    """Every act of an editor leaves a line in the editor's log; pages made by a program change the count."""
    pages = Page.objects.aggregate(
        count=Count("pk", filter=Q(live=True)), newest=Max("pk"), published=Max("last_published_at")
    )
    log = PageLogEntry.objects.aggregate(newest=Max("pk"))["newest"]
    restrictions = PageViewRestriction.objects.aggregate(count=Count("pk"), newest=Max("pk"))
    return (*pages.values(), log, *restrictions.values())


def _ours() -> PageQuerySet:
    """Published pages of this app, the front page left out. Courses, toolkits and pathways speak for themselves."""
    pages = Page.objects.live().public().not_exact_type(PathwayPage)
    return pages.filter(depth__gt=2, content_type__app_label="pages")


def _entries(now: datetime) -> Iterable[Entry]:
    for page in _ours().specific():
        if url := page.get_url():
            hit = Hit(_kind(page), page.title, url, _detail(page))
            yield Entry(str(page.pk), hit, title=page.title, words=_words(page))


def _kind(page: Page) -> str:
    name = str(page._meta.verbose_name)
    return KINDS_OF_MODELS.get(name, "Page")


def _words(page: Page) -> str:
    """Everything the model says is searched, as text."""
    said: list[str] = []
    for field in page.get_search_fields():
        if isinstance(field, SearchField) and field.field_name != "title":
            value: Any = field.get_value(page)
            said.extend(value if isinstance(value, list) else [str(value or "")])
    return strip_tags(" ".join(map(str, said)).replace("<", " <"))


def _detail(page: Page) -> str:
    words = page.search_description or getattr(page, "summary", "") or getattr(page, "intro", "")
    return str(words or getattr(page, "theme", ""))[:LONGEST_DETAIL]


def _show(hits: Mapping[str, Hit], actor: Actor, now: datetime) -> Mapping[str, Hit]:
    there = _ours().filter(pk__in=[int(key) for key in hits]).values_list("pk", flat=True)
    return {str(pk): hits[str(pk)] for pk in there}


register(Source("pages", everybody, _mark, _entries, _show))
