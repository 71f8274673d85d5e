"""Taking back one's own answer while it is fresh: the request waits as before, or joins the queue."""

from datetime import datetime
from typing import Any

from courses.errors import CannotUndo
from courses.models import Enrolment, EnrolmentChange
from courses.permissions import may_see_enrolment
from courses.rules.enrolling import is_closed
from courses.selectors.answered import is_fresh
from courses.selectors.glance import Fullness, fullness_of
from courses.selectors.places import held_again_until, terms_of
from courses.services import tell
from courses.services.locking import locked_enrolment
from courses.services.move_enrolment import move_enrolment
from courses.states import UNDOING, EnrolmentState, RunState
from portal.kernel.actors import Actor
from portal.kernel.errors import NotFound


def undo_answer(*, actor: Actor, enrolment_id: int, now: datetime) -> Enrolment:
    """Take back the answer that this person gave minutes ago, yes or no. Doing so again changes nothing.

    A place that was agreed is held again. A place that was refused is held again if it is still free; if it went to
    somebody else, the request joins the end of the waiting list: nobody loses what they were given.

    Raises:
        NotFound: it is none of the actor's business.
        CannotUndo: too late, not their answer, or something has happened since.
        Busy: try again.
    """
    with locked_enrolment(enrolment_id) as enrolment:
        answer = enrolment.changes.last()
        if answer is None or not may_see_enrolment(actor, enrolment):
            raise NotFound()
        mine = actor.person_id is not None and answer.actor_person_id == actor.person_id
        if answer.move in UNDOING and mine:
            return enrolment
        if not is_fresh(answer, enrolment.state, actor, now):
            raise CannotUndo()
        run = enrolment.run
        if run.state != RunState.PUBLISHED or run.starts_at is None or now >= run.starts_at:
            raise CannotUndo("These dates have begun, or were called off: your answer stands.")
        return _undo(enrolment, answer, actor, now)


def _undo(enrolment: Enrolment, answer: EnrolmentChange, actor: Actor, now: datetime) -> Enrolment:
    run, was = enrolment.run, EnrolmentState(enrolment.state)
    if was == EnrolmentState.DECLINED:
        full = fullness_of(run.pk, person_id=enrolment.person_id)
        if full.mine:
            raise CannotUndo("They have asked for these dates again meanwhile: answer that request.")
        if full.taken >= run.capacity:
            return _queue(enrolment, full, actor, now)
    fields: dict[str, Any] = {"hold_until": held_again_until(enrolment, answer, now), "end_reason": ""}
    if answer.from_state == EnrolmentState.AGREED:
        first = enrolment.changes.filter(move="agree").last()
        fields |= {"approved_by_id": first.actor_person_id if first else None, "approved_at": None}
        move_enrolment(enrolment, "reopen_second", actor=actor, now=now, **fields)
    else:
        fields |= {"approved_by_id": None, "approved_at": None}
        if was == EnrolmentState.AGREED:
            fields["approver_id"] = actor.person_id
        move_enrolment(enrolment, "reopen", actor=actor, now=now, **fields)
    tell.about_undone(enrolment, run, now)
    return enrolment


def _queue(enrolment: Enrolment, full: Fullness, actor: Actor, now: datetime) -> Enrolment:
    run = enrolment.run
    if is_closed(terms_of(run, full, {}), now):
        raise CannotUndo("The place has gone to somebody else, and booking is over: your answer stands.")
    fields: dict[str, Any] = {"queue_number": full.last_number + 1, "end_reason": "", "approved_by_id": None}
    move_enrolment(enrolment, "requeue", actor=actor, now=now, **fields)
    tell.about_undone(enrolment, run, now)
    return enrolment
