"""Why a page is not signed off, each with the next step."""

from portal.kernel.errors import DomainError, NotAllowed


class DoesNotWait(DomainError):
    sentence = (
        "This page does not wait for sign-off any more. Somebody was quicker, or its writer took it back."
    )


class ReadAnotherVersion(DomainError):
    sentence = "The page changed after you opened it. Read it again: what you see now is the newest."


class OwnWords(NotAllowed):
    sentence = "You wrote these words, so somebody else has to sign them off."


class NotASigner(NotAllowed):
    sentence = "You may not sign pages off. Whoever gives you your rights can change that."


class RemarkMissing(DomainError):
    sentence = "Write what should change, so that {writer} knows what to do."
    field = "remark"


class NotFitToPublish(DomainError):
    sentence = "It cannot be published yet: {faults} Send it back with that remark."
