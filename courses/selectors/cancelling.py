"""Giving a place back, in words that fit whoever reads them: the person themselves, or a keeper of the dates."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from courses.errors import RunBegan
from courses.models import Enrolment, EnrolmentChange, Run
from courses.rules.dates import is_late_to_cancel
from courses.selectors.glance import fullness_of
from courses.states import EnrolmentState, enrolment_machine
from portal.kernel import clock
from portal.kernel.actors import Actor

CANCELLABLE = enrolment_machine.sources("cancel")
OVER = "This is over, so there is nothing to give back."


@dataclass(frozen=True, slots=True)
class CancelTerms:
    """The rule of giving a place back, in words, before anybody presses the button."""

    free_until: date | None
    is_late: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class _Words:
    """What giving something up is called, to the person and to somebody else; and what is said once it is done."""

    own: str
    others: str
    done: str


_REQUEST = _Words("Take your request back", "Cancel {name}’s request", "Your request is taken back.")
WORDS = {
    EnrolmentState.BOOKED: _Words(
        "Give your place back", "Cancel {name}’s place", "Your place is given back."
    ),
    EnrolmentState.REQUESTED: _REQUEST,
    EnrolmentState.AGREED: _REQUEST,
    EnrolmentState.OFFERED: _Words(
        "Pass the offer on", "Take the offer to {name} back", "The offer is passed on."
    ),
    EnrolmentState.WAITING: _Words(
        "Leave the waiting list", "Take {name} off the waiting list", "You have left the waiting list."
    ),
}
LAST_IN_THE_QUEUE = "The number in the queue is lost; whoever joins again joins at its end."
CLOSED = "Booking has closed, so the place cannot be asked for again."
PASSES_ON = "The next person on the waiting list is offered the place at once, so it cannot be had back."
NOBODY_WAITS = "Nobody is on the waiting list. The place can be asked for again while booking is open."


@dataclass(frozen=True, slots=True)
class CancelScreen:
    """The page before a place is given up."""

    heading: str
    comes_of_it: str
    rule: CancelTerms | None


def is_own(actor: Actor, enrolment: Enrolment) -> bool:
    """Whether this is the actor's own place."""
    return actor.is_person and actor.person_id == enrolment.person_id


def why_not_cancel(enrolment: Enrolment, now: datetime) -> str:
    """Why nobody can give this up any more; empty when somebody can. No query."""
    if enrolment.state not in CANCELLABLE:
        return OVER
    run = enrolment.run
    return RunBegan.sentence if run.starts_at is not None and now >= run.starts_at else ""


def cancel_words(enrolment: Enrolment, *, actor: Actor) -> str:
    """What the link and the button say. No query."""
    words = WORDS[EnrolmentState(enrolment.state)]
    return words.own if is_own(actor, enrolment) else words.others.format(name=enrolment.person.name)


def cancel_screen(enrolment: Enrolment, *, actor: Actor, now: datetime) -> CancelScreen:
    """The page of an enrolment that can be given up, loaded by `enrolment_seen`. One query."""
    own = is_own(actor, enrolment)
    told = "" if own else f" {enrolment.person.name} is told, and can read the reason."
    booked = enrolment.state == EnrolmentState.BOOKED
    return CancelScreen(
        heading=cancel_words(enrolment, actor=actor),
        comes_of_it=_what_comes_of_it(enrolment, now) + told,
        rule=terms_of_cancelling(enrolment.run, now, own=own) if booked else None,
    )


def _what_comes_of_it(enrolment: Enrolment, now: datetime) -> str:
    if enrolment.state == EnrolmentState.WAITING:
        return LAST_IN_THE_QUEUE
    closes_at = enrolment.run.booking_closes_at
    if closes_at and now >= closes_at:
        return CLOSED
    return PASSES_ON if fullness_of(enrolment.run_id).waiting else NOBODY_WAITS


def given_up_words(was: str, given_up: Enrolment, *, actor: Actor, now: datetime) -> str:
    """What is said once it is done, and that the next person was told if there was one. One query.

    Args:
        was: the state before.
        now: the moment of giving up.
    """
    own = is_own(actor, given_up)
    done = WORDS[EnrolmentState(was)].done if own else f"Cancelled. {given_up.person.name} is told now."
    offers = EnrolmentChange.objects.filter(enrolment__run_id=given_up.run_id, move="offer", at=now)
    return f"{done} The next person on the waiting list is told now." if offers.exists() else done


def terms_of_cancelling(run: Run, now: datetime, *, own: bool = True) -> CancelTerms:
    """What cancelling means at this moment. No query."""
    you = "You can give your place back" if own else "A place can be given back"
    if run.starts_at is None:
        return CancelTerms(None, False, f"{you} at any time.")
    free_until = clock.today(run.starts_at) - timedelta(days=run.course.free_cancel_days)
    if is_late_to_cancel(now, run.starts_at, run.course.free_cancel_days):
        sentence = (
            "It is late: fewer days are left than it takes to fill a place. It counts as a late cancellation."
        )
        return CancelTerms(free_until, True, sentence)
    sentence = f"{you} until {clock.spoken_date(free_until)}. After that it counts as late."
    return CancelTerms(free_until, False, sentence)
