"""What this app says when it will not do what was asked."""

from collections.abc import Mapping
from typing import Any

from portal.kernel.errors import DomainError, NotAllowed, NotFound


class ToolkitNotFound(NotFound):
    sentence = "We cannot find that toolkit. It may have been withdrawn, or the address may be wrong."


class VersionNotFound(NotFound):
    sentence = "We cannot find that version of the file. It may have been withdrawn; look for a newer one."


class ToolkitLocked(NotAllowed):
    """The sentence says why; the page beside it says how to earn it."""

    sentence = "This toolkit is not open to you yet."


class TermsNotAccepted(NotAllowed):
    sentence = "Read and accept the terms of this toolkit first. You are asked once for each edition."


class TermsChanged(DomainError):
    sentence = "The terms changed while you read them. Please read them again."


class CannotBeMarked(DomainError):
    """A copy without the reader's mark is not given out."""

    sentence = (
        "This file cannot carry your personal mark, so we cannot give it to you. "
        "Ask the training team to upload it again; the guidance on the page is there for you meanwhile."
    )


class NotYours(NotAllowed):
    sentence = "Only trainers and training administrators can change a toolkit's files."


class OwnWork(NotAllowed):
    sentence = "You uploaded this version, so somebody else has to release it."


class NoSecondPerson(NotAllowed):
    sentence = "Only a second person with sign-off can release or send back a version."


class ReasonMissing(DomainError):
    sentence = "Say why, in a few words. People who hold this version will see it."
    field = "reason"


class NoteMissing(DomainError):
    sentence = "Say what is new in this version, in a sentence."
    field = "change_note"


class WordsMayIdentify(DomainError):
    """Something in a name or a note looks like a person's; `found` says what, by field. Nothing is stored."""

    sentence = "Something here could identify somebody, so nothing is stored yet."

    def __init__(self, *, found: Mapping[str, str], **words: Any) -> None:
        super().__init__(**words)
        self.found = found


class SameFile(DomainError):
    sentence = "This is the same file as version {number}. Choose the new file."
    field = "file"


class CodeTaken(DomainError):
    sentence = "Another toolkit already has the code {code}."
    field = "code"


class RuleUnclear(DomainError):
    sentence = "{kind}: say which one, or leave it out."


class FileRefused(DomainError):
    """An upload that was turned away before anything was stored."""

    sentence = "This file cannot be used."
    field = "file"
    status = 422
