"""Finds what may identify somebody in a short note, and says what kind of thing it found.

A kind is a word of ours, never the text: it can be logged, counted and shown. Better to refuse a harmless word than to
keep a name; the person who wrote it sees the words and can put them otherwise. Nothing here reads or writes anything.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from portal.kernel.abbreviations import ABBREVIATIONS, SHORT_WORDS
from portal.kernel.company import names_in_company
from portal.kernel.initials import initials_in
from portal.kernel.names import HARMLESS_WORDS, NAMES, PLACES_TOO
from portal.kernel.ordinary_words import is_ordinary, without_marks

# What was found, as a sentence names it.
KINDS = {
    "name": "a name",
    "birth_date": "a date, which could be a birth date",
    "postcode": "a postcode",
    "address": "a street address",
    "phone": "a phone number",
    "email": "an email address",
    "nhs_number": "an NHS number",
    "insurance_number": "a National Insurance number",
    "police_number": "a police or crime number",
    "car": "a car’s number plate",
    "number": "a long number",
    "initial": "letters that seem to stand for a name",
    "script": "words in another script, which could be a name",
}
MOST_QUOTED = 3

MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    "|nov(?:ember)?|dec(?:ember)?"
)
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        ("email", r"[\w.+-]+@[\w-]+(?:\.[\w-]+)*"),
        # 12/03/2015, 12.3.15, 2015-03-12, 12 03 2015
        ("birth_date", r"(?<!\d)\d{1,2}\s?[/.\-\s]\s?\d{1,2}\s?[/.\-\s]\s?(?:\d{2})?\d{2}(?!\d)"),
        ("birth_date", r"(?<!\d)\d{4}\s?[/.\-]\s?\d{1,2}\s?[/.\-]\s?\d{1,2}(?!\d)"),
        # 12 March 2015, 12th of March, March 12th 2015; a month and year alone is no birth date
        ("birth_date", rf"(?<!\d)\d{{1,2}}(?:st|nd|rd|th)?\s*(?:of\s+)?(?:{MONTHS})\b"),
        ("birth_date", rf"\b(?:{MONTHS})\s+\d{{1,2}}(?:st|nd|rd|th)?(?!\d)"),
        ("birth_date", r"\b(?:d\.?o\.?b\.?|date of birth|born (?:on|in)|birthday)\b"),
        # Royal Mail's shapes, with or without the gap
        ("postcode", r"\b(?:[A-Z]{1,2}\d[A-Z\d]?|GIR)\s{0,3}\d[ABD-HJLNP-UW-Z]{2}\b"),
        # a number, some words, a street; words that mean something else, too, only with a capital
        (
            "address",
            r"\b\d{1,4}[a-z]?,?\s+(?:[a-z'’]+\s+){1,3}(?:street|road|rd|avenue|ave|lane|terrace|crescent)\b",
        ),
        (
            "address",
            r"\b\d{1,4}[a-z]?,?\s+(?:[a-z'’]+\s+){1,3}(?-i:St|Close|Drive|Court|Way|Gardens|Square|Place|Hill)\b",
        ),
        ("address", r"\b(?:flat|apartment)\s+\d{1,4}[a-z]?\b"),
        # 3-3-4 with gaps, or said to be one; ten bare digits are judged by their check digit below
        ("nhs_number", r"(?<!\d)\d{3}[\s-]\d{3}[\s-]\d{4}(?!\d)"),
        ("nhs_number", r"\bnhs\s*(?:no\.?|number)?\s*:?\s*\d"),
        ("phone", r"(?<![\d\w])(?:\+|00)44[\s().-]*(?:\d[\s().-]*){9,10}(?!\d)"),
        ("phone", r"(?<!\d)\(?0\d(?:[\s().-]*\d){8,9}(?!\d)"),
        ("insurance_number", r"\b[A-Z]{2}\s?(?:\d{2}\s?){3}[A-D]\b"),
        # AB12 CDE since 2001; older shapes look like too much else
        ("car", r"\b[A-Z]{2}\d{2}\s?[A-Z]{3}\b"),
        # PNC 2001/1234567Z and 01/1234567Z, CRO 123456/01A, Metropolitan crime references 4218765/26 and 01/234567/26
        ("police_number", r"(?<!\d)\d{2,4}/\d{4,7}[A-Z]?\b"),
        ("police_number", r"(?<!\d)\d{4,7}/\d{2}[A-Z]?\b"),
        ("police_number", r"\b(?:CAD|CRN|CRO|PNC|URN|NSIR|crime ref\w*|crime no\w*)\b[\s:.#-]*\w*\d"),
    )
)
_LONG_NUMBER = re.compile(r"(?<![\d\w])\d(?:[\s-]?\d){6,}(?![\d\w])")
# A word as people write names: letters, apostrophes, hyphens, in any script.
_WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
# "They miss school", "the doctor said" name nobody: after titles that are words the name has its capital.
_TITLE = re.compile(
    r"\b(?:(?:mr|mrs|ms|mx|prof|rev)\b\.?\s+[^\W\d_]+"
    r"|(?:miss|master|dr|doctor|sir|lady)\b\.?\s+(?-i:[^\W\d_a-z])[^\W\d_]+)",
    re.IGNORECASE,
)
_CALLED = re.compile(
    r"\b(?:named|name is|name's|name’s|known as|aka|surname)\b(?:\s+[^\W\d_]+)?", re.IGNORECASE
)
# "The health visitor called on Tuesday" and "Police were called to the house" name nobody.
_AFTER_A_CALL = (
    "about|after|again|and|at|back|because|before|but|by|daily|down|early|every|for|from|him|home|in|into|it|last|late"
    "|many|me|off|often|on|once|out|over|repeatedly|round|several|there|this|to|today|twice|up|us|when|with|yesterday|you"
)
_CALLED_SOMEBODY = (
    re.compile(
        rf"\b(?:is|are|was|were|be|been)\s+called\s+(?!(?:{_AFTER_A_CALL})\b)[^\W\d_]+", re.IGNORECASE
    ),
    re.compile(
        rf"\bcalled\s+(?!(?:{_AFTER_A_CALL}|a|an|ambulance|dad|father|her|his|mother|mum|police|school|social|the"
        r"|their|them)\b)[^\W\d_]+",
        re.IGNORECASE,
    ),
)
# Letters that are not Latin; the micro sign, ligatures of pasted text and the marks beside letters are no script.
_OTHER_LETTER = r"(?:(?![A-Za-zªµº\u00c0-\u02ff\u1e00-\u1eff\ufb00-\ufb06])[^\W\d_])"
_OTHER_SCRIPT = re.compile(rf"{_OTHER_LETTER}(?:[^A-Za-z\d\n]*{_OTHER_LETTER})*")
# "In Devon", "from Camden or Kent"; and "Kent Police", "London Borough".
_OF_PLACE = re.compile(
    r"\b(?:across|around|at|between|from|in|inside|left|near|of|outside|over|through|to|towards|via)\s+"
    r"(?:[^\W\d_]+(?:,|\s+and|\s+or)\s+)?$",
    re.IGNORECASE,
)
_THING_OF_PLACE = re.compile(
    r"(?:['’]s)?\s+(?:adult|borough|case|cases|children|children['’]s|city|college|council|county|court|emergency|families|family"
    r"|front|high|hospital|housing|is\s+(?:far|near|where)|lead|local|mash|office|police|procedures|road|safeguarding|school|schools"
    r"|services?|social|station|street|team|teams|threshold|university|worker|workers)\b",
    re.IGNORECASE,
)
# "Family in Bradford", but "confided in Leyla".
_IN = re.compile(
    r"(?<!confided)(?<!confides)(?<!confide)(?<!trust)(?<!trusts)(?<!believes)(?<!believe)\s+in\s+$",
    re.IGNORECASE,
)
_SENTENCE_START = re.compile(r"(?:^|[.!?:;\n\r•*\-–—(\[\"“‘]\s*)$")


@dataclass(frozen=True, slots=True, order=True)
class Piece:
    """A stretch of a text, and the likeliest thing that it is. It holds where, never what."""

    start: int
    end: int
    kind: str


def find_identifiers(text: str) -> list[str]:
    """What in `text` may identify somebody: each kind once, a key of `KINDS`, in the order of the alphabet.

    Args:
        text: what somebody typed; it is not kept, logged or repeated.
    """
    return sorted({piece.kind for piece in pieces_of(text)})


def pieces_of(text: str) -> list[Piece]:
    """The stretches of `text` that may identify somebody, in order. Each character belongs to one of them at most.

    Where two readings overlap, the longer is the likelier: a date is not also a police number, nor the street of an
    address also a name. Of two as long, the one that stands first in `_PATTERNS`.
    """
    readings = [
        Piece(found.start(), found.end(), kind)
        for kind, pattern in _PATTERNS
        for found in pattern.finditer(text)
    ]
    readings += [Piece(*found.span(), "script") for found in _OTHER_SCRIPT.finditer(text)]
    readings += [*_numbers_in(text), *_names_in(text)]
    readings += [Piece(start, end, "initial") for start, end in initials_in(text)]
    chosen: list[Piece] = []
    for piece in sorted(readings, key=lambda piece: piece.start - piece.end):
        if all(piece.end <= other.start or piece.start >= other.end for other in chosen):
            chosen.append(piece)
    return sorted(chosen)


def described(text: str) -> str:
    """What was found, with the words themselves: for whoever typed them, and for no log.

    "a name (“Priya” and “Amara”), a postcode (“N1 9GU”)", in the order of the text; at most three words of a kind.
    """
    words: dict[str, dict[str, None]] = {}
    for piece in pieces_of(text):
        words.setdefault(piece.kind, {})[f"“{text[piece.start : piece.end]}”"] = None
    return ", ".join(f"{KINDS[kind]} ({_listed(list(quoted))})" for kind, quoted in words.items())


def _listed(quoted: list[str]) -> str:
    shown, more = quoted[:MOST_QUOTED], len(quoted) - MOST_QUOTED
    if more > 0:
        return f"{', '.join(shown)} and {more} more"
    return " and ".join(filter(None, (", ".join(shown[:-1]), shown[-1])))


def looks_like_a_name(word: str) -> bool:
    """Whether one word is a common name, whatever its case: for references that must not be names."""
    return word.casefold() in NAMES


def _numbers_in(text: str) -> Iterator[Piece]:
    for found in _LONG_NUMBER.finditer(text):
        digits = re.sub(r"\D", "", found.group())
        kind = "nhs_number" if len(digits) == 10 and is_nhs_number(digits) else "number"
        yield Piece(found.start(), found.end(), kind)


def is_nhs_number(digits: str) -> bool:
    """Whether ten digits pass the NHS number's modulus 11 check (NHS Data Dictionary)."""
    total = sum(int(digit) * weight for digit, weight in zip(digits[:9], range(10, 1, -1), strict=True))
    check = (11 - total % 11) % 11
    return check != 10 and check == int(digits[9])


