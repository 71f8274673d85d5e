"""An index of some thousand words, held in memory and never changed once made. No database."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from rapidfuzz import process
from rapidfuzz.distance import OSA

from portal.pages.search.words import Term, words_in

TITLE, LABELS, WORDS = 8.0, 5.0, 1.0
EXACT, BEGINS, STEM = 1.0, 0.6, 0.5
# Shorter beginnings fit too much: "da" would find every date.
SHORTEST_BEGINNING = 3
SHORTEST_STEM = 4
# "safety" finds "safe" and "courses" finds "course"; "restat" is a mistyped "restart" and no form of "rest".
ENDINGS = (
    "s",
    "es",
    "d",
    "ed",
    "r",
    "er",
    "rs",
    "ers",
    "ing",
    "ly",
    "ty",
    "al",
    "ion",
    "ions",
    "ment",
    "ments",
)
MOST_SPELLINGS = 3
MOST_ERRORS_ANYWHERE = 2
SURE_LETTERS = 4


@dataclass(frozen=True, slots=True)
class Hit:
    """One result: what it is, what it is called, where it stands, and when it is next."""

    kind: str
    title: str
    url: str
    detail: str = ""
    next_on: date | None = None
    next_words: str = ""

    @property
    def line(self) -> str:
        """The second line of a result: its date first."""
        return " · ".join(filter(None, (self.next_words, self.detail)))


@dataclass(frozen=True, slots=True)
class Entry:
    """Something to be found by its words, and how it is shown.

    `key` is the source's own. The title counts most, then labels, then words; `context` helps a search but is
    not enough for it: a date is found by its month and its course together, not by its course alone.
    """

    key: str
    hit: Hit
    title: str = ""
    labels: str = ""
    words: str = ""
    context: str = ""


@dataclass(slots=True)
class Weights:
    """What an entry is worth for one term; `own` is false while only its context fits."""

    worth: float = 0.0
    own: bool = False

    def take(self, worth: float, own: bool) -> None:
        self.worth, self.own = max(self.worth, worth), self.own or own


@dataclass(frozen=True, slots=True)
class Match:
    """An entry that fits: its score, and how many of the terms it has."""

    key: str
    score: float
    terms: int


@dataclass(frozen=True)
class Index:
    """Entries by their words."""

    postings: dict[str, dict[str, Weights]] = field(default_factory=dict)
    vocabulary: tuple[str, ...] = ()
    hits: dict[str, Hit] = field(default_factory=dict)

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> "Index":
        """Read the entries once. A word counts by the best place it stands in."""
        postings: dict[str, dict[str, Weights]] = defaultdict(dict)
        hits: dict[str, Hit] = {}
        for entry in entries:
            hits[entry.key] = entry.hit
            for text, worth, own in (
                (entry.title, TITLE, True),
                (entry.labels, LABELS, True),
                (entry.words, WORDS, True),
                (entry.context, WORDS, False),
            ):
                for word in words_in(text):
                    postings[word].setdefault(entry.key, Weights()).take(worth, own)
        return cls(dict(postings), tuple(sorted(postings)), hits)

    def knows(self, word: str) -> bool:
        """Whether anything is found for a word as it is written."""
        return next(self._fitting(word), None) is not None

    def find(self, terms: list[Term]) -> list[Match]:
        """Every entry that has at least one term of its own, with how many it has."""
        found: dict[str, list[Weights]] = defaultdict(list)
        for term in terms:
            for key, weights in self._worth_of(term).items():
                found[key].append(weights)
        return [
            Match(key, sum(one.worth for one in weights), len(weights))
            for key, weights in found.items()
            if any(one.own for one in weights)
        ]

    def _worth_of(self, term: Term) -> dict[str, Weights]:
        best: dict[str, Weights] = {}
        for reading in term.readings:
            each = [self._entries_with(word, whole=len(term.readings) > 1) for word in reading]
            for key in set.intersection(*map(set, each)):
                worth = sum(one[key].worth for one in each) / len(each)
                # A lone sign ranks a hit ("stage 1") but is none: any page with a number would do.
                own = any(one[key].own for word, one in zip(reading, each, strict=True) if len(word) > 1)
                best.setdefault(key, Weights()).take(worth, own)
        return best

    def _entries_with(self, word: str, *, whole: bool) -> dict[str, Weights]:
        found: dict[str, Weights] = {}
        fitting = [(word, EXACT)] if whole else self._fitting(word)
        for known, quality in fitting:
            for key, weights in self.postings.get(known, {}).items():
                found.setdefault(key, Weights()).take(weights.worth * quality, weights.own)
        return found

    def _fitting(self, word: str) -> Iterator[tuple[str, float]]:
        """Words of the vocabulary that stand for a word: itself, what it begins, and what it is an ending of."""
        if word in self.postings:
            yield word, EXACT
        if len(word) >= SHORTEST_BEGINNING:
            place = bisect_left(self.vocabulary, word)
            while place < len(self.vocabulary) and self.vocabulary[place].startswith(word):
                if self.vocabulary[place] != word:
                    yield self.vocabulary[place], BEGINS
                place += 1
        for ending in ENDINGS:
            stem = word.removesuffix(ending)
            if stem != word and len(stem) >= SHORTEST_STEM and stem in self.postings:
                yield stem, STEM

    def spellings_of(self, word: str) -> list[tuple[int, str]]:
        """The nearest words by typing errors (a letter too many, too few, another, or two swapped), with how many."""
        allowed = errors_allowed(word)
        if not allowed:
            return []
        near = process.extract(
            word, self.vocabulary, scorer=OSA.distance, score_cutoff=allowed, limit=MOST_SPELLINGS * 4
        )
        return sorted(
            (int(distance), known)
            for known, distance, _place in near
            if distance <= MOST_ERRORS_ANYWHERE or known[:SURE_LETTERS] == word[:SURE_LETTERS]
        )


def errors_allowed(word: str) -> int:
    """How many errors a word may have: none in a short one or a number, one from 4 letters, two from 8, three from 11.

    Three make another word easily, so the beginning has to be right then: "consultashun" begins a consultation.
    """
    if len(word) < 4 or any(sign.isdigit() for sign in word):
        return 0
    return 1 if len(word) < 8 else 2 if len(word) < 11 else 3
