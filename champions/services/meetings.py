"""Meetings of the network: planned, moved, cancelled, and who was there."""

from collections.abc import Mapping
from datetime import date, datetime, time

from django.db import IntegrityError, transaction

from champions.errors import (
    JoiningLink,
    MeetingEndsEarly,
    MeetingGone,
    MeetingNotFound,
    MeetingOver,
    MeetingStands,
    MeetingTaken,
    NotInRegister,
    NotYourMeeting,
    RegisterClosed,
)
from champions.models import Attendance, Meeting
from champions.permissions import may_keep_meeting
from champions.rules import holds_a_link
from champions.selectors import champions_of_meeting, people_invited, people_who_come
from champions.services.invitations import invite, ref, tell_cancelled, tell_moved
from champions.states import BY_REGISTER, MeetingKind, Presence
from portal.audit.services import record
from portal.kernel import clock
from portal.kernel.actors import Actor


def plan_meeting(
    *,
    actor: Actor,
    organisation_id: int | None,
    kind: str,
    on: date,
    starts: time,
    where: str,
    now: datetime,
    ends: time | None = None,
) -> Meeting:
    """Plan a meeting of the champions of one organisation, or of all of them, and invite them.

    The same person who plans the very same meeting again gets the one there is: a second click plans nothing.

    Args:
        on, starts, ends: the day, today or later, and wall times in London; no end when nobody said.

    Raises:
        NotYourMeeting: the actor does not keep meetings there.
        MeetingOver: the day is past. MeetingEndsEarly. JoiningLink: `where` holds one. NonexistentTime.
        MeetingTaken: there is one of that kind on that day.
    """
    meeting = Meeting(
        organisation_id=organisation_id,
        kind=MeetingKind(kind),
        on=on,
        starts=starts,
        ends=ends,
        where=where.strip(),
        made_by_id=actor.person_id,
        made_at=now,
    )
    if not may_keep_meeting(actor, meeting):
        raise NotYourMeeting()
    _refuse_nonsense(meeting, now)
    try:
        with transaction.atomic():
            _save(meeting)
            _note(actor, meeting, "planned", now)
            invite(meeting, people_who_come(meeting), now)
    except MeetingTaken:
        if there := _same(meeting):
            return there
        raise
    return meeting


def move_meeting(
    *,
    actor: Actor,
    meeting_id: int,
    on: date,
    starts: time,
    where: str,
    now: datetime,
    ends: time | None = None,
) -> Meeting:
    """Give a meeting another day, time or place. Everybody who was invited is told, and calendars follow.

    Whoever could not come on the old day is asked again. Nothing changed: nobody is told.

    Raises:
        MeetingNotFound, NotYourMeeting, MeetingStands once it was held, MeetingGone when cancelled or over.
        MeetingOver, MeetingEndsEarly, JoiningLink, NonexistentTime, MeetingTaken as for a new one.
    """
    with transaction.atomic():
        meeting = _kept(actor, meeting_id)
        _refuse_when_settled(meeting, now)
        invited = people_invited(meeting)
        before = (meeting.on, meeting.starts, meeting.ends)
        where = where.strip()
        if (*before, meeting.where) == (on, starts, ends, where):
            return meeting
        meeting.on, meeting.starts, meeting.ends, meeting.where = on, starts, ends, where
        _refuse_nonsense(meeting, now)
        _save(meeting)
        if before != (on, starts, ends):
            meeting.attendances.filter(presence=Presence.APOLOGIES).delete()
        _note(actor, meeting, "moved", now)
        tell_moved(meeting, invited, now)
    return meeting


def cancel_meeting(*, actor: Actor, meeting_id: int, now: datetime) -> Meeting:
    """Call a meeting off, once, and tell whoever was invited.

    Raises `MeetingNotFound`, `NotYourMeeting`, and `MeetingStands` once it was held.
    """
    with transaction.atomic():
        meeting = _kept(actor, meeting_id)
        if meeting.attendances.filter(presence__in=BY_REGISTER).exists():
            raise MeetingStands()
        if meeting.cancelled_at is None:
            meeting.cancelled_at = now
            meeting.save(update_fields=["cancelled_at"])
            _note(actor, meeting, "cancelled", now)
            if meeting.on >= clock.today(now):
                tell_cancelled(meeting, now)
    return meeting


def take_attendance(*, actor: Actor, meeting_id: int, presences: Mapping[int, str], now: datetime) -> int:
    """Write down who was there. Champions left out stay as they are. Returns how many were written anew.

    Args:
        presences: champion id -> a `Presence`.

    Raises:
        MeetingNotFound, NotYourMeeting.
        RegisterClosed: its day has not come, or it was cancelled.
        NotInRegister: somebody was not its champion that day.
    """
    with transaction.atomic():
        meeting = _kept(actor, meeting_id)
        if meeting.cancelled_at or meeting.on > clock.today(now):
            raise RegisterClosed()
        if not set(presences) <= {row.champion_id for row in champions_of_meeting(meeting)}:
            raise NotInRegister()
        known = dict(meeting.attendances.values_list("champion_id", "presence"))
        changed = {pk: Presence(said) for pk, said in presences.items() if known.get(pk) != said}
        Attendance.objects.bulk_create(
            [
                Attendance(meeting=meeting, champion_id=pk, presence=said, noted_at=now)
                for pk, said in sorted(changed.items())
            ],
            update_conflicts=True,
            unique_fields=["meeting", "champion"],
            update_fields=["presence", "noted_at"],
        )
        if changed:
            _note(actor, meeting, "took the register", now, {str(pk): said for pk, said in changed.items()})
    return len(changed)


def _kept(actor: Actor, meeting_id: int) -> Meeting:
    """The meeting, locked: two who take its register wait for each other."""
    meeting = Meeting.objects.select_for_update().filter(pk=meeting_id).first()
    if meeting is None:
        raise MeetingNotFound()
    if not may_keep_meeting(actor, meeting):
        raise NotYourMeeting()
    return meeting


def _refuse_when_settled(meeting: Meeting, now: datetime) -> None:
    if meeting.attendances.filter(presence__in=BY_REGISTER).exists():
        raise MeetingStands()
    if meeting.cancelled_at or meeting.on < clock.today(now):
        raise MeetingGone()


def _refuse_nonsense(meeting: Meeting, now: datetime) -> None:
    if meeting.on < clock.today(now):
        raise MeetingOver()
    if meeting.ends is not None and meeting.ends <= meeting.starts:
        raise MeetingEndsEarly()
    if holds_a_link(meeting.where):
        raise JoiningLink()
    _ = meeting.span  # refuses the hour that the clocks jump over


def _same(meeting: Meeting) -> Meeting | None:
    fields = ("organisation_id", "kind", "on", "starts", "ends", "where", "made_by_id")
    same = {name: getattr(meeting, name) for name in fields}
    return Meeting.objects.filter(**same, cancelled_at__isnull=True).first()


def _save(meeting: Meeting) -> None:
    try:
        with transaction.atomic():
            meeting.save()
    except IntegrityError as taken:
        raise MeetingTaken() from taken


def _note(
    actor: Actor, meeting: Meeting, verb: str, now: datetime, detail: dict[str, str] | None = None
) -> None:
    record(
        actor=actor,
        verb=verb,
        about=ref(meeting),
        now=now,
        organisation_id=meeting.organisation_id,
        detail=detail,
    )
