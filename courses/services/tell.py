"""Planning what people are told about a place, and keeping their calendar entry true. In the caller's transaction."""

from datetime import datetime, timedelta
from typing import Any

from courses.models import Enrolment, Run, RunDay
from courses.rules.dates import spoken_days, spoken_span
from courses.selectors.answered import undo_until
from courses.selectors.approval_links import approval_token, is_by_link
from courses.states import UNDOING, EnrolmentState, Mode
from portal.kernel import clock
from portal.kernel.actors import Actor
from portal.kernel.refs import Ref
from portal.notifications.services import (
    NoticePlan,
    cancel_calendar_entry,
    cancel_notices,
    plan_notices,
    put_calendar_entry,
)

# Neutral on purpose: council calendars often share subjects.
CALENDAR_TITLE = "Practice Hub booking"
REMIND_APPROVER = timedelta(days=2)
REMIND_PERSON = timedelta(days=2)

# What asks an approver for their answer.
QUESTIONS = ("approval_asked", "approval_reminder")
ENDINGS = {
    EnrolmentState.DECLINED: "place_declined",
    EnrolmentState.LAPSED: "place_lapsed",
    EnrolmentState.CANCELLED: "place_cancelled",
}


def ref_of(enrolment: Enrolment) -> Ref:
    return Ref("courses.enrolment", enrolment.pk)


def about_new(enrolment: Enrolment, run: Run, now: datetime, *, again: str = "") -> None:
    """Tell whoever has to know that a place was asked for, queued for, agreed to once, or booked.

    Args:
        again: `times_undone`, where an answer may have been taken back: then it is told anew.
    """
    if enrolment.state == EnrolmentState.WAITING:
        plan_notices(_plan("place_waiting", enrolment, _facts_of_span(enrolment, run)), now=now)
        return
    days = list(run.days.all())
    facts = _facts(enrolment, days)
    if enrolment.state == EnrolmentState.BOOKED:
        entry = _put_entry(enrolment, run, days, now)
        booked = _plan("place_booked", enrolment, facts, calendar=entry, occasion=again)
        plans = [booked, *_reminder(enrolment, days, facts, now)]
    else:
        asked = (
            [_plan("place_requested", enrolment, facts, occasion=again)]
            if enrolment.state == EnrolmentState.REQUESTED
            else []
        )
        plans = [*asked, *_questions(enrolment, facts, now, again=again)]
    plan_notices(*plans, now=now)


def times_undone(enrolment: Enrolment) -> str:
    """How often an answer to this request was taken back; empty for never. One query."""
    return str(enrolment.changes.filter(move__in=UNDOING).count() or "")


def about_undone(enrolment: Enrolment, run: Run, now: datetime) -> None:
    """Tell the person that the answer was a slip, and remind whoever has to answer now. The calendar entry goes."""
    about, again = ref_of(enrolment), times_undone(enrolment)
    for key in ("place_booked", "place_reminder", "place_declined", "form_due", *QUESTIONS):
        cancel_notices(about=about, now=now, key=f"courses.{key}")
    entry = cancel_calendar_entry(about=about, person_id=enrolment.person_id, now=now, withdrawn=True)
    facts = _facts(enrolment, list(run.days.all()))
    waits = enrolment.state == EnrolmentState.WAITING
    kind = "answer_taken_back_full" if waits else "answer_taken_back"
    told = _plan(kind, enrolment, facts, calendar=entry, occasion=again)
    plan_notices(told, *_questions(enrolment, facts, now, again=again)[1:], now=now)


def about_passed_on(enrolment: Enrolment, now: datetime) -> None:
    """Ask the first of two approvers no more: they have agreed."""
    for key in QUESTIONS:
        cancel_notices(about=ref_of(enrolment), now=now, key=f"courses.{key}")


def about_answer(enrolment: Enrolment, actor: Actor, now: datetime) -> None:
    """Tell an approver at once of an answer that somebody gave by the link in their mail, and how to take it back."""
    if not is_by_link(actor.label) or actor.person_id is None:
        return
    facts = _facts(enrolment, list(enrolment.run.days.all()))
    facts["undo"] = clock.spoken_moment(undo_until(now, actor.label, reader=""))
    occasion = f"{enrolment.state}{times_undone(enrolment)}"
    told = _plan("answered_by_link", enrolment, facts, person_id=actor.person_id, occasion=occasion)
    plan_notices(told, now=now)


def about_offer(enrolment: Enrolment, run: Run, now: datetime) -> None:
    """Tell the next person on the list that a place is theirs until a moment."""
    facts = _facts(enrolment, list(run.days.all()))
    plan_notices(_plan("place_offered", enrolment, facts, occasion=str(enrolment.queue_number)), now=now)


