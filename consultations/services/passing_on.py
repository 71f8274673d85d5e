"""The one way a freed time is passed on: to whoever waits longest for an earlier day, kept until they answer.

Nobody gets a second offer for the same wish. Callers hold the plans of the borough's leads (`lock_borough`), so that
no booking and no other offer can have the same time; waits are locked after plans, person and consultation.
"""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.db import transaction

from consultations.models import Consultation, EarlierWait, EarlierWaitChange
from consultations.notices import tell_earlier, tell_passed_on
from consultations.rules import Slot
from consultations.selectors.boroughs import place_in
from consultations.selectors.slots import lead_ids_ahead
from consultations.selectors.waits import earlier_than, first_before, has_earlier_days, waiting_in_order
from consultations.services.steps import lock_plans
from consultations.services.times import slot_columns
from consultations.states import WAIT_LIVE, ConsultationState, WaitEnd, WaitState, wait_machine
from consultations.wait_rules import answer_by
from portal.audit.services import record
from portal.kernel import clock
from portal.kernel.actors import SYSTEM, Actor
from portal.kernel.locks import Busy, busy_in_words


def lock_borough(organisation_id: int, now: datetime, *more: int | None) -> None:
    """Lock the plans of everybody who serves a borough, and of `more` leads, in the one order."""
    leads = lead_ids_ahead(organisation_id, clock.today(now))
    lock_plans({*leads, *(lead for lead in more if lead)})


def pass_on_freed_times(organisation_id: int, now: datetime) -> list[EarlierWait]:
    """Offer what is free to those who wait in a borough, in order. Returns the new offers.

    Whoever no longer works there, or has no earlier day left, is taken off the list; nobody else is skipped for good.
    """
    waiting = list(waiting_in_order(organisation_id).select_for_update(of=("self",)))
    standing = [wait for wait in waiting if not _lapsed(wait, now)]
    if not standing or not _anything_free(organisation_id, standing, now):
        return []
    return [wait for wait in standing if _offered(wait, now)]


def tend_waits(*, now: datetime) -> int:
    """Pass on what nobody took in time, and offer what came free some other way: a new plan, a cover.

    Returns how many waits moved. Idempotent; run every minute. A borough that somebody else holds has its turn in the
    next minute, and does not keep the boroughs after it waiting.
    """
    boroughs = set(
        EarlierWait.objects.filter(state__in=WAIT_LIVE).values_list(
            "consultation__organisation_id", flat=True
        )
    )
    moved = 0
    for organisation_id in sorted(boroughs):
        with suppress(Busy), busy_in_words():
            moved += _tend(organisation_id, now)
    return moved


def _tend(organisation_id: int, now: datetime) -> int:
    over = EarlierWait.objects.filter(
        state=WaitState.OFFERED, hold_until__lte=now, consultation__organisation_id=organisation_id
    )
    with transaction.atomic():
        lock_borough(organisation_id, now, *over.values_list("lead_id", flat=True))
        expired = list(over.select_related("consultation").select_for_update(of=("self",)))
        for wait in expired:
            lapse(wait, WaitEnd.NOT_ANSWERED, now)
        return len(expired) + len(pass_on_freed_times(organisation_id, now))


def close_waits(consultation: Consultation, *, actor: Actor, now: datetime) -> None:
    """Nobody waits for an earlier time than one that was moved or cancelled; what was kept is free again."""
    rows = EarlierWait.objects.filter(consultation=consultation, state__in=WAIT_LIVE)
    for wait in rows.select_for_update(of=("self",)):
        move_wait(wait, "stop", actor=actor, now=now)


def lapse(wait: EarlierWait, why: WaitEnd, now: datetime) -> None:
    """End a wait that ran out of time or of right; tell whoever missed an offer."""
    move_wait(wait, "lapse", actor=SYSTEM, now=now, reason=why, end_reason=why)
    if why == WaitEnd.NOT_ANSWERED:
        tell_passed_on(wait, now)


def move_wait(
    wait: EarlierWait, move: str, *, actor: Actor, now: datetime, reason: str = "", **columns: Any
) -> None:
    """Move a locked wait; write the change and the trail. Raises `IllegalMove`."""
    before, wait.state = wait.state, wait_machine.target(move, wait.state)
    for column, value in columns.items():
        setattr(wait, column, value)
    wait.save(update_fields=["state", *columns])
    note_wait(wait, move, before, actor=actor, now=now, reason=reason)


def note_wait(
    wait: EarlierWait, move: str, before: str, *, actor: Actor, now: datetime, reason: str = ""
) -> None:
    """Write down one move of a wait."""
    EarlierWaitChange.objects.create(
        wait=wait,
        move=move,
        from_state=before,
        to_state=wait.state,
        **actor.columns,
        reason=reason,
        at=now,
    )
    record(actor=actor, verb=f"earlier time {move}", about=wait.ref, now=now, reason=reason)


def _lapsed(wait: EarlierWait, now: datetime) -> bool:
    """Take somebody off the list who cannot have an earlier time any more."""
    consultation = wait.consultation
    if consultation.state != ConsultationState.BOOKED or not consultation.starts_at:
        move_wait(wait, "stop", actor=SYSTEM, now=now)
    elif not has_earlier_days(consultation, now):
        lapse(wait, WaitEnd.TOO_LATE, now)
    elif not is_eligible(consultation, now):
        lapse(wait, WaitEnd.NOT_ELIGIBLE, now)
    else:
        return False
    return True


def is_eligible(consultation: Consultation, now: datetime) -> bool:
    """Whoever asked still works, confirmed, in the borough of the consultation."""
    place = place_in(consultation.requester_id, consultation.organisation_id, clock.today(now))
    return place.organisation_id is not None


def _anything_free(organisation_id: int, waits: Iterable[EarlierWait], now: datetime) -> bool:
    """One look for everybody: mostly nothing came free, and the minute's round ends here."""
    last = max(clock.today(w.consultation.starts_at) for w in waits if w.consultation.starts_at)
    kinds = {wait.consultation.kind for wait in waits}
    return any(first_before(organisation_id, kind, last, now, requester_id=None) for kind in kinds)


def _offered(wait: EarlierWait, now: datetime) -> bool:
    slot = earlier_than(wait.consultation, now)
    if slot is None:
        return False
    _offer(wait, slot, now)
    return True


def _offer(wait: EarlierWait, slot: Slot, now: datetime) -> None:
    hold_until = answer_by(now, slot.starts_at)
    move_wait(wait, "offer", actor=SYSTEM, now=now, hold_until=hold_until, **slot_columns(slot))
    tell_earlier(wait, now)
