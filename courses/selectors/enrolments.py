"""Places: mine, those I decide, and figures as at a day."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, OuterRef, QuerySet, Subquery

from courses.models import Enrolment, EnrolmentChange, Run
from courses.permissions import enrolments_seen_by, may_cancel_place, may_decide
from courses.rules.answers import next_step
from courses.rules.dates import short_days, spoken_days, spoken_times
from courses.selectors.approval_links import BY_LINK, is_by_link
from courses.selectors.cancelling import cancel_words, why_not_cancel
from courses.selectors.delivery import what_is_missing
from courses.selectors.what_next import SOMEBODY, WhatNext, decided_by_of, what_next
from courses.states import (
    CONFIRMED,
    ENDED,
    HELD,
    REASON_WORDS,
    TAG_KINDS,
    Approval,
    EndReason,
    EnrolmentState,
    RunState,
)
from portal.kernel import clock
from portal.kernel.actors import Actor
from portal.kernel.errors import NotFound
from portal.people import selectors as people


def bookings_as_of(on: date) -> QuerySet[Enrolment]:
    """Enrolments that were booked, and not yet over, at the end of a day: read from their history."""
    return _as_of(on, (EnrolmentState.BOOKED,))


def waiting_as_of(on: date) -> QuerySet[Enrolment]:
    """Enrolments on a waiting list, or asked for and not answered, at the end of a day."""
    return _as_of(on, (EnrolmentState.WAITING, *HELD))


def _as_of(on: date, states: tuple[str, ...]) -> QuerySet[Enrolment]:
    _, end = clock.day_bounds(on)
    last = EnrolmentChange.objects.filter(enrolment=OuterRef("pk"), at__lt=end).order_by("-at", "-id")
    then = Enrolment.objects.annotate(state_then=Subquery(last.values("to_state")[:1]))
    return then.filter(state_then__in=states)


def enrolment_seen(actor: Actor, enrolment_id: int) -> Enrolment:
    """A place this actor may see, with what its page shows. Raises `NotFound`."""
    rows = enrolments_seen_by(actor).select_related(
        "run__course", "edition", "person", "approver", "approved_by"
    )
    found = rows.prefetch_related("run__days", "run__open_to", "run__trainers", "changes").filter(
        pk=enrolment_id
    )
    enrolment = found.first()
    if enrolment is None:
        raise NotFound()
    return enrolment


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One of my places, as a row."""

    id: int
    when: str
    when_small: str
    title: str
    detail: str
    tag: str
    tag_kind: str
    starts_at: datetime | None


@dataclass(frozen=True, slots=True)
class MyPlaces:
    """Everything somebody asked for: still to come, not to come although the days are, and over."""

    coming: list[PlaceRow]
    ended: list[PlaceRow]
    past: list[PlaceRow]


def my_places(person_id: int, now: datetime) -> MyPlaces:
    """My places, the soonest first; those whose days are over, the newest first. Two queries."""
    rows = Enrolment.objects.filter(person_id=person_id).select_related("run__course")
    found = MyPlaces([], [], [])
    for enrolment in rows.prefetch_related("run__days").order_by(
        F("run__starts_at").asc(nulls_last=True), "id"
    ):
        ended = found.ended if enrolment.state in ENDED else found.coming
        (found.past if is_over(enrolment, now) else ended).append(_place_row(enrolment, now))
    found.past.reverse()
    return found


def _place_row(enrolment: Enrolment, now: datetime) -> PlaceRow:
    when, small = short_days([day.on for day in enrolment.run.days.all()])
    tag, kind = _tag(enrolment, now)
    return PlaceRow(
        id=enrolment.pk,
        when=when,
        when_small=small,
        title=enrolment.run.course.title,
        detail=what_now(enrolment, now),
        tag=tag,
        tag_kind=kind,
        starts_at=enrolment.run.starts_at,
    )


def _tag(enrolment: Enrolment, now: datetime) -> tuple[str, str]:
    state = EnrolmentState(enrolment.state)
    if state == EnrolmentState.BOOKED and is_over(enrolment, now):
        return "Days over", "info"
    return str(state.label), TAG_KINDS[state]


MEANINGS = {
    EnrolmentState.REQUESTED: "Waiting for your manager to agree. Your place is held until {until}.",
    EnrolmentState.AGREED: "Your manager agreed. Waiting for the lead. Your place is held until {until}.",
    EnrolmentState.WAITING: "All places are taken. We offer you the next one that comes free, in order.",
    EnrolmentState.OFFERED: "A place came free. Take it by {until}, then it passes on.",
    EnrolmentState.BOOKED: "Your place is booked.",
    EnrolmentState.COMPLETED: "You have completed this course.",
    EnrolmentState.NOT_COMPLETED: "Something is still missing before this counts as completed.",
}


STILL_ASKED = {
    Approval.NONE: "",
    Approval.MANAGER: " Once you take it, your manager is asked to agree.",
    Approval.MANAGER_THEN_LEAD: " Once you take it, your manager and then the lead are asked to agree.",
}


def what_state_means(state: str, hold_until: datetime | None, approval: str) -> str:
    """What a live state means for the person, with its deadline, and who is asked after an offer is taken."""
    until = clock.spoken_moment(hold_until) if hold_until else ""
    then = STILL_ASKED[Approval(approval)] if state == EnrolmentState.OFFERED else ""
    return MEANINGS[EnrolmentState(state)].format(until=until) + then


DAYS_OVER = "The days are over, and something is still missing before it counts as completed."


