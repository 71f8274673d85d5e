"""Telling champions about their meetings, and keeping their calendar entries true. In the caller's transaction."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from champions.models import Meeting
from champions.selectors import meetings_to_come, people_invited, people_who_come
from portal.kernel import clock
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
CALENDAR_PLACE = "See Practice Hub"


def ref(meeting: Meeting) -> Ref:
    return Ref("champions.meeting", meeting.pk)


def invite(meeting: Meeting, people: Iterable[int], now: datetime) -> None:
    """Put it into the calendars of people, and tell those who were not told of it before."""
    plan_notices(
        *[
            _plan("planned", meeting, person_id, calendar=put_entry(meeting, person_id, now))
            for person_id in sorted(people)
        ],
        now=now,
    )


def tell_moved(meeting: Meeting, invited: set[int], now: datetime) -> None:
    """Tell everybody who was invited before it moved, or is now, where it has gone to."""
    cancel_notices(about=ref(meeting), now=now)
    theirs, coming = people_invited(meeting), people_who_come(meeting)
    plans = []
    for person_id in sorted(invited | theirs):
        entry = None
        if person_id in coming:
            entry = put_entry(meeting, person_id, now)
        elif person_id not in theirs:
            entry = withdraw_entry(meeting, person_id, now)
        occasion = f"{now:%Y%m%dT%H%M%S%f}"
        plans.append(_plan("moved", meeting, person_id, calendar=entry, occasion=occasion))
    plan_notices(*plans, now=now)


def tell_cancelled(meeting: Meeting, now: datetime) -> None:
    """Take it out of calendars, and tell everybody who was invited."""
    cancel_notices(about=ref(meeting), now=now)
    plans = []
    for person_id in sorted(people_invited(meeting)):
        entry = cancel_calendar_entry(about=ref(meeting), person_id=person_id, now=now)
        plans.append(_plan("cancelled", meeting, person_id, calendar=entry))
    plan_notices(*plans, now=now)


def keep_calendar(*, person_id: int, now: datetime) -> None:
    """After somebody became a champion, or stopped: meetings to come stand in their calendar, or no longer do.

    Safe to run twice.
    """
    for meeting in meetings_to_come(clock.today(now)):
        if person_id in people_who_come(meeting):
            invite(meeting, (person_id,), now)
        else:
            withdraw_entry(meeting, person_id, now)


def put_entry(meeting: Meeting, person_id: int, now: datetime) -> Any:
    """The entry of one person, as the meeting stands now. Raises `NonexistentTime`."""
    return put_calendar_entry(
        about=ref(meeting),
        person_id=person_id,
        title=CALENDAR_TITLE,
        place=CALENDAR_PLACE,
        days=(meeting.span,),
        now=now,
    )


def withdraw_entry(meeting: Meeting, person_id: int, now: datetime) -> Any:
    """Take it out of one person's calendar; it goes on without them. None when it never stood there."""
    return cancel_calendar_entry(about=ref(meeting), person_id=person_id, now=now, withdrawn=True)


def _plan(what: str, meeting: Meeting, person_id: int, *, calendar: Any, occasion: str = "") -> NoticePlan:
    return NoticePlan(
        key=f"champions.meeting_{what}",
        person_id=person_id,
        about=ref(meeting),
        facts={"id": str(meeting.pk), "when": f"{clock.spoken_date(meeting.on)}, {meeting.times} UK time"},
        dedupe=f"{meeting.pk}:{occasion}",
        calendar=calendar,
    )
