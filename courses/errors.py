"""What the services of this app refuse, each in a sentence for the person who asked."""

from portal.kernel.errors import DomainError


class CannotEnrol(DomainError):
    """The rules of the run or the course stand against it; the sentence is the first reason."""

    sentence = "You cannot have a place on these dates."


class RunFull(DomainError):
    sentence = "These dates are full: join the waiting list."


class NotFull(DomainError):
    sentence = "There are places left. Ask for a place instead of joining the waiting list."


class Clash(DomainError):
    """Another booking falls on the same days; it can be overridden with a reason."""

    sentence = "You already have {other} on {day}. If you want this place all the same, say why."
    field = "clash_reason"


class NoApprover(DomainError):
    sentence = (
        "We cannot find anybody who may agree to your training. Ask your training administrator to check your "
        "manager on the roster."
    )


class AlreadyDecided(DomainError):
    sentence = "This request has been answered already, or taken back: it is {state} now."


class CannotUndo(DomainError):
    """An answer is taken back by whoever gave it, within minutes, while nothing else has happened."""

    sentence = "This answer cannot be undone any more. Tell your colleague: they can ask again, or give the place back."


class OwnRequest(DomainError):
    sentence = "You cannot agree to your own request. Somebody else who answers for your team has to."
    status = 403


class OfferGone(DomainError):
    sentence = (
        "This offer has passed on, because it was not taken up in time. You can join the waiting list again."
    )


class CapacityTooSmall(DomainError):
    sentence = "{taken} people have places: {names}. Cancel or move places first, or choose a larger number."
    field = "capacity"


class PeopleOutside(DomainError):
    """An organisation would be left out whose people have places. Nobody is dropped silently."""

    sentence = (
        "These people have a place or wait for one, and would be left out: {names}. Keep their organisation."
    )
    field = "open_to"


class NotReady(DomainError):
    """A run lacks something that it needs before it is published."""

    sentence = "These dates are not ready to be published."


class HoldOver(DomainError):
    sentence = "The place was held until {until} and has passed on. Your colleague can ask again."


class RunBegan(DomainError):
    sentence = (
        "The course has begun, so the place cannot be given back any more. Tell the trainer who cannot come."
    )