def is_over(enrolment: Enrolment, now: datetime) -> bool:
    """Whether the last day has ended. No query."""
    return enrolment.run.ends_at is not None and enrolment.run.ends_at <= now


def what_now(enrolment: Enrolment, now: datetime) -> str:
    """What the state of an enrolment means for the person, or why it ended and what to do next. No query."""
    if enrolment.state in ENDED:
        step = "" if is_over(enrolment, now) else next_step(enrolment.end_reason, who=SOMEBODY)
        return f"{EndReason(enrolment.end_reason).label}. {step}".strip()
    if enrolment.state == EnrolmentState.BOOKED and is_over(enrolment, now):
        return DAYS_OVER
    return what_state_means(enrolment.state, enrolment.hold_until, enrolment.approval)


def queue_position(enrolment: Enrolment) -> int:
    """How many people wait before and with this one: 1 is next."""
    waiting = Enrolment.objects.filter(run_id=enrolment.run_id, state=EnrolmentState.WAITING)
    return waiting.filter(queue_number__lte=enrolment.queue_number or 0).count()


APPROVAL_WORDS = {
    Approval.NONE: "Nobody: your place is booked at once",
    Approval.MANAGER: "Your manager",
    Approval.MANAGER_THEN_LEAD: "Your manager, then your borough’s lead",
}


def approval_words(policy: str) -> str:
    """Who has to agree, to the person who asks."""
    return APPROVAL_WORDS[Approval(policy)]


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One line of an enrolment's history."""

    at: datetime
    what: str
    who: str
    why: str


@dataclass(frozen=True, slots=True)
class PlaceScreen:
    """Everything a place's page shows."""

    enrolment: Enrolment
    run: Run
    state: str
    state_label: str
    tag_kind: str
    over: bool
    sentence: str
    spoken: str
    times: str
    position: int | None
    is_own: bool
    cancelling: str
    may_decide: bool
    shows_joining: bool
    missing: tuple[str, ...]
    next: WhatNext | None
    timeline: tuple[TimelineRow, ...]


WHAT = {
    "ask": "Asked for a place",
    "book": "Booked",
    "wait": "Joined the waiting list",
    "agree": "Agreed by the manager",
    "approve": "Agreed, and booked",
    "decline": "Not agreed",
    "reopen": "Answer taken back; waits for agreement",
    "reopen_second": "Answer taken back; waits for the lead",
    "requeue": "Answer taken back; on the waiting list",
    "offer": "Offered a place",
    "accept": "Took the offer",
    "accept_with_approval": "Took the offer; waits for agreement",
    "lapse": "Lapsed",
    "cancel": "Cancelled",
    "complete": "Completed",
    "fall_short": "Not completed",
    "withdraw_completion": "Completion withdrawn",
}


def place_screen(enrolment: Enrolment, *, actor: Actor, now: datetime) -> PlaceScreen:
    """A place loaded by `enrolment_seen`, ready to show. Three queries at most: the queue, names, whom to write to."""
    run, state = enrolment.run, EnrolmentState(enrolment.state)
    days = list(run.days.all())
    begun = run.starts_at is not None and now >= run.starts_at
    own = actor.is_person and actor.person_id == enrolment.person_id
    tag, kind = _tag(enrolment, now)
    names = people.people_named(c.actor_person_id for c in enrolment.changes.all() if c.actor_person_id)
    return PlaceScreen(
        enrolment=enrolment,
        run=run,
        state=state,
        state_label=tag,
        tag_kind=kind,
        over=is_over(enrolment, now),
        sentence=_where_it_stands(enrolment, names, own=own, now=now),
        spoken=spoken_days([day.on for day in days]),
        times=spoken_times([(day.starts, day.ends) for day in days]),
        position=queue_position(enrolment) if state == EnrolmentState.WAITING else None,
        is_own=own,
        cancelling=cancel_words(enrolment, actor=actor)
        if may_cancel_place(actor, enrolment) and not why_not_cancel(enrolment, now)
        else "",
        may_decide=may_decide(actor, enrolment),
        shows_joining=own
        and state in CONFIRMED
        and bool(run.joining_link)
        and run.state == RunState.PUBLISHED,
        missing=what_is_missing(enrolment.pk)
        if state in (EnrolmentState.BOOKED, EnrolmentState.NOT_COMPLETED) and begun
        else (),
        next=what_next(enrolment, names, now) if own else None,
        timeline=_timeline(enrolment, names),
    )


def _where_it_stands(enrolment: Enrolment, names: dict[int, str], *, own: bool, now: datetime) -> str:
    if enrolment.state in ENDED:
        why = EndReason(enrolment.end_reason).label
        answered = names.get(decided_by_of(enrolment) or 0)
        return f"{answered} answered: “{why}”." if answered else f"{why}."
    if own:
        return what_now(enrolment, now)
    until = enrolment.hold_until
    return f"The place is held until {clock.spoken_moment(until)}." if until else ""


def _who(change: EnrolmentChange, names: dict[int, str]) -> str:
    who = names.get(change.actor_person_id or 0, "Practice Hub")
    return f"{who}, {BY_LINK}" if is_by_link(change.actor_label) else who


def _timeline(enrolment: Enrolment, names: dict[int, str]) -> tuple[TimelineRow, ...]:
    return tuple(
        TimelineRow(
            at=change.at,
            what=WHAT.get(change.move, change.move),
            who=_who(change, names),
            why="" if change.reason == EndReason.UNSAID else REASON_WORDS.get(change.reason, change.reason),
        )
        for change in enrolment.changes.all()
    )
