"""What counts as a word, which words are the same, and what the field shortens. No database."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

LONGEST_QUERY = 100
MOST_WORDS = 8
WORD = re.compile(r"\w+(?:['’&+]\w+)*")
# "S & T" is meant as one word, "Safe & Together" is not.
INITIALS = re.compile(r"\b(\w)\s*([&+])\s*(\w)\b")
# Words that every sentence has.
EMPTY_WORDS = frozenset(
    [
        "a",
        "about",
        "am",
        "an",
        "and",
        "any",
        "are",
        "as",
        "at",
        "be",
        "by",
        "can",
        "do",
        "does",
        "for",
        "from",
        "get",
        "how",
        "i",
        "if",
        "in",
        "is",
        "it",
        "me",
        "my",
        "not",
        "of",
        "on",
        "or",
        "our",
        "the",
        "their",
        "there",
        "to",
        "we",
        "what",
        "when",
        "where",
        "which",
        "who",
        "with",
        "you",
        "your",
    ]
)
# Abbreviation -> its words. `&` and `+` inside a word are kept, so "S&T" is one word.
SPELLED_OUT: dict[str, str] = {
    "s&t": "Safe & Together",
    "cce": "culture of engagement",
    "da": "domestic abuse",
    "dva": "domestic violence and abuse",
    "vawg": "violence against women and girls",
    "dvpp": "domestic violence perpetrator programme",
    "marac": "multi-agency risk assessment conference",
    "icpc": "initial child protection conference",
    "cpp": "child protection plan",
    "cp": "child protection",
    "cin": "child in need",
    "idva": "independent domestic violence adviser",
    "cpd": "continuing professional development",
}


@dataclass(frozen=True, slots=True)
class Term:
    """One thing looked for: any of its readings will do, and a reading needs all of its words."""

    typed: str
    readings: tuple[tuple[str, ...], ...]
    short_for: str = ""


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """Lower case without accents, typographic quotes and a possessive s: "Café’s" is "cafe"."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c))
    return plain.replace("’", "'").removesuffix("'s").replace("'", "")


def words_in(text: str) -> list[str]:
    """Every word of a text, folded, in order. A long text costs one pass."""
    return [fold(word) for word in WORD.findall(text)]


def terms_of(query: str) -> list[Term]:
    """What a query asks for. Empty words are left out unless it has no others; signs alone ask for nothing."""
    asked = words_in(INITIALS.sub(r"\1\2\3", query[:LONGEST_QUERY]))
    words = list(dict.fromkeys(asked))[:MOST_WORDS]
    telling = [word for word in words if word not in EMPTY_WORDS]
    return [_term(word) for word in telling or words]


def _term(word: str) -> Term:
    meaning = SPELLED_OUT.get(word, "")
    if not meaning:
        return Term(word, ((word,),))
    telling = tuple(part for part in words_in(meaning) if part not in EMPTY_WORDS)
    return Term(word, ((word,), telling), meaning)
