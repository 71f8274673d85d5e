"""Finds what may identify somebody in a short note, and says what kind of thing it found.

A finding carries a kind and a sentence, never the text: it can be logged, counted and shown. Better to refuse a
harmless word than to keep a name; the person who wrote it sees the reason and can put it otherwise. Nothing here
reads or writes anything.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from unicodedata import combining, normalize

from portal.kernel.company import names_in_company
from portal.kernel.initials import initials_in
from portal.kernel.names import HARMLESS_WORDS, NAMES


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """What kind of identifier a text seems to hold, and a sentence that says so."""

    kind: str
    sentence: str


SENTENCES = {
    "name": "There seems to be a name in the note.",
    "birth_date": "There seems to be a date in the note, which could be a birth date.",
    "postcode": "There seems to be a postcode in the note.",
    "address": "There seems to be a street address in the note.",
    "phone": "There seems to be a phone number in the note.",
    "email": "There seems to be an email address in the note.",
    "nhs_number": "There seems to be an NHS number in the note.",
    "police_number": "There seems to be a police or crime number in the note.",
    "number": "There is a long number in the note, which could identify somebody.",
    "initial": (
        "Letters in the note seem to stand for a name: write “the mother” or “the older child” instead."
    ),
    "script": "There are words in another script in the note, which could be a name.",
}

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
_SENTENCE_START = re.compile(r"(?:^|[.!?:;\n\r•*\-–—(\[\"“‘]\s*)$")


@dataclass(frozen=True, slots=True, order=True)
class Piece:
    """A stretch of a text, and the likeliest thing that it is. It holds where, never what."""

    start: int
    end: int
    kind: str


def find_identifiers(text: str) -> list[Finding]:
    """What in `text` may identify somebody, each kind once, in the order of their names.

    Args:
        text: what somebody typed; it is not kept, logged or repeated.
    """
    kinds = {piece.kind for piece in pieces_of(text)}
    return [Finding(kind, SENTENCES[kind]) for kind in sorted(kinds)]


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
    readings += [*_numbers_in(text), *_names_in(text)]
    readings += [Piece(start, end, "initial") for start, end in initials_in(text)]
    readings += [Piece(*found.span(), "script") for found in _OTHER_SCRIPT.finditer(text)]
    chosen: list[Piece] = []
    for piece in sorted(readings, key=lambda piece: piece.start - piece.end):
        if all(piece.end <= other.start or piece.start >= other.end for other in chosen):
            chosen.append(piece)
    return sorted(chosen)


def found_in(text: str) -> str:
    """The stretches themselves, quoted, three at most: for whoever typed them, and for no log."""
    stretches = dict.fromkeys(text[piece.start : piece.end] for piece in pieces_of(text))
    quoted = [f"“{stretch}”" for stretch in stretches]
    shown, more = quoted[:3], quoted[3:]
    if more:
        return f"{', '.join(shown)} and the like"
    return " and ".join(filter(None, (", ".join(shown[:-1]), *shown[-1:])))


def reasons(findings: Iterable[Finding]) -> str:
    """The sentences of the findings, one after another."""
    return " ".join(finding.sentence for finding in findings)


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


def _without_marks(word: str) -> str:
    """“siân” as it is often written, without what stands above its letters."""
    return "".join(letter for letter in normalize("NFD", word) if not combining(letter))


def _is_name(found: re.Match[str], text: str, *, shouted: bool) -> bool:
    word = found.group().removesuffix("'s").removesuffix("’s")
    folded = word.casefold()
    if folded in HARMLESS_WORDS or folded.removesuffix("s") in HARMLESS_WORDS:
        return False
    if {folded, *_without_marks(folded).split("-")} & NAMES:
        return True
    capital = word[0].isupper() and len(word) > 1 and not (word.isupper() and (shouted or len(word) <= 6))
    return capital and not _SENTENCE_START.search(text[: found.start()])
