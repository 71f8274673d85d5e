"""Who waits for an earlier time, in order, and whether there is one."""

from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from consultations.models import Consultation, EarlierWait
from consultations.rules import Slot
from consultations.selectors.slots import slots_for
from consultations.states import WAIT_LIVE, ConsultationState, WaitState
from consultations.wait_rules import answer_by
from portal.kernel import clock
from portal.kernel.actors import Actor


def waiting_in_order(organisation_id: int) -> QuerySet[EarlierWait]:
    """Who waits in a borough: first come, first served."""
    rows = EarlierWait.objects.filter(state=WaitState.WAITING, consultation__organisation_id=organisation_id)
    return rows.select_related("consultation").order_by("asked_at", "id")


def live_wait(consultation: Consultation) -> EarlierWait | None:
    """The wait that hangs on a consultation and is not over, with the lead whose time is offered."""
    rows = EarlierWait.objects.filter(consultation=consultation, state__in=WAIT_LIVE)
    return rows.select_related("lead").first()


def offers_to(actor: Actor, now: datetime) -> QuerySet[EarlierWait]:
    """Earlier times that the actor can still take."""
    rows = EarlierWait.objects.filter(
        state=WaitState.OFFERED,
        hold_until__gt=now,
        consultation__requester_id=actor.person_id or 0,
        consultation__state=ConsultationState.BOOKED,
    )
    return rows.select_related("consultation", "lead").order_by("starts_at", "id")


def first_before(
    organisation_id: int,
    kind: str,
    day: date,
    now: datetime,
    *,
    requester_id: int | None,
    leave_out: int | None = None,
) -> Slot | None:
    """The first free time on a day before `day` that somebody could still answer for; None: there is none.

    Args:
        requester_id, leave_out: as in `slots_for`.
    """
    found = slots_for(
        organisation_id,
        kind,
        now,
        requester_id=requester_id,
        last_day=day - timedelta(days=1),
        leave_out=leave_out,
    )
    return next((slot for slot in found.slots if answer_by(now, slot.starts_at)), None)


def earlier_than(consultation: Consultation, now: datetime) -> Slot | None:
    """The first free time on a day before a booked consultation's; None: there is none."""
    if consultation.starts_at is None:
        return None
    return first_before(
        consultation.organisation_id,
        consultation.kind,
        clock.today(consultation.starts_at),
        now,
        requester_id=consultation.requester_id,
        leave_out=consultation.pk,
    )
