"""What registers and questionnaires refuse, each in a sentence for the person who asked."""

from collections.abc import Mapping
from typing import Any

from portal.kernel.errors import DomainError, NotAllowed


class NotYourRegister(NotAllowed):
    sentence = "Only the trainers of these dates and their training administrators take the register."


class DayNotBegun(DomainError):
    sentence = "The register opens on the day itself: {day}."


class NotInRegister(DomainError):
    sentence = "Somebody in this register has given up their place meanwhile. Look at the page again."


class MinutesWanted(DomainError):
    sentence = "For part of the day, enter the minutes: from 1 to {longest}."


class ReasonWanted(DomainError):
    sentence = "The register said something else before. Say why you are changing it."
    field = "reason"


class FormNotOpen(DomainError):
    sentence = "This questionnaire opens on {day}."


class AlreadySent(DomainError):
    sentence = "You sent this questionnaire on {day}. Thank you: there is nothing more to do."


class WordsMayIdentify(DomainError):
    """Something in free text looks like a name or a number; `found` says what, by question. Nothing is kept."""

    sentence = "Something you wrote could identify somebody, so nothing is saved yet."

    def __init__(self, *, found: Mapping[str, str], **words: Any) -> None:
        super().__init__(**words)
        self.found = found


class AnswersMissing(DomainError):
    """Some questions must still be answered; `ids` names them. What was given is kept."""

    sentence = "Some questions are still to be answered. What you have entered is saved."

    def __init__(self, *, ids: tuple[str, ...], **words: Any) -> None:
        super().__init__(**words)
        self.ids = ids
