"""Why somebody cannot have a place on a run: one function for page, API, bulk booking and waiting list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from courses.states import EnrolmentState, RunState
from portal.kernel import clock


@dataclass(frozen=True, slots=True)
class Asker:
    """What counts about the person, on the day they ask.

    Args:
        person_id: None for a visitor.
        organisation_id: where they work; None while nobody has confirmed it.
        live_state: the state of the enrolment they have in this run already.
        missing: titles of the courses they would have to complete first.
    """

    person_id: int | None
    organisation_id: int | None = None
    live_state: str | None = None
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Terms:
    """What counts about the run. `open_to` holds organisation id -> name; empty: everybody."""

    state: str
    opens_at: datetime | None
    closes_at: datetime | None
    starts_at: datetime | None
    open_to: dict[int, str]
    places_left: int
    waiting: int


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that stands in the way, and what the person can do about it."""

    code: str
    sentence: str
    next_step: str


NO_LONGER = {
    RunState.DRAFT: Reason("draft", "These dates are not open for booking yet.", "Look for another date."),
    RunState.CANCELLED: Reason("cancelled", "These dates were cancelled.", "Look for another date."),
    RunState.FINISHED: Reason("finished", "These dates are over.", "Look for another date."),
}


def why_not_enrol(asker: Asker, terms: Terms, now: datetime) -> tuple[Reason, ...]:
    """Every reason against a place, the most basic first; empty when there is none.

    A full run is the last reason and the only one that does not stand against the waiting list (`why_not_wait`).
    """
    return (*why_not_wait(asker, terms, now), *why_full(terms.places_left, terms.waiting))


def why_not_wait(asker: Asker, terms: Terms, now: datetime) -> tuple[Reason, ...]:
    """The reasons that stand against a place, an offer and the waiting list alike."""
    return tuple(
        reason for reason in (*_person(asker), *_window(terms, now), *_rights(asker, terms)) if reason
    )


def is_closed(terms: Terms, now: datetime) -> bool:
    """Whether nobody at all can be given a place now: not shown, not yet open, or past its window."""
    return bool([reason for reason in _window(terms, now) if reason])


def _person(asker: Asker) -> Sequence[Reason | None]:
    if asker.person_id is None:
        return [
            Reason("visitor", "You are not signed in.", "Sign in or create an account to ask for a place.")
        ]
    if asker.live_state is not None:
        words = EnrolmentState(asker.live_state).label.lower()
        return [Reason("has_one", f"You have asked for these dates already: {words}.", "See your places.")]
    if asker.organisation_id is None:
        step = (
            "Ask your training administrator to confirm where you work; your account page says whom to ask."
        )
        return [Reason("no_membership", "Nobody has confirmed yet which organisation you work for.", step)]
    return []


def _window(terms: Terms, now: datetime) -> Sequence[Reason | None]:
    if terms.state in NO_LONGER:
        return [NO_LONGER[RunState(terms.state)]]
    if terms.opens_at and now < terms.opens_at:
        opens = clock.spoken_moment(terms.opens_at)
        return [Reason("not_open", f"Booking opens on {opens}.", "Come back then.")]
    if terms.closes_at and now >= terms.closes_at:
        closed = clock.spoken_moment(terms.closes_at)
        return [Reason("closed", f"Booking closed on {closed}.", "Look for another date.")]
    return []


def _rights(asker: Asker, terms: Terms) -> Sequence[Reason | None]:
    reasons: list[Reason | None] = []
    if asker.organisation_id and terms.open_to and asker.organisation_id not in terms.open_to:
        names = in_words(sorted(terms.open_to.values()))
        reasons.append(
            Reason("borough", f"These dates are for {names}.", "Look for a date for your organisation.")
        )
    if asker.missing:
        needed = in_words(asker.missing)
        step = (
            "Find a date for it in the catalogue. If you did it elsewhere, tell your training administrator."
        )
        reasons.append(Reason("prerequisite", f"You need to have completed {needed} first.", step))
    return reasons


def why_full(places_left: int, waiting: int) -> tuple[Reason, ...]:
    """The one reason that the waiting list answers; empty when there is a place for whoever asks directly."""
    if places_left > 0 and not waiting:
        return ()
    sentence = "All places are taken."
    if waiting:
        sentence += " 1 person is waiting." if waiting == 1 else f" {waiting} people are waiting."
    return (Reason("full", sentence, "Join the waiting list: a place that comes free is offered in order."),)


def in_words(names: Sequence[str]) -> str:
    """A, B and C."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"
