"""One search over everything: each app adds a source that answers within the actor's rights."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from wagtail.models import Page

from portal.kernel.actors import Actor

LONGEST_QUERY = 100


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
    """Add an app's source; it may return only what the actor may see."""
    if source not in _sources:
        _sources.append(source)
    return source


def hits_for(query: str, actor: Actor) -> list[Hit]:
    """Everything that fits, the apps' own records first, then public pages."""
    query = query.strip()[:LONGEST_QUERY]
    if not query:
        return []
    found = [hit for source in _sources for hit in source(query, actor)]
    known = {hit.url for hit in found}
    pages = Page.objects.live().public().filter(depth__gt=1, title__icontains=query).specific()[:20]
    return found + [Hit("Page", page.title, page.url) for page in pages if page.url and page.url not in known]
