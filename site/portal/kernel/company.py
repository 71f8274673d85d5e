"""What is a name in some company only: "mum is hope and she…", "will says he…", "leyla told me", "Devon hits them"."""

import re
from collections.abc import Iterator

from portal.kernel.abbreviations import ABBREVIATIONS, SHORT_WORDS
from portal.kernel.names import HARMLESS_WORDS, WORDS_TOO
from portal.kernel.ordinary_words import is_ordinary

_KIN = (
    r"(?:mum|mummy|mam|mother|dad|daddy|father|stepdad|stepmum|stepfather|stepmother|son|daughter|baby|child|boy|girl"
    r"|partner|husband|wife|boyfriend|girlfriend|ex|sister|brother|sibling|twin|aunt|auntie|uncle|cousin|nan|gran"
    r"|grandma|grandmother|grandad|grandfather)"
)
_MAYBE = r"(?P<name>[^\W\d_]{3,40})"
# What only somebody does, said of one person: "says", not "say".
_DOES = (
    "says|said|tells|told|thinks|knows|wants|lives|hits|punches|kicks|slaps|bites|shoves|strangles|shouts|yells|swears"
    "|threatens|stalks|drinks|smokes|disclosed|discloses|rang|texts|texted|refuses|denies|attends|minimises|blames|asked"
    "|wanted|threatened|shouted|strangled|punched|kicked|slapped|denied|attended|reported|moved|feels|felt|loves|cries|cried"
)
# Words that describe somebody as well: "mum is frank about it" names nobody.
_DESCRIBES = "amber|christian|frank|ginger|junior|max|precious|rich|rusty|sandy|sunny"
# What somebody did, and what might come: "mum rose and left", "dad may and can".
_NO_NOUN = "chase|don|drew|may|rose|sue|trust|will|hope"
_ENDS = r"(?=\s{0,9}(?:[.,;:!?()\n]|$)|\s{1,9}(?:and|but|who|she|he)\b)"
# A few spaces at most: what somebody types to make it slow costs no more.
_GAP, _SPACE = r"\s{1,9}", r"\s{0,9}"
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b{_KIN}(?:{_GAP}(?:is|was){_GAP}|{_SPACE}[:=(]{_SPACE})(?!(?:{_DESCRIBES})\b){_MAYBE}{_ENDS}",
        rf"\b{_KIN}{_GAP}(?!(?:{_NO_NOUN})\b){_MAYBE}(?={_SPACE}[,(]|{_GAP}(?:and|who|is|was|has|{_DOES})\b)",
        rf"\b{_KIN}{_SPACE},{_SPACE}{_MAYBE}{_SPACE},",
        rf"(?:^|[.!?;:,\n(]|\b(?:and|but|because|if|so|that|then|when|while)\b){_SPACE}{_MAYBE}{_GAP}(?:{_DOES})\b",
    )
)
# A capital at the head of a sentence says nothing by itself; what follows may.
_HEAD = re.compile(
    r"(?:^|[.!?:;\n\r•*\-–—(\[\"“‘])\s{0,9}(?P<name>[A-Z][^\W\d_]+)\s{1,9}(?:hits|punches|kicks|slaps|bites|shoves|strangles"
    r"|shouts|yells|swears|threatens|stalks|drinks|smokes|lives|says|thinks|denies|blames)\b"
)
_ROLES = """
abuse alcohol anger another anybody anyone assessment authority boyfriend caller chair child client
clinician colleague commissioner constable consultant coordinator counsellor cousin each eldest everybody
everyone evidence foster friend girl girlfriend guardian guidance he head helper her his information it judge
law lead letter life line local manager mine my nobody none officer oldest one order other our person plan
policy practitioner research resident same she sibling sister solicitor somebody someone staff student
supervisor support survey survivor that the their them then there therapist they third this twin twins victim we
what whatever which who whoever woman man youngest boy baby eldest youth young teenager teen adolescent toddler
infant lodger landlord landlady contact ringleader stranger visitor he's she's
"""
_SHORT = ABBREVIATIONS | SHORT_WORDS
_NOT_A_NAME = frozenset(_ROLES.split()) | HARMLESS_WORDS


def names_in_company(text: str) -> Iterator[tuple[int, int]]:
    """Where in `text` the words beside it make a name of a word: from and up to which place, in no order."""
    for pattern in _PATTERNS:
        yield from (found.span("name") for found in pattern.finditer(text) if _could_be_a_name(found["name"]))
    for found in _HEAD.finditer(text):
        if found["name"].casefold() not in _NOT_A_NAME:
            yield found.span("name")


def _could_be_a_name(word: str) -> bool:
    folded = word.casefold()
    return folded in WORDS_TOO or not (folded in _SHORT or is_ordinary(word))
