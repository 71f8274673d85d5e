"""What the services of people refuse, in words for the person who asked."""

from portal.kernel.errors import DomainError, NotAllowed


class NotYourPlace(NotAllowed):
    sentence = "You can do this only for an organisation that you are training administrator of."


class NotForYourself(NotAllowed):
    sentence = "You cannot do this for yourself. Ask another administrator."


class LastAdministrator(DomainError):
    sentence = "This is the last administrator. Make somebody else administrator first."


class AddressNotVerified(NotAllowed):
    sentence = "Confirm your email address first."


class AlreadyWaiting(DomainError):
    sentence = "You already have a place there, or one that waits to be confirmed."


class UnreadableFile(DomainError):
    """The upload is not a table that we can read; the sentence says what to do."""

    sentence = "We cannot read this file. Save it as CSV or as an Excel workbook (.xlsx) and try again."
    field = "file"


class ColumnsMissing(DomainError):
    sentence = "The file has no column for: {columns}. Say which column holds it."
    field = "mapping"


class ImportRunning(DomainError):
    sentence = "Another import for this organisation is running. Wait until it has ended, then try again."


class FileGone(DomainError):
    sentence = "The file is no longer here: it is kept for 24 hours. Choose it again."


class PreviewPending(DomainError):
    sentence = "Nothing was imported: the preview of this file is not ready yet. Look at it first."


class WrongFile(DomainError):
    """Most people in the file are of another organisation, and nobody said that this is meant."""

    sentence = "Nothing was imported. If it is meant, type “{whose}” as it stands here."
    field = "although_of"


class CannotUndo(DomainError):
    sentence = "Only an import that was made can be undone, and only once."


class CopiedTooOften(DomainError):
    sentence = "You have downloaded your information {times} times in a day. Try again tomorrow."


class ErasureHindered(DomainError):
    """Something must be done before anybody can be erased; the words say what."""

    sentence = "This cannot be done yet. {obstacles}"


class TooLateToExtend(DomainError):
    sentence = "A request can be extended once, and the person must be told within a month. Answer it now."


class ExplanationMissing(DomainError):
    sentence = "Say why in a sentence or two. The person reads it."
    field = "explanation"


class MayIdentifySomebody(DomainError):
    sentence = (
        "Something in it looks like a name, a date or a number that could identify somebody. Take it out if it is "
        "about a family. If it is a colleague’s or yours, tick the box below and send it again."
    )
    field = "words"


class AddressTaken(DomainError):
    sentence = (
        "Another account has this address. Its owner signs in and connects the employer’s sign-in themselves."
    )
    field = "email"


class ForeignAddress(DomainError):
    sentence = "This address belongs to another organisation than the one they signed in through."
    field = "email"
