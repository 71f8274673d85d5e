"""Judgements about certificates on plain values: names, lengths of learning, what an award is worth. Pure."""

import re
import unicodedata
from calendar import monthrange
from datetime import date

from certificates.errors import NameMissing, NameTooLong
from certificates.states import AwardState, Standing
from portal.kernel.codes import tidy
from portal.kernel.lettering import LONGEST_CHOSEN_NAME

# Letters of a code: 128 bits, five to a letter.
CODE_LENGTH = 26

# Characters that are not seen: controls, soft hyphens, those that turn text around. What parts words stays, as a
# space; so do the joiners that Persian and Urdu need.
_UNSEEN = re.compile(
    r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)


def name_as_written(known: str) -> str:
    """The name as it goes on a certificate: composed letters (Unicode NFC), single spaces, nothing invisible.

    Raises:
        NameMissing: nothing is left.
    """
    name = " ".join(unicodedata.normalize("NFC", _UNSEEN.sub("", known)).split())
    if not name:
        raise NameMissing()
    return name


def name_as_chosen(typed: str) -> str:
    """The same of a name that somebody types for a certificate.

    Raises:
        NameMissing: nothing is left.
        NameTooLong: more than 100 characters. A name is never cut.
    """
    name = name_as_written(typed)
    if len(name) > LONGEST_CHOSEN_NAME:
        raise NameTooLong()
    return name


def standing_on(state: str, valid_until: date | None, on: date) -> Standing:
    """What an award is worth on a day; `valid_until` is the last good day, None for ever."""
    if state == AwardState.VALID and valid_until is not None and on > valid_until:
        return Standing.EXPIRED
    return Standing(state)


def spoken_length(minutes: int) -> str:
    """Minutes of learning in words: 1350 is "22 hours 30 minutes"."""
    hours, rest = divmod(minutes, 60)
    words = [
        f"{count} {unit}{'' if count == 1 else 's'}"
        for count, unit in ((hours, "hour"), (rest, "minute"))
        if count
    ]
    return " ".join(words) or "0 minutes"


def grouped_code(code: str) -> str:
    """A code in groups of four or five letters, as people read it aloud."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))


def spoken_code(typed: str) -> str:
    """What somebody typed, in groups where it is as long as a code is; else as they typed it, not taken apart."""
    code = tidy(typed)
    return grouped_code(code) if len(code) == CODE_LENGTH else typed.strip()[:60]


def months_later(day: date, months: int) -> date:
    """The same day of the month, or the last one there is: 31 August and 6 months is 28 or 29 February."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
