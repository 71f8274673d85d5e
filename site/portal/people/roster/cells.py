"""One cell to one value. Each reader returns the value or raises `BadCell` with the reason in a sentence."""

import re
import unicodedata
from datetime import date
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from portal.people.rules import has_look_alike_letters, is_shared_mailbox, tidy_address

EARLIEST, LATEST = date(1950, 1, 1), date(2100, 12, 31)
NOTHING = frozenset({"", "-", "–", "—", "n/a", "na", "none", "null"})
YES = frozenset({"yes", "y", "true", "1"})
NO = frozenset({"no", "n", "false", "0"})
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class BadCell(ValueError):
    """Why a cell cannot be taken as it is. The sentence never repeats the value."""


def text(value: str, *, limit: int) -> str:
    """Plain text on one line; a lone dash and "n/a" mean nothing.

    Cells that a spreadsheet would run are refused, not mended: nobody is called `=HYPERLINK(…)`.
    """
    typed = unicodedata.normalize("NFC", value)
    stripped = " ".join(typed.split())
    if stripped.casefold() in NOTHING:
        return ""
    if typed.lstrip(" \n'").startswith(FORMULA_STARTS):
        raise BadCell("This cell holds a formula, or begins with =, +, - or @. Type the plain words.")
    if not stripped.isprintable() and any(
        unicodedata.category(letter) in {"Cc", "Cf", "Co", "Cn"} for letter in stripped
    ):
        raise BadCell("This cell holds an invisible character. Type it again.")
    if "�" in stripped:
        raise BadCell("Letters were lost when this file was made. Export it again as UTF-8.")
    if len(stripped) > limit:
        raise BadCell(f"This is longer than {limit} letters.")
    return stripped


def name(value: str, *, limit: int = 150) -> str:
    """A part of a person's name: anything that is written, but no address and no markup."""
    found = text(value, limit=limit)
    if (
        any(letter in found for letter in "<>{}|\\")
        or "://" in found
        or re.fullmatch(r"[\d\s.,]+", found or "x")
    ):
        raise BadCell("This does not look like a name.")
    return found


def employee_id(value: str) -> str:
    """An employee number, upper case, without spaces, so that "e12" and "E12" are one."""
    found = unicodedata.normalize("NFKC", text(value, limit=40)).upper().replace(" ", "")
    return found.removesuffix(".0") if re.fullmatch(r"\d+\.0", found) else found


def email(value: str) -> str:
    """A work address that belongs to one person, lower case; empty when the cell is."""
    found = tidy_address(text(value, limit=254))
    if not found:
        return ""
    if has_look_alike_letters(found):
        raise BadCell(
            "The address has a letter that only looks like a plain one, such as an i without its dot."
        )
    try:
        validate_email(found)
    except ValidationError as fault:
        raise BadCell("This is not an email address.") from fault
    if is_shared_mailbox(found):
        raise BadCell("This is a mailbox that several people share. Give the person’s own address.")
    return found


def day(value: str) -> date | None:
    """A date written 2026-04-01 or 01/04/2026 (day first); with dots or dashes too."""
    found = text(value, limit=40).split("T")[0].split(" ")[0]
    if not found:
        return None
    if iso := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", found):
        year, month, number = map(int, iso.groups())
    elif british := re.fullmatch(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})", found):
        number, month, year = map(int, british.groups())
    else:
        raise BadCell("Write the date as 2026-04-01 or 01/04/2026, day first.")
    try:
        when = date(year, month, number)
    except ValueError as fault:
        raise BadCell("There is no such date. Write it as 2026-04-01 or 01/04/2026, day first.") from fault
    if not EARLIEST <= when <= LATEST:
        raise BadCell("This date is too long ago or too far ahead.")
    return when


def yes_or_no(value: str) -> bool | None:
    """Yes, no, or not known when the cell is empty."""
    found = text(value, limit=40).casefold()
    if not found:
        return None
    if found in YES:
        return True
    if found in NO:
        return False
    raise BadCell("Write yes or no, or leave it empty.")


def share(value: str) -> Decimal | None:
    """Full-time equivalent: above 0, at most 1.5, in hundredths; a comma may be the decimal point."""
    found = text(value, limit=20).replace(",", ".")
    if not found:
        return None
    try:
        number = Decimal(found)
    except InvalidOperation as fault:
        raise BadCell("Write a number such as 0.6 or 1.") from fault
    if not number.is_finite() or not 0 < number <= Decimal("1.5"):
        raise BadCell("Full-time equivalent is a number above 0 and at most 1.5.")
    return number.quantize(Decimal("0.01"))
