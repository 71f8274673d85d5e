"""Giving a place back, and what time takes away."""

from datetime import datetime

from courses.errors import RunBegan
from courses.models import Enrolment
from courses.permissions import may_cancel_place, may_see_enrolment
from courses.services import tell
from courses.services.locking import locked_enrolment, locked_run
from courses.services.move_enrolment import move_enrolment
from courses.services.waiting_list import lapse, promote_from_waiting_list
from courses.states import HELD, EndReason, EnrolmentState
from portal.kernel.actors import Actor
from portal.kernel.errors import NotAllowed, NotFound


def cancel_place(
    *, actor: Actor, enrolment_id: int, now: datetime, reason: EndReason = EndReason.UNSAID
) -> Enrolment:
    """Give up a request, a place in the queue, an offer or a booking; the place passes on at once.

    Cancelling again changes nothing.

    Args:
        reason: why somebody else's place is cancelled. Nobody's reason for stepping out themselves is kept:
            the page of support promises that.

    Raises:
        NotFound, NotAllowed: it is not the actor's.
        RunBegan: the first day has begun; the register says who came.
        IllegalMove: it ended otherwise meanwhile.
    """
    with locked_enrolment(enrolment_id) as enrolment:
        if not may_cancel_place(actor, enrolment):
            raise NotAllowed() if may_see_enrolment(actor, enrolment) else NotFound()
        if enrolment.state == EnrolmentState.CANCELLED:
            return enrolment
        run = enrolment.run
        if run.starts_at and now >= run.starts_at and enrolment.state == EnrolmentState.BOOKED:
            raise RunBegan()
        if actor.is_person and actor.person_id == enrolment.person_id:
            reason = EndReason.UNSAID
        was = enrolment.state
        move_enrolment(enrolment, "cancel", actor=actor, now=now, reason=reason, end_reason=reason)
        tell.about_end(enrolment, run, now, was=was)
        promote_from_waiting_list(run, now=now)
        return enrolment


def expire_holds_and_offers(*, now: datetime) -> int:
    """Lapse what nobody answered in time and pass the places on; close lists of runs that began. Returns how many.

    Each run is one transaction. Running it twice, or in two workers, changes nothing more.
    """
    due = Enrolment.objects.filter(state__in=HELD, hold_until__lte=now)
    begun = Enrolment.objects.filter(state=EnrolmentState.WAITING, run__starts_at__lte=now)
    run_ids = sorted({*due.values_list("run_id", flat=True), *begun.values_list("run_id", flat=True)})
    return sum(_expire_run(run_id, now) for run_id in run_ids)


def _expire_run(run_id: int, now: datetime) -> int:
    with locked_run(run_id) as run:
        rows = Enrolment.objects.filter(run=run).order_by("pk")
        ended = list(rows.filter(state__in=HELD, hold_until__lte=now))
        if run.starts_at and now >= run.starts_at:
            ended += rows.filter(state=EnrolmentState.WAITING)
        for enrolment in ended:
            enrolment.run = run
            lapse(enrolment, LAPSES[EnrolmentState(enrolment.state)], now=now)
        promote_from_waiting_list(run, now=now)
    return len(ended)


LAPSES = {
    EnrolmentState.REQUESTED: EndReason.NOT_ANSWERED,
    EnrolmentState.AGREED: EndReason.NOT_ANSWERED,
    EnrolmentState.OFFERED: EndReason.OFFER_PASSED_ON,
    EnrolmentState.WAITING: EndReason.LIST_CLOSED,
}
