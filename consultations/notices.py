"""What the app tells people. Neutral words and a time; the rest is behind the sign-in (domain.md C2).

No borough, place, kind, case reference or name goes out: where people meet is typed by leads, so it stays inside too.
"""

from datetime import datetime, timedelta
from typing import Literal

from consultations.codes import Mode
from consultations.models import Consultation, EarlierWait
from consultations.states import TOOK_PLACE, ConsultationState, WaitState
from portal.kernel import clock
from portal.kernel.refs import Ref
from portal.kernel.working_days import last_working_day
from portal.notifications.kinds import NoticeKind, Wanted, register
from portal.notifications.services import (
    cancel_calendar_entry,
    cancel_notices,
    plan_notice,
    put_calendar_entry,
)

TITLE = "Practice Hub booking"
PATH = "/consultations/{reference}/"
EXAMPLES = {"reference": "CN-7F3K-2QXM", "when": "Tuesday 24 November 2026 at 09:30 UK time"}
WAS = {"was": "Monday 23 November 2026 at 14:30 UK time"}
REMINDER = timedelta(days=1)


def _in_state(*states: str) -> Wanted:
    """Still wanted while the consultation is in one of the states, and, if the notice names a time, still then."""

    def wanted(about: Ref, facts: dict[str, str], now: datetime) -> bool:
        found = Consultation.objects.filter(pk=about.id).values_list("state", "starts_at").first()
        if found is None or found[0] not in states:
            return False
        told = facts.get("when", "")
        return not told or (found[1] is not None and clock.spoken_moment(found[1]) == told)

    return wanted


def _kind(key: str, audience: str, subject: str, lines: str, why: str, *states: str) -> NoticeKind:
    examples = EXAMPLES | WAS
    facts = ("reference", *(name for name in ("when", "was") if f"{{{name}}}" in subject + lines))
    return register(
        NoticeKind(
            key=f"consultations.{key}",
            audience=audience,
            subject=subject,
            body=lines,
            path=PATH,
            facts=facts,
            why=why,
            still_wanted=_in_state(*states),
            examples={name: examples[name] for name in facts},
        )
    )


BOOKED = _kind(
    "booked",
    "the person who asked",
    "Your booking: {when}",
    "Your booking on Practice Hub is for {when}.\n\nSign in to see with whom and where, to move it or to cancel it.",
    "Because you have a booking.",
    ConsultationState.BOOKED,
)
BOOKED_LEAD = _kind(
    "booked_lead",
    "the lead",
    "A new booking: {when}",
    "Somebody booked a time with you: {when}.\n\nSign in to see what it is about.",
    "Because somebody booked a time with you.",
    ConsultationState.BOOKED,
)
MOVED = _kind(
    "moved",
    "the person who asked, and the lead",
    "Your booking has moved to {when}",
    "Your booking on Practice Hub for {was} has moved. It is now for {when}.\n\n"
    "Sign in to see with whom and where.",
    "Because the booking has moved.",
    ConsultationState.BOOKED,
)
OTHER_LEAD = _kind(
    "other_lead",
    "the person who asked",
    "Your booking stays, with somebody else: {when}",
    "Your booking on Practice Hub stays at its time, {when}. Somebody else will meet you.\n\n"
    "Sign in to see with whom and where.",
    "Because another lead has the booking now.",
    ConsultationState.BOOKED,
)
CANCELLED = _kind(
    "cancelled",
    "the person who asked",
    "Cancelled: your booking for {when}",
    "Your booking on Practice Hub for {when} is cancelled.\n\nSign in to see it, or to book another time.",
    "Because the booking is cancelled.",
    ConsultationState.CANCELLED,
)
CANCELLED_LEAD = _kind(
    "cancelled_lead",
    "the lead",
    "Cancelled: the booking with you for {when}",
    "The booking with you on Practice Hub for {when} is cancelled. It is out of your diary.\n\n"
    "You have nothing to do. Sign in to see which it was.",
    "Because a booking with you is cancelled.",
    ConsultationState.CANCELLED,
)
CANCELLED_REQUEST = _kind(
    "cancelled_request",
    "the person who asked",
    "What you asked for is cancelled",
    "You asked for a time soon on Practice Hub. That request is cancelled.\n\nSign in to see it, or to book a time.",
    "Because the request is cancelled.",
    ConsultationState.CANCELLED,
)
HANDED_ON = _kind(
    "handed_on",
    "the lead who had it before",
    "A booking is no longer with you",
    "A booking of yours on Practice Hub went to somebody else. It is no longer in your diary.",
    "Because another lead has the booking now: you have nothing to do.",
    ConsultationState.BOOKED,
    ConsultationState.CANCELLED,
    ConsultationState.HELD,
    ConsultationState.RECORDED,
)
URGENT = _kind(
    "urgent",
    "the leads who serve the borough",
    "Somebody asks for a time soon",
    "Somebody asks to speak with you before the next free time.\n\nSign in to offer one.",
    "Because you serve the borough, and the request says that it cannot wait.",
    ConsultationState.REQUESTED,
)
OFFERED = _kind(
    "offered",
    "the person who asked",
    "A time is offered to you: {when}",
    "You asked for a time soon. This one is offered to you: {when}.\n\nSign in to accept it.",
    "Because a lead offered a time.",
    ConsultationState.OFFERED,
)
REMIND = _kind(
    "reminder",
    "the person who asked",
    "Reminder of your booking: {when}",
    "Your booking on Practice Hub is for {when}.\n\nSign in to see with whom and where, and what to bring.",
    "To remind you on the working day before.",
    ConsultationState.BOOKED,
)


