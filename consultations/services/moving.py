"""Moving and cancelling a consultation, and saying that somebody did not come."""

from datetime import datetime

from django.db import transaction

from consultations.codes import AbsenceReason, CancelReason
from consultations.errors import AlreadyBegun, NotYet, SameTime, UnknownCode
from consultations.models import Consultation
from consultations.notices import tell_cancelled, tell_moved
from consultations.permissions import may_change, may_lead
from consultations.services.passing_on import close_waits, lock_borough, pass_on_freed_times
from consultations.services.steps import locked_for, take_step
from consultations.services.times import key_of, read_key, refusing_twice, slot_columns, still_free
from consultations.states import OPEN, ConsultationState
from portal.kernel import clock
from portal.kernel.actors import Actor
from portal.kernel.errors import NotAllowed


def move_consultation(*, actor: Actor, consultation_id: int, slot_key: str, now: datetime) -> Consultation:
    """Move it to another free time in one step: the old time is freed only with the new one.

    Raises:
        NotFound, NotAllowed, IllegalMove, AlreadyBegun, SameTime.
        UnknownSlot, NoLead, AlreadyThen, SlotTaken: as in `still_free`.
    """
    lead_id, _ = read_key(slot_key)
    with transaction.atomic():
        _lock_plans_around(consultation_id, now, lead_id)
        consultation = locked_for(actor, consultation_id, now)
        if not may_change(actor, consultation, clock.today(now)):
            raise NotAllowed()
        require_ahead(consultation, now)
        left, was = consultation.lead_id, consultation.starts_at
        if slot_key == key_of(consultation.lead_id, consultation.starts_at):
            raise SameTime()
        slot = still_free(
            slot_key,
            consultation.organisation_id,
            consultation.kind,
            now,
            requester_id=consultation.requester_id,
            leave_out=consultation.pk,
        )
        with refusing_twice():
            take_step(consultation, "move", actor=actor, now=now, **slot_columns(slot))
        tell_moved(consultation, now, left=left, was=was)
        _free_for_others(consultation, actor, now)
    return consultation


def _lock_plans_around(consultation_id: int, now: datetime, *more: int) -> None:
    """The plans of its lead and of everybody who serves its borough: what is freed is passed on in the same breath."""
    found = Consultation.objects.filter(pk=consultation_id).values_list("organisation_id", "lead_id").first()
    if found:
        lock_borough(found[0], now, found[1], *more)


def _free_for_others(consultation: Consultation, actor: Actor, now: datetime) -> None:
    close_waits(consultation, actor=actor, now=now)
    pass_on_freed_times(consultation.organisation_id, now)


def cancel_consultation(
    *, actor: Actor, consultation_id: int, reason_code: str, now: datetime
) -> Consultation:
    """Cancel what has not taken place, with a coded reason. A second cancel changes nothing.

    Raises:
        NotFound, IllegalMove, UnknownCode, AlreadyBegun.
    """
    if reason_code not in CancelReason.values:
        raise UnknownCode(field="reason_code")
    with transaction.atomic():
        _lock_plans_around(consultation_id, now)
        consultation = locked_for(actor, consultation_id, now)
        if (
            consultation.state == ConsultationState.BOOKED
        ):  # an offer that nobody answered can always be closed
            require_ahead(consultation, now)
        take_step(consultation, "cancel", actor=actor, now=now, reason=reason_code, reason_code=reason_code)
        tell_cancelled(consultation, now)
        _free_for_others(consultation, actor, now)
    return consultation


def mark_absent(*, actor: Actor, consultation_id: int, reason_code: str, now: datetime) -> Consultation:
    """Say that it did not take place, and which side was not there.

    Raises:
        NotFound, NotAllowed, IllegalMove, UnknownCode; NotYet before it was to begin.
    """
    if reason_code not in AbsenceReason.values:
        raise UnknownCode(field="reason_code")
    with transaction.atomic():
        consultation = locked_for(actor, consultation_id, now)
        if not may_lead(actor, consultation, clock.today(now)):
            raise NotAllowed("Only the lead can say that a consultation did not take place.")
        require_begun(consultation, now)
        take_step(consultation, "miss", actor=actor, now=now, reason=reason_code, reason_code=reason_code)
    return consultation


def require_ahead(consultation: Consultation, now: datetime) -> None:
    """Raise `AlreadyBegun` when an open consultation was to begin before now."""
    if consultation.state in OPEN and consultation.starts_at and consultation.starts_at <= now:
        raise AlreadyBegun()


def require_begun(consultation: Consultation, now: datetime) -> None:
    """Raise `NotYet` while a booked consultation is still to come."""
    if consultation.state in OPEN and consultation.starts_at and consultation.starts_at > now:
        raise NotYet()
