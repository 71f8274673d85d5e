"""Giving a place back, in words that fit whoever reads them: the person themselves, or a keeper of the dates."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from courses.errors import RunBegan
from courses.models import Enrolment, Run
from courses.rules.dates import is_late_to_cancel
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
    """What giving something up is called, and what comes of it: to the person, and to somebody else."""

    own: str
    others: str
    comes_of_it: str


_REQUEST = _Words(
    "Take your request back",
    "Cancel {name}’s request",
    "The place is no longer held, and others can have it.",
)
WORDS = {
    EnrolmentState.BOOKED: _Words(
        "Give your place back",
        "Cancel {name}’s place",
        "If somebody waits for this place, it is offered to them at once, so it cannot be had back.",
    ),
    EnrolmentState.REQUESTED: _REQUEST,
    EnrolmentState.AGREED: _REQUEST,
    EnrolmentState.OFFERED: _Words(
        "Pass the offer on",
        "Take the offer to {name} back",
        "If somebody else waits, the place is offered to them at once.",
    ),
    EnrolmentState.WAITING: _Words(
        "Leave the waiting list",
        "Take {name} off the waiting list",
        "The number in the queue is lost; whoever joins again joins at its end.",
    ),
}


@dataclass(frozen=True, slots=True)
class CancelScreen:
    """The page that asks for a reason."""

    heading: str
    question: str
    comes_of_it: str
    rule: CancelTerms | None


def why_not_cancel(enrolment: Enrolment, now: datetime) -> str:
    """Why nobody can give this up any more; empty when somebody can. No query."""
    if enrolment.state not in CANCELLABLE:
        return OVER
    run = enrolment.run
    return RunBegan.sentence if run.starts_at is not None and now >= run.starts_at else ""


def cancel_words(enrolment: Enrolment, *, actor: Actor) -> str:
    """What the link and the button say. No query."""
    words = WORDS[EnrolmentState(enrolment.state)]
    own = actor.is_person and actor.person_id == enrolment.person_id
    return words.own if own else words.others.format(name=enrolment.person.name)


def cancel_screen(enrolment: Enrolment, *, actor: Actor, now: datetime) -> CancelScreen:
    """The page of an enrolment that can be given up, loaded by `enrolment_seen`. No query."""
    own = actor.is_person and actor.person_id == enrolment.person_id
    state = EnrolmentState(enrolment.state)
    told = "" if own else f" {enrolment.person.name} is told, and can read the reason."
    return CancelScreen(
        heading=cancel_words(enrolment, actor=actor),
        question="Why do you give it back?" if own else "Why is it cancelled?",
        comes_of_it=WORDS[state].comes_of_it + told,
        rule=terms_of_cancelling(enrolment.run, now, own=own) if state == EnrolmentState.BOOKED else None,
    )


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
