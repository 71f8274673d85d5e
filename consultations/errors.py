"""Why something about a consultation is refused, in words for whoever asked."""

from collections.abc import Sequence
from typing import Any

from portal.kernel.errors import DomainError, NotAllowed


class NoLead(DomainError):
    """No lead serves the borough."""

    sentence = (
        "No lead serves your borough on that day. If it cannot wait, send an urgent request: it goes to whoever is on "
        "cover, never to another borough by accident."
    )
    field = "slot"


class SlotTaken(DomainError):
    """Somebody else was faster. `nearest` are keys of free times close by."""

    sentence = "That time has just been taken. Your answers are kept: choose another time."
    field = "slot"

    def __init__(self, nearest: Sequence[str] = (), **words: Any) -> None:
        super().__init__(**words)
        self.nearest = tuple(nearest)


class AlreadyThen(DomainError):
    sentence = "You already have a consultation at that time, or too close to it. Choose another time."
    field = "slot"


class SameTime(DomainError):
    sentence = "It is at that time already. Choose another one, or go back and leave it."
    field = "slot"


class NobodyFree(DomainError):
    sentence = (
        "No other lead of the borough is free at that time. It stays where it is: move it or cancel it."
    )


class EarlierIsFree(DomainError):
    sentence = "An earlier time is free already: you need not wait. Choose it under “Move to another time”."


class NoEarlierDay(DomainError):
    sentence = "It is so soon that no earlier day is worth waiting for."


class OfferGone(DomainError):
    sentence = "That earlier time is no longer kept for you. Your booking stays as it is."


class FeedbackClosed(DomainError):
    sentence = "The two questions were open for {days} days after it took place. Thank you all the same."


class UnknownSlot(DomainError):
    sentence = "Choose one of the times on the list."
    field = "slot"


class WrongCaseReference(DomainError):
    sentence = "That does not look like a case reference of {council}. It should look like {example}."
    field = "case_reference"


class CaseReferenceIsAName(DomainError):
    sentence = "Give the council’s case reference, never a name or an address."
    field = "case_reference"


class NoteIdentifies(DomainError):
    """The note holds what may identify somebody. Its words are for whoever typed them, never for a log."""

    sentence = (
        "Take out what could identify somebody: {found}. Write “the mother” or “where they live” instead. "
        "A word that is no name may be misspelt."
    )
    field = "note"


class NoteTooLong(DomainError):
    sentence = "The note has {typed} characters. It can have at most {length}: shorten it."
    field = "note"


class UnknownCode(DomainError):
    sentence = "Choose from the list."


class NotYet(DomainError):
    sentence = "The consultation has not begun yet. Come back once it has."


class AlreadyBegun(DomainError):
    sentence = (
        "It was to begin before now, so it can no longer be changed. The lead can say whether it took place."
    )


class RecordLocked(DomainError):
    sentence = "This record was locked on {date}. You can add to it, but not change it."


class ActionIncomplete(DomainError):
    sentence = "For each agreed action, choose what, who and by when."
    field = "actions"


class DueInThePast(DomainError):
    sentence = "An action cannot be due before the consultation took place."
    field = "actions"


class PastEdit(DomainError):
    sentence = "Days that have passed cannot be changed. Choose today or a later day."
    field = "starts_on"


class HoursWrong(DomainError):
    sentence = "The hours must end later than they start, with room for one consultation."
    field = "ends"


class TwoPlacesAtOnce(DomainError):
    sentence = (
        "At that time you are already somewhere else: {other}. End that rule first, or choose other hours."
    )
    field = "starts"


class NotYourTime(NotAllowed):
    sentence = "Only the lead can change this plan."