def _names_in(text: str) -> Iterator[Piece]:
    for pattern in (_TITLE, _CALLED, *_CALLED_SOMEBODY):
        yield from (Piece(found.start(), found.end(), "name") for found in pattern.finditer(text))
    yield from (Piece(start, end, "name") for start, end in names_in_company(text))
    shouted = text.upper() == text
    for found in _WORD.finditer(text):
        if _is_name(found, text, shouted=shouted):
            yield Piece(found.start(), found.end(), "name")


def _is_name(found: re.Match[str], text: str, *, shouted: bool) -> bool:
    word = found.group().removesuffix("'s").removesuffix("’s")
    folded = word.casefold()
    if folded in PLACES_TOO and word[0].isupper():
        return not _is_place(found, text)
    if folded in HARMLESS_WORDS or folded.removesuffix("s") in HARMLESS_WORDS:
        return False
    if {folded, *without_marks(folded).split("-")} & NAMES:
        return True
    capital = word[0].isupper() and len(word) > 1 and not (word.isupper() and (shouted or len(word) <= 6))
    before = text[: found.start()]
    return capital and not (_SENTENCE_START.search(before) and _is_known(folded)) and not _IN.search(before)


def _is_known(folded: str) -> bool:
    return is_ordinary(folded) or folded in SHORT_WORDS or folded in ABBREVIATIONS


def _is_place(found: re.Match[str], text: str) -> bool:
    """Whether a place's name that people bear, too, stands for the place."""
    return bool(_OF_PLACE.search(text[: found.start()]) or _THING_OF_PLACE.match(text[found.end() :]))
