"""The states of a consultation, their groups, and the table of moves (domain.md A6)."""

from datetime import datetime, timedelta

from django.db import models

from portal.kernel.machine import Machine, Move


class ConsultationState(models.TextChoices):
    REQUESTED = "requested", "Asked for, urgent"
    OFFERED = "offered", "Time offered"
    BOOKED = "booked", "Booked"
    HELD = "held", "Held, not yet recorded"
    RECORDED = "recorded", "Recorded"
    FOLLOWED_UP = "followed_up", "Followed up"
    CANCELLED = "cancelled", "Cancelled"
    NO_SHOW = "no_show", "Did not take place"


S = ConsultationState

# Takes up the lead's and the requester's time: the exclusion constraint and every busy query use this.
OCCUPIES = (S.OFFERED, S.BOOKED, S.HELD, S.RECORDED, S.FOLLOWED_UP)
# Still to come, or still to be decided.
OPEN = (S.REQUESTED, S.OFFERED, S.BOOKED)
# Took place: what "has a consultation taken place?" and the counts ask.
TOOK_PLACE = (S.HELD, S.RECORDED, S.FOLLOWED_UP)
# The two questions afterwards stay open for as long.
FEEDBACK_DAYS = 28
# Has a record.
HAS_RECORD = (S.RECORDED, S.FOLLOWED_UP)
# Closed with a coded reason.
CLOSED_WITH_REASON = (S.CANCELLED, S.NO_SHOW)

# How each looks on a list.
TAG_KINDS = {
    S.REQUESTED: "due",
    S.OFFERED: "due",
    S.BOOKED: "ok",
    S.HELD: "due",
    S.RECORDED: "ok",
    S.FOLLOWED_UP: "ok",
    S.CANCELLED: "stop",
    S.NO_SHOW: "stop",
}

consultation_machine = Machine(
    "consultation",
    states=ConsultationState,
    initial=(S.REQUESTED, S.BOOKED),
    terminal=(S.FOLLOWED_UP, S.CANCELLED, S.NO_SHOW),
    moves={
        "offer": Move((S.REQUESTED,), S.OFFERED),
        "decline": Move((S.OFFERED,), S.REQUESTED),
        "accept": Move((S.OFFERED,), S.BOOKED, "consultations.consultation_booked.v1"),
        "move": Move((S.BOOKED,), S.BOOKED, "consultations.consultation_moved.v1"),
        "hand_over": Move((S.BOOKED,), S.BOOKED, "consultations.consultation_moved.v1"),
        "cancel": Move(OPEN, S.CANCELLED, "consultations.consultation_cancelled.v1"),
        "miss": Move((S.BOOKED,), S.NO_SHOW),
        "hold": Move((S.BOOKED,), S.HELD, "consultations.consultation_held.v1"),
        "record": Move((S.HELD,), S.RECORDED),
        "follow_up": Move((S.RECORDED,), S.FOLLOWED_UP),
    },
)


def asks_for_feedback(state: str, ends_at: datetime | None, now: datetime) -> bool:
    """Whether the two questions are open: it took place, and not too long ago."""
    return state in TOOK_PLACE and ends_at is not None and ends_at > now - timedelta(days=FEEDBACK_DAYS)


class WaitState(models.TextChoices):
    """Of somebody who waits for an earlier time than the one they have."""

    WAITING = "waiting", "Waiting for an earlier time"
    OFFERED = "offered", "An earlier time is offered"
    TAKEN = "taken", "Took the earlier time"
    DECLINED = "declined", "Kept the time they had"
    LAPSED = "lapsed", "Lapsed"
    STOPPED = "stopped", "No longer waiting"


class WaitEnd(models.TextChoices):
    """Why a wait lapsed by itself."""

    NOT_ANSWERED = "not_answered", "The offer was not taken up in time"
    TOO_LATE = "too_late", "No earlier day is left"
    NOT_ELIGIBLE = "not_eligible", "No longer works in the borough"
    LEAD_AWAY = "lead_away", "The lead can no longer come then"


W = WaitState
# One of these for each consultation, at most.
WAIT_LIVE = (W.WAITING, W.OFFERED)
# A time is kept: it counts as taken.
WAIT_KEEPS = (W.OFFERED,)

wait_machine = Machine(
    "wait for an earlier time",
    states=WaitState,
    initial=(W.WAITING,),
    terminal=(W.TAKEN, W.DECLINED, W.LAPSED, W.STOPPED),
    moves={
        "offer": Move((W.WAITING,), W.OFFERED),
        "take": Move((W.OFFERED,), W.TAKEN),
        "decline": Move((W.OFFERED,), W.DECLINED),
        "lapse": Move(WAIT_LIVE, W.LAPSED),
        "stop": Move(WAIT_LIVE, W.STOPPED),
    },
)