ASKED_AFTERWARDS = _kind(
    "feedback",
    "the person who asked",
    "Two questions about your booking",
    "Your booking on Practice Hub took place. Two questions, half a minute: did it help?\n\n"
    "Sign in to answer, if you like.",
    "Because your booking took place.",
    *TOOK_PLACE,
)
EARLIER_EXAMPLES = {**EXAMPLES, "until": "Monday 23 November 2026 at 17:00 UK time"}


def _earlier_wanted(about: Ref, facts: dict[str, str], now: datetime) -> bool:
    """The time it speaks of is still kept for whoever waits."""
    waits = EarlierWait.objects.filter(
        consultation_id=about.id, state=WaitState.OFFERED, hold_until__gt=now
    ).values_list("starts_at", flat=True)
    return any(at and clock.spoken_moment(at) == facts.get("when") for at in waits)


EARLIER = register(
    NoticeKind(
        key="consultations.earlier_offered",
        audience="the person who waits for an earlier time",
        subject="An earlier time is kept for you: {when}",
        body=(
            "An earlier time came free: {when}. It is kept for you until {until}.\n\n"
            "Sign in to take it, or to keep the time you have. After that it goes to the next person."
        ),
        path=PATH,
        facts=("reference", "when", "until"),
        why="Because you asked to be told of an earlier time.",
        still_wanted=_earlier_wanted,
        examples=EARLIER_EXAMPLES,
    )
)
PASSED_ON = _kind(
    "earlier_passed_on",
    "the person who did not answer in time",
    "The earlier time went to the next person",
    "You did not take the earlier time, so it was passed on. Your booking stays as it is.\n\n"
    "Sign in to wait for another.",
    "Because an earlier time was kept for you until now.",
    ConsultationState.BOOKED,
)


def tell_earlier(wait: EarlierWait, now: datetime) -> None:
    """Offer an earlier time to whoever waits for one."""
    _tell_waiting(EARLIER, wait, now)


def tell_passed_on(wait: EarlierWait, now: datetime) -> None:
    """Say that the offer is over, and that the booking stays."""
    _tell_waiting(PASSED_ON, wait, now)


def _tell_waiting(kind: NoticeKind, wait: EarlierWait, now: datetime) -> None:
    moments = {"when": wait.starts_at, "until": wait.hold_until}
    facts = {"reference": wait.consultation.reference} | {
        name: clock.spoken_moment(at) for name, at in moments.items() if at and name in kind.facts
    }
    plan_notice(
        key=kind.key,
        person_id=wait.consultation.requester_id,
        about=wait.consultation.ref,
        facts=facts,
        now=now,
        dedupe=f"{wait.consultation_id}:wait{wait.pk}",
    )


def tell_booked(consultation: Consultation, now: datetime) -> None:
    """Confirm to both with a calendar entry, and remind the requester a day before."""
    step = _step(consultation)
    _tell(BOOKED, consultation, consultation.requester_id, now, step, calendar="put")
    if consultation.lead_id:
        _tell(BOOKED_LEAD, consultation, consultation.lead_id, now, step, calendar="put")
    _remind(consultation, now, step)


