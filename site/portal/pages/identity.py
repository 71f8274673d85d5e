"""What in an editor's words may tell of one person: a name, a mobile, a number that stands for somebody. Pure.

Anybody reads these pages, and names of places, programmes and organisations stand in them. So a capital alone is no
name here, as it is in a note (`portal.kernel.identifiers`): only a title, a common name, or a mailbox made of one.
"""

import re
from collections.abc import Iterator
from datetime import date

from portal.kernel.identifiers import KINDS, pieces_of
from portal.kernel.names import FAMILY_NAMES, GIVEN_NAMES, PLACES_TOO
from portal.kernel.ordinary_words import is_ordinary

_NAME = r"[A-ZÀ-Þ][^\W\d_]+(?:[-’'][^\W\d_]+)*"
# "Mrs Karen Hill", but not "they miss school".
TITLED = re.compile(
    rf"\b(?i:mr|mrs|ms|mx)\b\.?\s+[^\W\d_]+(?:[-’'][^\W\d_]+)*(?:\s+{_NAME})?"
    rf"|\b(?:Miss|Dr|Prof|Rev|dr|prof|rev)\b\.?\s+{_NAME}(?:\s+{_NAME})?"
)
_KINDS_OF_PLACE = (
    "Academy|Avenue|Building|Campus|Centre|Chambers|Clinic|Close|College|Court|Crescent|Drive|Estate|Foundation|Gardens|Gate"
    "|Green|Hall|Health|Hospice|Hospital|Hotel|House|Institute|Lane|Library|Lodge|Mews|Nursery|Park|Place|Practice|Primary"
    "|Project|Refuge|Rise|Road|School|Square|Station|Street|Suite|Surgery|Terrace|Theatre|Tower|Trust|University|Walk|Ward"
    "|Way|Wharf|Works|Yard"
)
# "St George’s Hospital", "Lilian Baylis Hall", "Victoria Library".
PLACE = re.compile(
    rf"\b(?:St|Saint)\.?\s+\w+(?:['’]s)?|\b(?:[A-Z][\w’'-]*[ \t]+){{1,3}}(?:{_KINDS_OF_PLACE})\b"
)
_PLACE_WORDS = frozenset(_KINDS_OF_PLACE.casefold().split("|"))
RUN = re.compile(rf"\b{_NAME}(?:[ \t]{_NAME})*")
MAILBOX = re.compile(r"([\w.+-]+)@")
MOBILE = re.compile(r"(?<!\d)(?:(?:\+|00)44[\s().-]*(?:0[\s)]*)?|\(?0)7(?:[\s().-]*\d){9}(?!\d)")
# As boroughs write them: CAM-104233, HV2046118.
CASE = re.compile(r"\b[A-Z]{2,4}[-/ ]?\d{5,8}\b")
BORN = re.compile(
    r"\b(?:born|d\.?o\.?b\.?|date of birth|birthday)\b[^\n\d]{0,15}\d[\d/.-]*(?: \w+ \d{4})?", re.IGNORECASE
)
NUMERIC_DATE = re.compile(r"(?<![\d/])\d{1,2}[/.-]\d{1,2}[/.-]((?:19|20)\d\d)(?![\d/])")
# What was this many years ago is rather a birth than an event to come to.
LONG_AGO = 3
NUMBERS = ("nhs_number", "insurance_number", "police_number", "car")
YEARS = re.compile(r"(?:19|20)\d\d/(?:(?:19|20)\d\d|\d\d)")
MOST_QUOTED = 60


def faults_in_contacts(text: str) -> list[str]:
    """What surely leads to one person rather than to a desk, and is refused where desks are asked for."""
    faults = []
    if found := [*_titled(text), *_named_boxes(text)]:
        faults.append(
            f"“{short(found[0])}” seems to be somebody’s name. Anybody can read this page, and people move on: write "
            "the desk or the role, such as “Domestic abuse desk”, and its mailbox."
        )
    return [
        *faults,
        *(f"{_mobile(found)} Give a desk’s number, or a mailbox." for found in _mobiles(text)[:1]),
    ]


