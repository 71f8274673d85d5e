"""What somebody says when they ask for a consultation, checked before anything is kept."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from consultations.codes import FamilyStatus, Kind, Prompt, RiskStated
from consultations.errors import (
    CaseReferenceIsAName,
    NoteIdentifies,
    NoteTooLong,
    UnknownCode,
    WrongCaseReference,
)
from consultations.models import NOTE_LENGTH
from consultations.selectors import normal_reference
from portal.kernel.errors import DomainError
from portal.kernel.identifiers import described, find_identifiers, looks_like_a_name
from portal.people.models import Organisation

# Where a council has set no pattern: letters, digits and the marks that references use; at least three digits.
ANY_REFERENCE = r"(?=(?:.*\d){3})[A-Z0-9][A-Z0-9/_.\-]{3,29}"

# What such a reference may not be, where no pattern says what it is.
NEVER_A_REFERENCE = {"birth_date", "postcode", "phone", "email", "address", "nhs_number"}


@dataclass(frozen=True, slots=True)
class Asked:
    """The answers of whoever asks.

    Args:
        kind, prompts, risk_stated, family_status: codes.
        case_reference: the council's; empty for an anonymous question.
        note: at most 300 characters that identify nobody.
        key: made when the form was opened; the same key books once.
    """

    kind: str
    key: str
    case_reference: str = ""
    prompts: tuple[str, ...] = ()
    note: str = ""
    risk_stated: str = ""
    family_status: str = ""


def checked(asked: Asked, organisation: Organisation) -> Asked:
    """The answers as they are kept.

    Raises:
        UnknownCode, WrongCaseReference, CaseReferenceIsAName, NoteTooLong, NoteIdentifies.
    """
    for problem in problems_of(asked, organisation):
        raise problem
    return Asked(
        kind=asked.kind,
        key=asked.key,
        case_reference=normal_reference(asked.case_reference),
        prompts=tuple(code for code in Prompt.values if code in asked.prompts),
        note=_tidy(asked.note),
        risk_stated=asked.risk_stated,
        family_status=asked.family_status,
    )


def problems_of(asked: Asked, organisation: Organisation) -> Iterator[DomainError]:
    """Everything that stands in the way of these answers, each with the field it belongs to."""
    for field, allowed, given in (
        ("kind", Kind.values, (asked.kind,)),
        ("prompts", Prompt.values, asked.prompts),
        ("risk_stated", RiskStated.values, (asked.risk_stated,)),
        ("family_status", ["", *FamilyStatus.values], (asked.family_status,)),
    ):
        if any(code not in allowed for code in given):
            yield UnknownCode(field=field)
    try:
        checked_reference(asked.case_reference, organisation)
    except DomainError as problem:
        yield problem
    note = _tidy(asked.note)
    if len(note) > NOTE_LENGTH:
        yield NoteTooLong(length=NOTE_LENGTH, typed=len(note))
    elif found := described(note):
        yield NoteIdentifies(found=found)


def _tidy(note: str) -> str:
    return note.replace("\r\n", "\n").strip()


def checked_reference(typed: str, organisation: Organisation) -> str:
    """A case reference as it is kept; empty stays empty.

    Raises:
        CaseReferenceIsAName: it holds a name, or reads like a sentence or a birth date.
        WrongCaseReference: it does not look like one of that council.
    """
    reference = normal_reference(typed)
    if not reference:
        return ""
    words = re.findall(r"[^\W\d_]+", typed)
    if any(map(looks_like_a_name, words)) or len(words) > 3:
        raise CaseReferenceIsAName()
    if not organisation.case_reference_pattern and NEVER_A_REFERENCE & set(find_identifiers(typed)):
        raise CaseReferenceIsAName()
    if not _pattern_of(organisation)(reference) or len(reference) > 40:
        example = organisation.case_reference_example or "letters and digits, such as AB-123456"
        raise WrongCaseReference(council=organisation.name, example=example)
    return reference


def _pattern_of(organisation: Organisation) -> Callable[[str], object]:
    pattern = organisation.case_reference_pattern or ANY_REFERENCE
    return re.compile(pattern, re.IGNORECASE).fullmatch
