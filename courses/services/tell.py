"""Planning what people are told about a place, and keeping their calendar entry true. In the caller's transaction."""

from datetime import datetime, timedelta
from typing import Any

from courses.models import Enrolment, Run, RunDay
from courses.rules.dates import spoken_days
from courses.selectors.enrolments import approval_token
from courses.states import EnrolmentState, Mode
from portal.kernel import clock
from portal.kernel.refs import Ref
from portal.notifications.services import (
    cancel_calendar_entry,
    cancel_notices,
    plan_notice,
    put_calendar_entry,
)

# Neutral on purpose: council calendars often share subjects.
CALENDAR_TITLE = "Practice Hub booking"
REMIND_APPROVER = timedelta(days=2)
REMIND_PERSON = timedelta(days=2)

ENDINGS = {
    EnrolmentState.DECLINED: "courses.place_declined",
    EnrolmentState.LAPSED: "courses.place_lapsed",
    EnrolmentState.CANCELLED: "courses.place_cancelled",
}


def ref_of(enrolment: Enrolment) -> Ref:
    return Ref("courses.enrolment", enrolment.pk)


def about_new(enrolment: Enrolment, run: Run, now: datetime) -> None:
    """Tell whoever has to know that a place was asked for, queued for, agreed to once, or booked."""
    days = list(run.days.all())
    if enrolment.state == EnrolmentState.BOOKED:
        _about_booking(enrolment, run, days, now)
    elif enrolment.state == EnrolmentState.WAITING:
        _plan("place_waiting", enrolment, _facts(enrolment, days), now)
    else:
        facts = _facts(enrolment, days)
        if enrolment.state == EnrolmentState.REQUESTED:
            _plan("place_requested", enrolment, facts, now)
        _ask_approver(enrolment, facts, now)


def about_offer(enrolment: Enrolment, run: Run, now: datetime) -> None:
    """Tell the next person on the list that a place is theirs until a moment."""
    _plan("place_offered", enrolment, _facts(enrolment, list(run.days.all())), now)


def about_end(enrolment: Enrolment, run: Run, now: datetime, *, run_cancelled: bool = False) -> None:
    """Call off what is still planned, take the calendar entry back, and say that it is over."""
    cancel_notices(about=ref_of(enrolment), now=now)
    entry = cancel_calendar_entry(
        about=ref_of(enrolment), person_id=enrolment.person_id, now=now, withdrawn=not run_cancelled
    )
    key = ENDINGS[EnrolmentState(enrolment.state)].removeprefix("courses.")
    _plan(key, enrolment, _facts(enrolment, list(run.days.all())), now, calendar=entry)


def about_move(enrolment: Enrolment, run: Run, now: datetime, *, change_id: int) -> None:
    """Move the calendar entry of a booked person, and tell everybody who is still in it."""
    days = list(run.days.all())
    entry = None
    if enrolment.state == EnrolmentState.BOOKED:
        entry = _put_entry(enrolment, run, days, now)
        cancel_notices(about=ref_of(enrolment), now=now, key="courses.place_reminder")
        _remind(enrolment, days, now)
    _plan("run_moved", enrolment, _facts(enrolment, days), now, calendar=entry, occasion=f"change{change_id}")


def _about_booking(enrolment: Enrolment, run: Run, days: list[RunDay], now: datetime) -> None:
    entry = _put_entry(enrolment, run, days, now)
    _plan("place_booked", enrolment, _facts(enrolment, days), now, calendar=entry)
    _remind(enrolment, days, now)


def _put_entry(enrolment: Enrolment, run: Run, days: list[RunDay], now: datetime) -> Any:
    return put_calendar_entry(
        about=ref_of(enrolment),
        person_id=enrolment.person_id,
        title=CALENDAR_TITLE,
        place="Online" if run.mode == Mode.ONLINE else "See Practice Hub",
        days=[(day.starts_at, day.ends_at) for day in days],
        now=now,
    )


def _remind(enrolment: Enrolment, days: list[RunDay], now: datetime) -> None:
    due = days[0].starts_at - REMIND_PERSON if days else now
    if due > now:
        facts = _facts(enrolment, days)
        _plan("place_reminder", enrolment, facts, now, due_at=due, occasion=f"{days[0].starts_at:%Y%m%d%H%M}")


def _ask_approver(enrolment: Enrolment, facts: dict[str, str], now: datetime) -> None:
    if enrolment.approver_id is None or enrolment.hold_until is None:
        return
    facts = {**facts, "token": approval_token(enrolment)}
    stage = str(enrolment.state)
    _plan("approval_asked", enrolment, facts, now, person_id=enrolment.approver_id, occasion=stage)
    due = enrolment.hold_until - REMIND_APPROVER
    if due > now:
        _plan(
            "approval_reminder",
            enrolment,
            facts,
            now,
            person_id=enrolment.approver_id,
            due_at=due,
            occasion=stage,
        )


def _facts(enrolment: Enrolment, days: list[RunDay]) -> dict[str, str]:
    facts = {"enrolment": str(enrolment.pk), "when": spoken_days([day.on for day in days])}
    if days:
        facts["first"] = clock.spoken_moment(days[0].starts_at)
    if enrolment.hold_until:
        facts["until"] = clock.spoken_moment(enrolment.hold_until)
    return facts


def _plan(
    kind: str,
    enrolment: Enrolment,
    facts: dict[str, str],
    now: datetime,
    *,
    person_id: int | None = None,
    due_at: datetime | None = None,
    calendar: Any = None,
    occasion: str = "",
) -> None:
    plan_notice(
        key=f"courses.{kind}",
        person_id=person_id or enrolment.person_id,
        about=ref_of(enrolment),
        facts=facts,
        now=now,
        due_at=due_at,
        dedupe=f"{enrolment.pk}:{occasion}",
        calendar=calendar,
    )