def tell_moved(consultation: Consultation, now: datetime, *, left: int | None, was: datetime | None) -> None:
    """Tell both once that it moved; take it out of the calendar of a lead who no longer has it.

    Args:
        left: the lead it was with. was: when it was to begin; the same time with another lead is no move.
    """
    step = _step(consultation)
    cancel_notices(about=consultation.ref, now=now)
    if left and left != consultation.lead_id:
        _tell(HANDED_ON, consultation, left, now, step, calendar="withdraw")
    moved = OTHER_LEAD if was == consultation.starts_at else MOVED
    for person_id in _both(consultation):
        is_new = left not in (None, consultation.lead_id) and person_id == consultation.lead_id
        _tell(BOOKED_LEAD if is_new else moved, consultation, person_id, now, step, calendar="put", was=was)
    _remind(consultation, now, step)


def ask_afterwards(consultation: Consultation, now: datetime) -> None:
    """Ask whoever asked the two questions."""
    _tell(ASKED_AFTERWARDS, consultation, consultation.requester_id, now, _step(consultation))


def tell_cancelled(consultation: Consultation, now: datetime) -> None:
    """Cancel what was planned and the calendar entries, and tell both."""
    step = _step(consultation)
    cancel_notices(about=consultation.ref, now=now)
    for person_id in _both(consultation):
        kind = CANCELLED_LEAD if person_id == consultation.lead_id else CANCELLED
        kind = kind if consultation.starts_at else CANCELLED_REQUEST
        _tell(kind, consultation, person_id, now, step, calendar="cancel")


def tell_urgent(consultation: Consultation, lead_ids: list[int], now: datetime) -> None:
    """Tell every lead who serves the borough that somebody cannot wait."""
    for lead_id in lead_ids:
        _tell(URGENT, consultation, lead_id, now, _step(consultation))


def tell_offered(consultation: Consultation, now: datetime) -> None:
    """Tell the requester that a time is offered."""
    _tell(OFFERED, consultation, consultation.requester_id, now, _step(consultation))


def _step(consultation: Consultation) -> int:
    """How many moves there have been: each makes its own notices, a repeated one makes none."""
    return consultation.changes.count()


def _both(consultation: Consultation) -> list[int]:
    return [person_id for person_id in (consultation.requester_id, consultation.lead_id) if person_id]


def _remind(consultation: Consultation, now: datetime, step: int) -> None:
    due_at = _reminder_at(consultation.starts_at) if consultation.starts_at else now
    if due_at > now:
        _tell(REMIND, consultation, consultation.requester_id, now, step, due_at=due_at)


def _reminder_at(starts_at: datetime) -> datetime:
    """A day before, at the same time; where nobody is at work then, on the last working day before it."""
    wall = clock.local(starts_at)
    return clock.wall_to_utc(last_working_day(wall.date() - REMINDER), wall.time(), fold=0)


def _tell(
    kind: NoticeKind,
    consultation: Consultation,
    person_id: int,
    now: datetime,
    step: int,
    *,
    calendar: Literal["put", "cancel", "withdraw", ""] = "",
    due_at: datetime | None = None,
    was: datetime | None = None,
) -> None:
    facts = {
        "reference": consultation.reference,
        "when": clock.spoken_moment(consultation.starts_at) if consultation.starts_at else "",
        "was": clock.spoken_moment(was) if was else "",
    }
    entry = None
    if calendar == "put" and consultation.starts_at and consultation.ends_at:
        entry = put_calendar_entry(
            about=consultation.ref,
            person_id=person_id,
            title=TITLE,
            place=Mode(consultation.mode).label if consultation.mode else "",
            days=((consultation.starts_at, consultation.ends_at),),
            now=now,
        )
    elif calendar:
        entry = cancel_calendar_entry(
            about=consultation.ref, person_id=person_id, now=now, withdrawn=calendar == "withdraw"
        )
    plan_notice(
        key=kind.key,
        person_id=person_id,
        about=consultation.ref,
        facts={name: facts[name] for name in kind.facts},
        now=now,
        due_at=due_at,
        dedupe=f"{consultation.pk}:{step}",
        calendar=entry,
    )