def doubts_about(text: str, on: date, *, of_a_desk: bool = False) -> list[str]:
    """What may tell of one person, each a sentence; nothing is refused for it.

    Args:
        on: the day that counts as today.
        of_a_desk: the address and the postcode in it are an office's.
    """
    doubts = []
    if named := _named(text):
        doubts.append(
            f"{_quoted(named)} {'seems to be somebody’s name' if len(named) == 1 else 'seem to be names of people'}. "
            "Anybody can read this page. Names of places and programmes may stay, and of whoever agreed to be named."
        )
    doubts += [f"{_mobile(found)} Give a desk’s number, or a mailbox." for found in _mobiles(text)[:1]]
    for words, what in _numbers(text, on, of_a_desk=of_a_desk):
        doubts.append(f"“{short(words)}” looks like {what}. Take it out if it is somebody’s.")
    return doubts


def told(text: str, on: date) -> str:
    """The same in a line, for whoever typed it and for no log: "a name (“Kieran Smith”), a postcode (“N1 9GU”)"."""
    found = [("a name", named) for named in [_named(text)] if named]
    found += [("a mobile phone", [mobile]) for mobile in _mobiles(text)]
    found += [(what, [words]) for words, what in _numbers(text, on)]
    return ", ".join(f"{what} ({_quoted(words)})" for what, words in found)


def short(words: str) -> str:
    """Words to quote, cut where they are long."""
    return words if len(words) <= MOST_QUOTED else f"{words[: MOST_QUOTED - 3]}…"


def _named(text: str) -> list[str]:
    return list(dict.fromkeys([*_titled(text), *_names(text), *_named_boxes(text)]))


def _titled(text: str) -> list[str]:
    return [match.group() for match in TITLED.finditer(PLACE.sub(".", text))]


def _named_boxes(text: str) -> Iterator[str]:
    """Mailboxes made of a name: karen.hill@, but not victoria.library@."""
    for box in MAILBOX.findall(text):
        words = set(re.split(r"[._-]", box.casefold()))
        if words & GIVEN_NAMES and not words & _PLACE_WORDS:
            yield box


def _names(text: str) -> Iterator[str]:
    """A given name with what follows it, or a common family name with the word before it."""
    for run in RUN.findall(PLACE.sub(".", TITLED.sub(".", MAILBOX.sub(" ", text)))):
        words = run.split()
        for place, word in enumerate(words):
            bare = re.sub(r"['’]s$", "", word)
            if bare.isupper() and len(bare) <= 4 and not text.isupper():
                continue  # an abbreviation
            if bare.casefold() in GIVEN_NAMES - PLACES_TOO:
                first = place - 1 if place and not is_ordinary(words[place - 1]) else place
                yield " ".join(words[first : place + 3])
                break
            if place and bare.casefold() in FAMILY_NAMES:
                yield f"{words[place - 1]} {word}"
                break


def _mobiles(text: str) -> list[str]:
    return [match.group().strip() for match in MOBILE.finditer(text)]


def _mobile(found: str) -> str:
    return f"“{found}” is a mobile phone, which is one person’s."


def _numbers(text: str, on: date, *, of_a_desk: bool = False) -> Iterator[tuple[str, str]]:
    """Each number with what it looks like."""
    wanted = NUMBERS if of_a_desk else (*NUMBERS, "postcode", "address")
    for piece in pieces_of(text):
        words = text[piece.start : piece.end]
        if piece.kind in wanted and not YEARS.fullmatch(words):
            yield words, KINDS[piece.kind]
    for match in CASE.finditer(text):
        yield match.group(), "the reference of a case"
    for match in BORN.finditer(text):
        yield match.group(), "a birth date"
    for match in NUMERIC_DATE.finditer(BORN.sub(".", text)):
        if on.year - int(match.group(1)) >= LONG_AGO:
            yield match.group(), "a birth date"


def _quoted(found: list[str]) -> str:
    quoted = [f"“{short(words)}”" for words in found[:3]]
    if len(found) > len(quoted):
        return f"{', '.join(quoted)} and {len(found) - len(quoted)} more"
    return " and ".join(filter(None, (", ".join(quoted[:-1]), quoted[-1])))
