"""Letters that stand alone and seem to stand for a person: "met j. at school", "K said", "J’s mother", "J.S.".

Most lone letters mean something else: an article, a label ("plan B", "Year R"), a section ("s. 47"), a pair
("A & E"), the head of a list. A capital counts unless one of these explains it; a small letter counts with a full
stop, or where the word beside it speaks of somebody. Two or three together ("TJ and her sister") count unless they are
an abbreviation of the work; small ones only without a vowel ("tj"), and so do those of a text all in capitals.
"""

import re
from collections.abc import Iterator

from portal.kernel.abbreviations import ABBREVIATIONS, SHORT_WORDS

_BEFORE_SOMEBODY = """
about aunt baby boy brother by called calling child contacted cousin dad daughter emailed father for from
girl meet meeting met mother mum named partner phoned rang saw see seeing seen sibling sister son texted
tell telling to told uncle visit visited visiting with
"""
_WORDS_BEFORE = frozenset(_BEFORE_SOMEBODY.split())
_SOMEBODY_DOES = """
asked asks attended attends came can cannot could did disclosed discloses does feels felt had has hit hits
is knew knows left lived lives moved reported reports said say says shouted shouts thinks thought told tells
wanted wants was went will would
"""
_WORDS_AFTER = frozenset(_SOMEBODY_DOES.split())
# What follows "A" at the start of a sentence when it is no article: "A moved date" is one.
_NO_ADJECTIVE = frozenset({"did", "does", "had", "has", "is", "said", "says", "tells", "told", "was", "went"})
# After these a letter is the name of a thing.
_NAMED_BY_LETTER = """
annex appendix article band block box category chapter class column figure floor form gen grade group hep
hepatitis item key letter level list module option panel para paragraph part phase plan point question room
route row scenario schedule section set stage step strand table team tier type unit version vitamin ward
wing year zone
"""
_LABELS = frozenset(_NAMED_BY_LETTER.split())
_PAIRS = frozenset(
    {"a&e", "b&b", "b&d", "c&f", "d&v", "e&w", "h&s", "l&d", "m&s", "p&p", "q&a", "r&d", "r&r", "s&t", "t&c"}
)
_ABBREVIATIONS = frozenset(
    {"aka", "am", "asap", "da", "dv", "eg", "eta", "ie", "nb", "phd", "pm", "ps", "uk", "us"}
)
# Small and without a full stop: "you", "are", "and", the article, or what is left of "don't" and "mum's".
_SHORT_FOR_A_WORD = frozenset("ainrstuxy")
# Small and with one: "versus", "circa", "page", "section", "with".
_SHORT_WITH_A_STOP = frozenset("cnpsvwx")

# Latin letters; those of other scripts are asked about as such.
_LETTER = r"[A-Za-z\u00c0-\u024f]"
_DOTTED = re.compile(rf"(?<![\w.])(?:{_LETTER}\. ?){{2,4}}(?![\w.])")
_PAIR = re.compile(rf"(?<!\w)({_LETTER}) ?& ?({_LETTER})(?!\w)")
_LONE = re.compile(rf"(?<![\w./@#'’\-])({_LETTER})(?![\w/@]|[.\-]\w|['’](?!s\b))")
# Neither part of an address, a pair or a reference, nor what is left of "can't"; "TJ’s mother" is in.
_FEW = re.compile(r"(?<![\w.@#&'’])([A-Z]{2,3}|[a-z]{2,3})(?![\w@&]|[./\-]\w|['’](?!s\b)| ?& )")
_VOWEL = re.compile(r"[aeiouy]", re.IGNORECASE)
_BEFORE = re.compile(rf"({_LETTER}+)[\s(\"“‘]*$")
_AFTER = re.compile(rf"(?:['’]s)?[.,)\"”’]*\s*({_LETTER}+)")
_NUMBERED = re.compile(r"\.?\s?\d")
_LINE_START = re.compile(r"(?:^|[\n\r])[\s(\-–•*]*$")
_SENTENCE_START = re.compile(r"(?:^|[.!?:;\n\r•*\-–—(\[\"“‘]\s*)$")
_ITEM = re.compile(r"[.):][ \t]*\S")
# No rule looks further than this: a long note costs no more for each letter.
_NEAR = 40


def initials_in(text: str) -> Iterator[tuple[int, int]]:
    """Where in `text` letters seem to stand for a person: from and up to which place, in no order."""
    explained: set[int] = set()
    for found in _DOTTED.finditer(text):
        if re.sub(r"\W", "", found.group()).casefold() not in _ABBREVIATIONS:
            yield found.span()
        explained.update(range(*found.span()))
    for found in _PAIR.finditer(text):
        if f"{found[1]}&{found[2]}".casefold() in _PAIRS:
            explained.update(range(*found.span()))
    shouted = text.upper() == text
    yield from (found.span() for found in _FEW.finditer(text) if _are_initials(found[1], shouted=shouted))
    for found in _LONE.finditer(text):
        if found.start() not in explained and _Lone(found, text, shouted=shouted).is_person():
            yield found.span()


def _are_initials(letters: str, *, shouted: bool) -> bool:
    """Whether two or three letters together stand for nothing that the work knows."""
    folded = letters.casefold()
    if letters.isupper() and not shouted:
        return folded not in ABBREVIATIONS and folded.removesuffix("s") not in ABBREVIATIONS
    return folded not in SHORT_WORDS and not _VOWEL.search(letters)


class _Lone:
    """One letter that stands alone, and what stands beside it."""

    def __init__(self, found: re.Match[str], text: str, *, shouted: bool) -> None:
        self.letter, self.shouted = found.group(), shouted
        self.before = text[max(0, found.start() - _NEAR) : found.start()]
        self.after = text[found.end() : found.end() + _NEAR]

    def is_person(self) -> bool:
        """Whether it seems to stand for somebody."""
        if self._word(_BEFORE.search(self.before)) in _LABELS or _NUMBERED.match(self.after):
            return False
        if self.after.startswith(("'s", "’s")):
            return True
        if self._heads_a_list():
            return self._acts()
        return self._capital() if self.letter.isupper() else self._small()

    def _capital(self) -> bool:
        if self.letter == "I":
            return False
        article = self.letter == "A" and (self.shouted or bool(_SENTENCE_START.search(self.before)))
        return self._word(_AFTER.match(self.after)) in _NO_ADJECTIVE if article else True

    def _small(self) -> bool:
        in_company = self._acts() or self._word(_BEFORE.search(self.before)) in _WORDS_BEFORE
        if self.after.startswith("."):
            return in_company or self.letter not in _SHORT_WITH_A_STOP
        return in_company and self.letter not in _SHORT_FOR_A_WORD

    def _heads_a_list(self) -> bool:
        starts = bool(_LINE_START.search(self.before) and _ITEM.match(self.after))
        return starts or (self.after.startswith(")") and not self.before.endswith("("))

    def _acts(self) -> bool:
        """The next word says what somebody did."""
        return self._word(_AFTER.match(self.after)) in _WORDS_AFTER

    def _word(self, found: re.Match[str] | None) -> str:
        return found[1].casefold() if found else ""
