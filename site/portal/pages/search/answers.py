"""A query and a person in, what they find and what to tell them out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from portal.kernel.actors import Actor
from portal.pages.search.index import MOST_SPELLINGS, Hit, Index, Match
from portal.pages.search.sources import Source, index_of, sources_for
from portal.pages.search.words import LONGEST_QUERY, Term, terms_of

MOST_HITS = 40
KINDS = ("Course", "Date", "Pathway", "Toolkit", "Borough", "Learning example", "News", "Page")
Found = tuple[Source, Index, Match]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a search comes to.

    Attributes:
        problem: one sentence when there was nothing to look for; no hits then.
        respelled: typed word and the words that were looked for in its place.
        short_for: abbreviation and its words, looked for as well.
        some_words_only: nothing has all the words; these have some.
        more: there are more than are shown.
    """

    query: str
    hits: tuple[Hit, ...] = ()
    problem: str = ""
    respelled: tuple[tuple[str, tuple[str, ...]], ...] = ()
    short_for: tuple[tuple[str, str], ...] = ()
    some_words_only: bool = False
    more: bool = False


def search(query: str, *, actor: Actor, now: datetime) -> Answer:
    """Look for a query in everything this person may see.

    The number of queries depends on the number of sources, never on what there is or what is found.
    """
    query = query.strip()
    if not query:
        return Answer("")
    if len(query) > LONGEST_QUERY:
        return Answer(
            query[:LONGEST_QUERY],
            problem=f"That is too long to search for. Use a few words, up to {LONGEST_QUERY} characters.",
        )
    terms = terms_of(query)
    if not terms:
        return Answer(query, problem="Type a word or two. Signs alone find nothing.")
    return _answer(query, terms, actor, now)


def _answer(query: str, terms: list[Term], actor: Actor, now: datetime) -> Answer:
    open_sources = [(source, index_of(source, now)) for source in sources_for(actor)]
    indexes = [index for _source, index in open_sources]
    looked_for = [_respelled(term, indexes) for term in terms]
    found = [(source, index, match) for source, index in open_sources for match in index.find(looked_for)]
    complete = [one for one in found if one[2].terms == len(terms)]
    hits, more = _shown(complete or found, actor, now)
    return Answer(
        query,
        hits=hits,
        more=more,
        some_words_only=bool(hits) and not complete,
        respelled=tuple(
            (term.typed, tuple(reading[0] for reading in new.readings))
            for term, new in zip(terms, looked_for, strict=True)
            if term is not new
        ),
        short_for=tuple((term.typed.upper(), term.short_for) for term in terms if term.short_for),
    )


def _respelled(term: Term, indexes: Sequence[Index]) -> Term:
    """The term itself when anything is found for it, else the nearest spellings that these indexes know."""
    if len(term.readings) > 1 or any(index.knows(term.typed) for index in indexes):
        return term
    near = sorted({pair for index in indexes for pair in index.spellings_of(term.typed)}, key=_likeness(term))
    best = [word for distance, word in near if distance == near[0][0]][:MOST_SPELLINGS]
    return replace(term, readings=tuple((word,) for word in best)) if best else term


def _likeness(term: Term) -> Callable[[tuple[int, str]], tuple[int, bool, str]]:
    """Sort key: fewest errors first, then the same first letter, which people seldom get wrong."""
    return lambda pair: (pair[0], pair[1][:1] != term.typed[:1], pair[1])


def _shown(found: list[Found], actor: Actor, now: datetime) -> tuple[tuple[Hit, ...], bool]:
    """The best of what was found, as it stands now and within rights; whether there is more."""
    best = sorted(found, key=lambda one: (-one[2].terms, -one[2].score, one[0].name, one[2].key))
    kept = best[: MOST_HITS + 1]
    ranked: list[tuple[tuple[object, ...], Hit]] = []
    for source, index in {one[0].name: one[:2] for one in kept}.values():
        matches = {match.key: match for its, _index, match in kept if its is source}
        for key, hit in source.show({key: index.hits[key] for key in matches}, actor, now).items():
            ranked.append((_rank(matches[key], hit), hit))
    hits: dict[tuple[str, str], Hit] = {}
    for _place, hit in sorted(ranked, key=lambda one: one[0]):
        # Two sources may know of one page; dates of a course share its address.
        hits.setdefault((hit.url, hit.title if hit.kind == "Date" else ""), hit)
    return tuple(hits.values())[:MOST_HITS], len(best) > MOST_HITS


def _rank(match: Match, hit: Hit) -> tuple[object, ...]:
    kind = KINDS.index(hit.kind) if hit.kind in KINDS else len(KINDS)
    soonest = hit.next_on.toordinal() if hit.next_on else 0
    return (-match.terms, -match.score, kind, soonest, hit.title, hit.url)
