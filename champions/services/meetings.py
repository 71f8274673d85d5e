"""Meetings of the network: planned, cancelled, and who was there."""

from collections.abc import Mapping
from datetime import date, datetime, time

from django.db import IntegrityError, transaction

from champions.errors import (
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
from champions.selectors import champions_of_meeting
from champions.states import MeetingKind, Presence
from portal.audit.services import record
from portal.kernel import clock
from portal.kernel.actors import Actor
from portal.kernel.refs import Ref


def plan_meeting(
    *,
    actor: Actor,
    organisation_id: int | None,
    kind: str,
    on: date,
    starts: time,
    where: str,
    now: datetime,
) -> Meeting:
    """Plan a meeting of the champions of one organisation, or of all of them.

    Args:
        on, starts: the day, today or later, and the wall time in London.

    Raises:
        NotYourMeeting: the actor does not keep meetings there.
        MeetingOver: the day is past.
        MeetingTaken: there is one of that kind on that day.
    """
    meeting = Meeting(
        organisation_id=organisation_id,
        kind=MeetingKind(kind),
        on=on,
        starts=starts,
        where=where.strip(),
        made_by_id=actor.person_id,
        made_at=now,
    )
    if not may_keep_meeting(actor, meeting):
        raise NotYourMeeting()
    if on < clock.today(now):
        raise MeetingOver()
    try:
        with transaction.atomic():
            meeting.save(force_insert=True)
            _note(actor, meeting, "planned", now)
    except IntegrityError as taken:
        raise MeetingTaken() from taken
    return meeting


def cancel_meeting(*, actor: Actor, meeting_id: int, now: datetime) -> Meeting:
    """Call a meeting off, once. Raises `MeetingNotFound`, `NotYourMeeting`, and `MeetingStands` once it was held."""
    with transaction.atomic():
        meeting = _kept(actor, meeting_id)
        if meeting.attendances.exists():
            raise MeetingStands()
        if meeting.cancelled_at is None:
            meeting.cancelled_at = now
            meeting.save(update_fields=["cancelled_at"])
            _note(actor, meeting, "cancelled", now)
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


def _note(
    actor: Actor, meeting: Meeting, verb: str, now: datetime, detail: dict[str, str] | None = None
) -> None:
    record(
        actor=actor,
        verb=verb,
        about=Ref("champions.meeting", meeting.pk),
        now=now,
        organisation_id=meeting.organisation_id,
        detail=detail,
    )
