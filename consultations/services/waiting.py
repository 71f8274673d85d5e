"""Waiting for an earlier time than one's own: asking, stopping, taking it or keeping what one has."""

from datetime import datetime

from django.db import transaction

from consultations.errors import EarlierIsFree, NoEarlierDay, NoLead, OfferGone, SlotTaken, UnknownSlot
from consultations.models import Consultation, EarlierWait
from consultations.notices import tell_moved
from consultations.permissions import is_requester
from consultations.rules import Slot
from consultations.selectors.waits import earlier_than, has_earlier_days
from consultations.services.passing_on import (
    close_waits,
    is_eligible,
    lapse,
    lock_borough,
    move_wait,
    note_wait,
    pass_on_freed_times,
)
from consultations.services.steps import lock_person, locked_for, take_step
from consultations.services.times import key_of, refusing_twice, slot_columns, still_free
from consultations.states import WAIT_LIVE, ConsultationState, WaitEnd, WaitState, consultation_machine
from portal.kernel.actors import Actor
from portal.kernel.errors import NotAllowed


def wait_for_earlier(*, actor: Actor, consultation_id: int, now: datetime) -> EarlierWait:
    """Put whoever asked on the list for an earlier day. A second time changes nothing.

    Raises:
        NotFound, NotAllowed, IllegalMove: it is no booked consultation of theirs that is still to come.
        NoEarlierDay, EarlierIsFree: no need to wait.
    """
    with transaction.atomic():
        consultation = _own(actor, consultation_id, now)
        consultation_machine.target("move", consultation.state)
        if found := _live(consultation):
            return found
        if not has_earlier_days(consultation, now):
            raise NoEarlierDay()
        if earlier_than(consultation, now):
            raise EarlierIsFree()
        wait = EarlierWait.objects.create(consultation=consultation, state=WaitState.WAITING, asked_at=now)
        note_wait(wait, "wait", "", actor=actor, now=now)
    return wait


def stop_waiting(*, actor: Actor, consultation_id: int, now: datetime) -> None:
    """Take oneself off the list; what was kept is passed on. A second time changes nothing. Raises `NotFound`."""
    _answer(actor, consultation_id, "stop", now)


def keep_time(*, actor: Actor, consultation_id: int, now: datetime) -> None:
    """Keep the time one has; the earlier one is passed on at once. Raises `NotFound`, `NotAllowed`, `OfferGone`."""
    _answer(actor, consultation_id, "decline", now)


def _answer(actor: Actor, consultation_id: int, move: str, now: datetime) -> None:
    with transaction.atomic():
        organisation_id = _lock_around(consultation_id, now)
        consultation = _own(actor, consultation_id, now)
        wait = _live(consultation)
        if wait is None and move == "stop":
            return
        if wait is None or (move == "decline" and not wait.is_offered):
            raise OfferGone()
        move_wait(wait, move, actor=actor, now=now)
        pass_on_freed_times(organisation_id, now)


def take_earlier(*, actor: Actor, consultation_id: int, now: datetime) -> Consultation:
    """Move to the time that is kept; the old one is passed on in the same transaction. A second press finds it done.

    Raises:
        NotFound, NotAllowed, IllegalMove; AlreadyThen: something else came in the way.
        OfferGone: it was not taken up in time, or is no longer theirs.
    """
    try:
        return _take(actor, consultation_id, now)
    except OfferGone:
        _drop_offer(actor, consultation_id, now)
        raise


def _take(actor: Actor, consultation_id: int, now: datetime) -> Consultation:
    with transaction.atomic():
        organisation_id = _lock_around(consultation_id, now)
        lock_person(actor.person_id or 0)
        consultation = _own(actor, consultation_id, now)
        if _has_taken(consultation):
            return consultation
        wait, left, was = _live(consultation), consultation.lead_id, consultation.starts_at
        if (
            wait is None
            or not wait.hold_until
            or wait.hold_until <= now
            or not is_eligible(consultation, now)
        ):
            raise OfferGone()
        move_wait(wait, "take", actor=actor, now=now)
        slot = _promised(wait, consultation, now)
        with refusing_twice():
            take_step(consultation, "move", actor=actor, now=now, **slot_columns(slot))
        tell_moved(consultation, now, left=left, was=was)
        close_waits(consultation, actor=actor, now=now)
        pass_on_freed_times(organisation_id, now)
    return consultation


def _drop_offer(actor: Actor, consultation_id: int, now: datetime) -> None:
    """An offer that could not be taken up although its time had not run out is no offer any more."""
    with transaction.atomic():
        _lock_around(consultation_id, now)
        consultation = _own(actor, consultation_id, now)
        wait = _live(consultation)
        if wait and wait.hold_until and wait.hold_until > now:
            eligible = is_eligible(consultation, now)
            lapse(wait, WaitEnd.LEAD_AWAY if eligible else WaitEnd.NOT_ELIGIBLE, now)


def _promised(wait: EarlierWait, consultation: Consultation, now: datetime) -> Slot:
    """The slot that was kept; no further notice is needed. Raises `AlreadyThen`; `OfferGone`: the lead cannot come."""
    try:
        return still_free(
            key_of(wait.lead_id, wait.starts_at),
            consultation.organisation_id,
            consultation.kind,
            now,
            requester_id=consultation.requester_id,
            urgent=True,
            leave_out=consultation.pk,
        )
    except (SlotTaken, NoLead, UnknownSlot) as gone:
        raise OfferGone() from gone


def _lock_around(consultation_id: int, now: datetime) -> int:
    """Lock every plan that an answer may touch. Returns the borough; 0 for no consultation."""
    found = Consultation.objects.filter(pk=consultation_id).values_list("organisation_id", "lead_id").first()
    if found is None:
        return 0
    kept = EarlierWait.objects.filter(consultation_id=consultation_id, state__in=WAIT_LIVE)
    lock_borough(found[0], now, found[1], *kept.values_list("lead_id", flat=True))
    return int(found[0])


def _own(actor: Actor, consultation_id: int, now: datetime) -> Consultation:
    consultation = locked_for(actor, consultation_id, now)
    if not is_requester(actor, consultation):
        raise NotAllowed("Only the person who asked can wait for an earlier time.")
    return consultation


def _live(consultation: Consultation) -> EarlierWait | None:
    rows = EarlierWait.objects.select_for_update(of=("self",))
    return rows.filter(consultation=consultation, state__in=WAIT_LIVE).first()


def _has_taken(consultation: Consultation) -> bool:
    """The time that was offered last is the one it has."""
    last = EarlierWait.objects.filter(consultation=consultation).order_by("-asked_at", "-id").first()
    return (
        last is not None
        and last.state == WaitState.TAKEN
        and consultation.state == ConsultationState.BOOKED
        and last.starts_at == consultation.starts_at
    )
