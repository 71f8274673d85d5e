"""The one way a freed place is passed on: strictly in order, held for whoever is offered it, one offer for one seat."""

from datetime import datetime

from courses.errors import CannotEnrol, OfferGone
from courses.models import Enrolment, Run
from courses.rules.dates import deadline
from courses.rules.enrolling import is_closed
from courses.selectors.glance import fullness_of
from courses.selectors.places import terms_of, waiting_in_order
from courses.services import tell
from courses.services.ask_for_place import hold_for_approval, last_moment, standing_reasons
from courses.services.locking import locked_enrolment
from courses.services.move_enrolment import move_enrolment
from courses.states import Approval, EndReason, EnrolmentState
from portal.kernel.actors import SYSTEM, Actor
from portal.kernel.errors import NotAllowed


def promote_from_waiting_list(run: Run, *, now: datetime) -> list[Enrolment]:
    """Offer every free place of a locked run to the next people on its list. Returns the new offers.

    Nothing is offered once booking has closed. Whoever may not have a place any more is passed over for good and
    told why; nobody else is skipped.
    """
    fullness = fullness_of(run.pk)
    free = run.capacity - fullness.taken
    if free <= 0 or not fullness.waiting or is_closed(terms_of(run, fullness, {}), now):
        return []
    offers: list[Enrolment] = []
    for enrolment in waiting_in_order(run.pk):
        if len(offers) == free:
            break
        enrolment.run = run
        if reasons := standing_reasons(enrolment, run, now):
            lapse(enrolment, EndReason.NOT_ELIGIBLE, now=now, sentence=reasons[0].sentence)
            continue
        until = deadline(now, run.course.offer_days, latest=run.booking_closes_at or last_moment(run))
        move_enrolment(enrolment, "offer", actor=SYSTEM, now=now, hold_until=until)
        tell.about_offer(enrolment, run, now)
        offers.append(enrolment)
    return offers


def accept_offer(*, actor: Actor, enrolment_id: int, now: datetime) -> Enrolment:
    """Take up an offer: booked, or held until somebody agrees. Accepting again changes nothing.

    Raises:
        NotAllowed: it is somebody else's.
        OfferGone: it was not taken up in time.
        CannotEnrol: something came in the way since the offer was made.
    """
    with locked_enrolment(enrolment_id) as enrolment:
        if not (actor.is_system or actor.person_id == enrolment.person_id):
            raise NotAllowed("This offer is for somebody else.")
        if enrolment.state in (EnrolmentState.BOOKED, EnrolmentState.REQUESTED, EnrolmentState.AGREED):
            return enrolment
        if enrolment.state != EnrolmentState.OFFERED or (
            enrolment.hold_until and now >= enrolment.hold_until
        ):
            raise OfferGone()
        run = enrolment.run
        if reasons := standing_reasons(enrolment, run, now):
            raise CannotEnrol(f"{reasons[0].sentence} {reasons[0].next_step}", code=reasons[0].code)
        if enrolment.approval == Approval.NONE:
            move_enrolment(enrolment, "accept", actor=actor, now=now)
        else:
            fields = hold_for_approval(run, enrolment.person_id, now)
            move_enrolment(enrolment, "accept_with_approval", actor=actor, now=now, **fields)
        tell.about_new(enrolment, run, now, again=tell.times_undone(enrolment))
        return enrolment


def lapse(enrolment: Enrolment, reason: EndReason, *, now: datetime, sentence: str = "") -> Enrolment:
    """End what ran out of time, or lost its right to wait; its run is locked and loaded."""
    move_enrolment(enrolment, "lapse", actor=SYSTEM, now=now, reason=sentence or reason, end_reason=reason)
    tell.about_end(enrolment, enrolment.run, now)
    return enrolment
