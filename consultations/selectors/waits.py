"""Who waits for an earlier time, in order, and whether there is one."""

from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db.models import F, QuerySet

from consultations.models import Consultation, EarlierWait
from consultations.rules import Slot
from consultations.selectors.slots import slots_for
from consultations.states import WAIT_LIVE, ConsultationState, WaitState
from consultations.wait_rules import answer_by, can_come_earlier
from portal.kernel import clock
from portal.kernel.querying import Prepared


def waiting_in_order(organisation_id: int) -> QuerySet[EarlierWait]:
    """Who waits in a borough: first come, first served."""
    rows = EarlierWait.objects.filter(state=WaitState.WAITING, consultation__organisation_id=organisation_id)
    return rows.select_related("consultation").order_by("asked_at", "id")


def live_wait(consultation: Consultation) -> EarlierWait | None:
    """The wait that hangs on a consultation and is not over, with the lead whose time is offered."""
    rows = EarlierWait.objects.filter(consultation=consultation, state__in=WAIT_LIVE)
    return rows.select_related("lead").first()


_OFFERS = Prepared(
    lambda person_id, now: (
        EarlierWait.objects.filter(
            state=WaitState.OFFERED,
            hold_until__gt=now,
            consultation__requester_id=person_id,
            consultation__state=ConsultationState.BOOKED,
        )
        .order_by("starts_at", "id")
        .values_list(F("consultation__reference"), "starts_at", "hold_until")[:10]
    ),
    person_id=-1_234_567,
    now=datetime(1900, 1, 1, tzinfo=UTC),
)


def offers_to(person_id: int, now: datetime) -> list[tuple[Any, ...]]:
    """Earlier times that somebody can still take: the consultation's reference, the time, until when it is kept."""
    return _OFFERS.rows(person_id=person_id, now=now)


def first_before(
    organisation_id: int,
    kind: str,
    day: date,
    now: datetime,
    *,
    requester_id: int | None,
    leave_out: int | None = None,
    left: Collection[datetime] = (),
) -> Slot | None:
    """The first free time on a day before `day` that somebody could still answer for; None: there is none.

    Args:
        requester_id, leave_out: as in `slots_for`.
        left: times that they had and moved away from; nobody wants those back.
    """
    found = slots_for(
        organisation_id,
        kind,
        now,
        requester_id=requester_id,
        last_day=day - timedelta(days=1),
        leave_out=leave_out,
    )
    wanted = (slot for slot in found.slots if slot.starts_at not in left)
    return next((slot for slot in wanted if answer_by(now, slot.starts_at)), None)


def has_earlier_days(consultation: Consultation, now: datetime) -> bool:
    """Whether there is a day before a consultation's that is worth waiting for."""
    starts_at = consultation.starts_at
    return starts_at is not None and can_come_earlier(clock.today(starts_at), clock.today(now))


def earlier_than(consultation: Consultation, now: datetime) -> Slot | None:
    """The first free time on a day before a booked consultation's, but none that it had; None: there is none."""
    if consultation.starts_at is None:
        return None
    return first_before(
        consultation.organisation_id,
        consultation.kind,
        clock.today(consultation.starts_at),
        now,
        requester_id=consultation.requester_id,
        leave_out=consultation.pk,
        left={at for at in consultation.changes.values_list("starts_at", flat=True) if at},
    )
