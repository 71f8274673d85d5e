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
    cancel_calendar_entries,
    cancel_notices,
    plan_notices,
    put_calendar_entries,
)

# Neutral on purpose: council calendars often share subjects.
CALENDAR_TITLE = "Practice Hub booking"
CALENDAR_PLACE = "See Practice Hub"


def ref(meeting: Meeting) -> Ref:
    return Ref("champions.meeting", meeting.pk)


def invite(meeting: Meeting, people: Iterable[int], now: datetime) -> None:
    """Put it into the calendars of people, and tell those who were not told of it before."""
    entries = put_entries(meeting, people, now)
    plans = [_plan("planned", meeting, person_id, entries) for person_id in sorted(entries)]
    plan_notices(*plans, now=now)


def tell_moved(meeting: Meeting, invited: set[int], now: datetime) -> None:
    """Tell everybody who was invited before it moved, or is now, where it has gone to."""
    cancel_notices(about=ref(meeting), now=now)
    theirs = people_invited(meeting)
    entries = put_entries(meeting, people_who_come(meeting), now)
    entries |= withdraw_entries(meeting, invited - theirs, now)
    occasion = f"{now:%Y%m%dT%H%M%S%f}"
    told = sorted(invited | theirs)
    plan_notices(*[_plan("moved", meeting, person_id, entries, occasion) for person_id in told], now=now)


def tell_cancelled(meeting: Meeting, now: datetime) -> None:
    """Take it out of calendars, and tell everybody who was invited."""
    cancel_notices(about=ref(meeting), now=now)
    told = people_invited(meeting)
    entries = cancel_calendar_entries(about=ref(meeting), person_ids=told, now=now)
    plan_notices(*[_plan("cancelled", meeting, person_id, entries) for person_id in sorted(told)], now=now)


def keep_calendar(*, person_id: int, now: datetime) -> None:
    """After somebody became a champion, or stopped: meetings to come stand in their calendar, or no longer do.

    Safe to run twice. The meetings are locked, as whoever moves or cancels one locks it: an entry written beside a
    cancellation would stand in a calendar for good.
    """
    for meeting in meetings_to_come(clock.today(now)).order_by("pk").select_for_update():
        if person_id in people_who_come(meeting):
            invite(meeting, (person_id,), now)
        else:
            withdraw_entries(meeting, (person_id,), now)


def put_entries(meeting: Meeting, people: Iterable[int], now: datetime) -> dict[int, Any]:
    """The calendar entries of people, as the meeting stands now. Raises `NonexistentTime`."""
    return put_calendar_entries(
        about=ref(meeting),
        person_ids=people,
        title=CALENDAR_TITLE,
        place=CALENDAR_PLACE,
        days=(meeting.span,),
        now=now,
    )


def withdraw_entries(meeting: Meeting, people: Iterable[int], now: datetime) -> dict[int, Any]:
    """Take it out of people's calendars; it goes on without them."""
    return cancel_calendar_entries(about=ref(meeting), person_ids=people, now=now, withdrawn=True)


def _plan(
    what: str, meeting: Meeting, person_id: int, entries: dict[int, Any], occasion: str = ""
) -> NoticePlan:
    return NoticePlan(
        key=f"champions.meeting_{what}",
        person_id=person_id,
        about=ref(meeting),
        facts={"id": str(meeting.pk), "when": f"{clock.spoken_date(meeting.on)}, {meeting.times} UK time"},
        dedupe=f"{meeting.pk}:{occasion}",
        calendar=entries.get(person_id),
    )
