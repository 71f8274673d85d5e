"""Why something about a referral link is refused, in words for whoever asked."""

from portal.kernel.errors import DomainError


class PathwayClosed(DomainError):
    sentence = "{name} does not take referral links on that day."
    field = "pathway"


class NothingToLink(DomainError):
    sentence = (
        "A consultation that was cancelled or did not take place cannot be linked. Book another one first."
    )


class LinkedAlready(DomainError):
    sentence = "This family is linked to {name} already: {reference}. Open that one; a second asks the service twice."
    field = "pathway"


class RulesChanged(DomainError):
    sentence = "The rules of {name} changed since you answered. Go through the questions again."


class NotSuitable(DomainError):
    sentence = "The questions do not show yet that {name} is suitable. Nothing is sent until they do."


class ConsentMissing(DomainError):
    sentence = "It cannot be sent without the consent of: {people}."


class ConsentInTheFuture(DomainError):
    sentence = "The date of the consent must be today or in the past."
    field = "on"


class ConsentTakerUnknown(DomainError):
    sentence = "Choose who asked for the consent."
    field = "taken_by"


class NoSuchConsent(DomainError):
    sentence = "There is no consent to withdraw."


class WithdrawnBeforeGiven(DomainError):
    sentence = "Consent cannot be withdrawn before it was given."
    field = "on"


class WorkingHoursMissing(DomainError):
    sentence = "Say when you can be reached: at least one day, and from when until when."
    field = "working_days"


class WorkingHoursReversed(DomainError):
    sentence = "The end of your working hours must be later than their start."
    field = "works_until"


class NoCaseSystem(DomainError):
    sentence = "No case system is connected. Send the form by secure email and record it here."


class AlreadyConnected(DomainError):
    sentence = "This organisation already has a case system. Change that one."
    field = "organisation"


class NothingWaits(DomainError):
    sentence = "Nothing is waiting to be delivered: look below at what arrived."


class TriedJustNow(DomainError):
    sentence = "It was tried at {time}. Wait a minute, then try again."


class SentAlready(DomainError):
    sentence = (
        "You have sent this already, and nothing more is asked here. See how it stands under Consultations: "
        "“Referral links”."
    )
