"""A champion says that they cannot come to a meeting, and takes it back."""

from datetime import datetime

from django.db import transaction

from champions.errors import MeetingGone, MeetingNotFound, NotInvited
from champions.models import Attendance, Meeting
from champions.permissions import may_come_to_meeting
from champions.selectors import champions_of_meeting
from champions.services.invitations import put_entries, ref, withdraw_entries
from champions.states import BY_REGISTER, Presence
from portal.audit.services import record
from portal.kernel import clock
from portal.kernel.actors import Actor


def send_apologies(*, actor: Actor, meeting_id: int, now: datetime) -> Meeting:
    """Say that one cannot come. Nobody is asked why. Said twice, it is said once.

    Raises:
        MeetingNotFound, NotInvited.
        MeetingGone: it is cancelled or over, or the register says already whether they were there.
    """
    with transaction.atomic():
        meeting, champions = _theirs(actor, meeting_id, now)
        said = Attendance.objects.bulk_create(
            [
                Attendance(meeting=meeting, champion_id=pk, presence=Presence.APOLOGIES, noted_at=now)
                for pk in champions - set(meeting.attendances.values_list("champion_id", flat=True))
            ],
        )
        if said:
            withdraw_entries(meeting, (actor.person_id or 0,), now)
            _note(actor, meeting, "sent apologies", now)
    return meeting


def take_back_apologies(*, actor: Actor, meeting_id: int, now: datetime) -> Meeting:
    """Say that one can come after all. Raises what `send_apologies` raises."""
    with transaction.atomic():
        meeting, champions = _theirs(actor, meeting_id, now)
        taken, _ = meeting.attendances.filter(champion__in=champions, presence=Presence.APOLOGIES).delete()
        if taken:
            put_entries(meeting, (actor.person_id or 0,), now)
            _note(actor, meeting, "took apologies back", now)
    return meeting


def _theirs(actor: Actor, meeting_id: int, now: datetime) -> tuple[Meeting, set[int]]:
    """The meeting, locked, and as which champions the actor is invited."""
    meeting = Meeting.objects.select_for_update().filter(pk=meeting_id).first()
    if meeting is None or not may_come_to_meeting(actor, meeting):
        raise MeetingNotFound()
    theirs = champions_of_meeting(meeting).filter(champion__person_id=actor.person_id)
    champions = set(theirs.values_list("champion_id", flat=True))
    if not champions:
        raise NotInvited()
    registered = meeting.attendances.filter(champion__in=champions, presence__in=BY_REGISTER)
    if meeting.cancelled_at or meeting.on < clock.today(now) or registered.exists():
        raise MeetingGone()
    return meeting, champions


def _note(actor: Actor, meeting: Meeting, verb: str, now: datetime) -> None:
    record(actor=actor, verb=verb, about=ref(meeting), now=now, organisation_id=meeting.organisation_id)
