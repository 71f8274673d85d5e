"""One search over everything: each app adds a source that answers within the actor's rights."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import reduce
from operator import and_

from django.db.models import Q
from django.http import HttpRequest
from wagtail.models import Page

from portal.kernel.actors import Actor
from portal.pages.models import BoroughPage, LearningExamplePage, StandardPage
from portal.pages.navigation import STAFF_ENTRIES, VISITOR_ENTRIES

LONGEST_QUERY = 100
MOST_WORDS = 8
MOST_PAGES = 20
# Parts of the portal that a visitor is sent to sign in from: not even their titles are shown.
NOT_FOR_VISITORS = tuple(sorted({url for _, url in STAFF_ENTRIES} - {url for _, url in VISITOR_ENTRIES}))
# What the field shortens, as people type it.
SPELLED_OUT = {
    "s&t": "safe together",
    "st": "safe together",
    "cce": "culture engagement",
    "da": "domestic abuse",
    "dvpp": "perpetrator programme",
    "marac": "multi-agency risk",
    "icpc": "child protection conference",
    "cpp": "child protection plan",
    "cin": "child in need",
    "idva": "domestic violence adviser",
}


@dataclass(frozen=True, slots=True)
class Hit:
    """One result: what it is, what it is called, where it stands."""

    kind: str
    title: str
    url: str
    detail: str = ""


Source = Callable[[str, Actor], Iterable[Hit]]
_sources: list[Source] = []


def register(source: Source) -> Source:
    """Add an app's source: it takes the words and the actor, and returns only what the actor may see."""
    if source not in _sources:
        _sources.append(source)
    return source


def words_of(query: str) -> list[str]:
    """The words to look for, the field's abbreviations left as typed; symbols alone are no words."""
    return re.findall(r"[\w&'-]*\w[\w&'-]*", query.lower()[:LONGEST_QUERY])[:MOST_WORDS]


def readings_of(query: str) -> list[str]:
    """The query, and once more with the field's abbreviations spelled out."""
    words = words_of(query)
    if not words:
        return []
    typed = " ".join(words)
    spelled = " ".join(SPELLED_OUT.get(word, word) for word in words)
    return [typed] if typed == spelled else [typed, spelled]


def hits_for(query: str, actor: Actor, request: HttpRequest | None = None) -> list[Hit]:
    """Everything that fits, the apps' own records first, then public pages."""
    readings = readings_of(query)
    if not readings:
        return []
    found: dict[str, Hit] = {}
    for reading in readings:
        for source in _sources:
            for hit in source(reading, actor):
                found.setdefault(hit.url, hit)
    for hit in _pages(readings, request):
        found.setdefault(hit.url, hit)
    return [
        hit for hit in found.values() if actor.user_id is not None or not hit.url.startswith(NOT_FOR_VISITORS)
    ]


def _pages(readings: list[str], request: HttpRequest | None) -> Iterable[Hit]:
    """Public pages: by title all of them, by their words only those that belong to nobody else."""
    public = Page.objects.live().public().filter(depth__gt=2)
    for reading in readings:
        titled = public.filter(_each_word("title", reading)).order_by("title")
        yield from _hits(titled[:MOST_PAGES].specific(), request)
        for kind in (StandardPage, BoroughPage, LearningExamplePage):
            told = kind.objects.live().public().search(reading, operator="and")
            yield from _hits(told[:MOST_PAGES], request)


def _each_word(field: str, reading: str) -> Q:
    """Every word of the reading begins a word of the field: "cce" is not in "accessibility"."""
    starts = (
        Q(**{f"{field}__istartswith": word}) | Q(**{f"{field}__icontains": f" {word}"})
        for word in reading.split()
    )
    return reduce(and_, starts)


def _hits(pages: Iterable[Page], request: HttpRequest | None) -> Iterable[Hit]:
    for page in pages:
        if url := page.get_url(request):
            words = page.search_description or getattr(page, "summary", "") or getattr(page, "intro", "")
            yield Hit(str(page._meta.verbose_name).capitalize(), page.title, url, words)