def about_end(
    enrolment: Enrolment,
    run: Run,
    now: datetime,
    *,
    was: str = "",
    run_cancelled: bool = False,
    answer: dict[str, str] | None = None,
    again: str = "",
) -> None:
    """Call off what is still planned, take the calendar entry back, and say that it is over.

    Args:
        was: the state before it was cancelled: only what was booked is called a booking.
        answer: who said no, why, and what to do next.
        again: `times_undone`.
    """
    cancel_notices(about=ref_of(enrolment), now=now)
    entry = cancel_calendar_entry(
        about=ref_of(enrolment), person_id=enrolment.person_id, now=now, withdrawn=not run_cancelled
    )
    kind = ENDINGS[EnrolmentState(enrolment.state)]
    if kind == "place_cancelled" and was != EnrolmentState.BOOKED:
        kind = "request_cancelled"
    facts = _facts(enrolment, list(run.days.all())) | (answer or {})
    plan_notices(_plan(kind, enrolment, facts, calendar=entry, occasion=again), now=now)


def about_move(enrolment: Enrolment, run: Run, now: datetime, *, change_id: int) -> None:
    """Move the calendar entry of a booked person, and tell everybody who is still in it."""
    days = list(run.days.all())
    facts = _facts(enrolment, days)
    entry, plans = None, []
    if enrolment.state == EnrolmentState.BOOKED:
        entry = _put_entry(enrolment, run, days, now)
        for key in ("place_reminder", "form_due"):
            cancel_notices(about=ref_of(enrolment), now=now, key=f"courses.{key}")
        plans = _reminder(enrolment, days, facts, now)
    moved = _plan("run_moved", enrolment, facts, calendar=entry, occasion=f"change{change_id}")
    plan_notices(moved, *plans, now=now)


def _put_entry(enrolment: Enrolment, run: Run, days: list[RunDay], now: datetime) -> Any:
    return put_calendar_entry(
        about=ref_of(enrolment),
        person_id=enrolment.person_id,
        title=CALENDAR_TITLE,
        place="Online" if run.mode == Mode.ONLINE else "See Practice Hub",
        days=[(day.starts_at, day.ends_at) for day in days],
        now=now,
    )


def _reminder(
    enrolment: Enrolment, days: list[RunDay], facts: dict[str, str], now: datetime
) -> list[NoticePlan]:
    due = days[0].starts_at - REMIND_PERSON if days else now
    occasion = f"{days[0].starts_at:%Y%m%d%H%M}" if days else ""
    return [_plan("place_reminder", enrolment, facts, due_at=due, occasion=occasion)] if due > now else []


def _questions(
    enrolment: Enrolment, facts: dict[str, str], now: datetime, *, again: str = ""
) -> list[NoticePlan]:
    if enrolment.approver_id is None or enrolment.hold_until is None:
        return []
    facts = {**facts, "token": approval_token(enrolment)}
    to: dict[str, Any] = {"person_id": enrolment.approver_id, "occasion": f"{enrolment.state}{again}"}
    due = enrolment.hold_until - REMIND_APPROVER
    later = [_plan("approval_reminder", enrolment, facts, due_at=due, **to)] if due > now else []
    return [_plan("approval_asked", enrolment, facts, **to), *later]


def _facts(enrolment: Enrolment, days: list[RunDay]) -> dict[str, str]:
    facts = {"enrolment": str(enrolment.pk), "when": spoken_days([day.on for day in days])}
    if days:
        facts["first"] = clock.spoken_moment(days[0].starts_at)
    if enrolment.hold_until:
        facts["until"] = clock.spoken_moment(enrolment.hold_until)
    return facts


def _facts_of_span(enrolment: Enrolment, run: Run) -> dict[str, str]:
    """The same from the run's own row: hundreds join a list in a minute, and none of them needs each day named."""
    if run.starts_at is None or run.ends_at is None:
        return _facts(enrolment, [])
    when = spoken_span(clock.today(run.starts_at), clock.today(run.ends_at))
    return {"enrolment": str(enrolment.pk), "when": when}


def _plan(
    kind: str,
    enrolment: Enrolment,
    facts: dict[str, str],
    *,
    person_id: int | None = None,
    due_at: datetime | None = None,
    calendar: Any = None,
    occasion: str = "",
) -> NoticePlan:
    return NoticePlan(
        key=f"courses.{kind}",
        person_id=person_id or enrolment.person_id,
        about=ref_of(enrolment),
        facts=facts,
        dedupe=f"{enrolment.pk}:{occasion}",
        due_at=due_at,
        calendar=calendar,
    )
