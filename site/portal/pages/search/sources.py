"""What each app offers to the search, and the indexes made from it."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from portal.kernel.actors import Actor
from portal.pages.search.index import Entry, Hit, Index

# An index is made anew after this long even when nothing seems to have changed.
SECONDS_KEPT = 3600


@dataclass(frozen=True)
class Source:
    """One kind of thing to be found.

    Attributes:
        name: of the source, unique.
        open_to: whether this actor may search it at all; spellings are suggested from nothing else.
        mark: something that changes when the content does; one query or two.
        entries: what to index: only what everybody may see to whom the source is open.
        show: of the hits found, by key, those that are there and the actor's to see at this moment, with what is
            live (a next date) filled in; so that an old index reveals nothing. As many queries for one as for fifty.
    """

    name: str
    open_to: Callable[[Actor], bool]
    mark: Callable[[datetime], Hashable]
    entries: Callable[[datetime], Iterable[Entry]]
    show: Callable[[Mapping[str, Hit], Actor, datetime], Mapping[str, Hit]]


_sources: dict[str, Source] = {}
_kept: dict[str, tuple[Hashable, Index]] = {}


def register(source: Source) -> Source:
    """Add a source; registering it again changes nothing."""
    return _sources.setdefault(source.name, source)


def sources_for(actor: Actor) -> list[Source]:
    """What this actor may search, always in the same order."""
    return [_sources[name] for name in sorted(_sources) if _sources[name].open_to(actor)]


def index_of(source: Source, now: datetime) -> Index:
    """The index of a source, made anew when its content has changed."""
    mark = (source.mark(now), int(now.timestamp()) // SECONDS_KEPT)
    kept = _kept.get(source.name)
    if kept is None or kept[0] != mark:
        kept = (mark, Index.of(source.entries(now)))
        _kept[source.name] = kept
    return kept[1]


def forget() -> None:
    """Drop every index, for tests that put the database back under a running process."""
    _kept.clear()


def as_indexed(hits: Mapping[str, Hit], actor: Actor, now: datetime) -> Mapping[str, Hit]:
    """For sources whose hits are never out of date."""
    return hits


def everybody(actor: Actor) -> bool:
    """For sources of public things."""
    return True


def staff(actor: Actor) -> bool:
    """For sources of things that people at work in a member may find."""
    return actor.is_placed
