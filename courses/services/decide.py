"""The approver's answer: agree or not, once."""

from datetime import datetime

from courses.errors import AlreadyDecided, HoldOver, OwnRequest
from courses.models import Enrolment
from courses.permissions import may_decide, may_see_enrolment, place_of_enrolment
from courses.rules.answers import next_step
from courses.selectors.places import held_until
from courses.services import tell
from courses.services.locking import locked_enrolment
from courses.services.move_enrolment import move_enrolment
from courses.services.waiting_list import promote_from_waiting_list
from courses.states import DECLINE_WORDS, PENDING, Approval, EndReason, EnrolmentState
from portal.kernel import clock
from portal.kernel.actors import Actor
from portal.kernel.errors import DomainError, NotAllowed, NotFound
from portal.people import selectors as people
from portal.people.roles import Role

# States in which the first answer has been given; whoever gave it does not give the second one too.
ANSWERED = (EnrolmentState.AGREED, EnrolmentState.BOOKED)


def approve(*, actor: Actor, enrolment_id: int, now: datetime) -> Enrolment:
    """Agree to a request: booked, or passed to the borough's lead where the course asks for two.

    The same person agreeing twice changes nothing.

    Raises:
        OwnRequest: nobody agrees to their own.
        NotAllowed, NotFound: the actor does not answer for this person.
        AlreadyDecided: somebody answered before, or the person took it back.
        HoldOver: the time to answer is over.
    """
    with locked_enrolment(enrolment_id) as enrolment:
        if enrolment.state in ANSWERED and enrolment.approved_by_id == actor.person_id is not None:
            return enrolment
        _check(actor, enrolment, now)
        if enrolment.approval == Approval.MANAGER_THEN_LEAD and enrolment.state == EnrolmentState.REQUESTED:
            return _pass_to_lead(enrolment, actor, now)
        move_enrolment(
            enrolment, "approve", actor=actor, now=now, approved_by_id=actor.person_id, approved_at=now
        )
        tell.about_new(enrolment, enrolment.run, now, again=tell.times_undone(enrolment))
        tell.about_answer(enrolment, actor, now)
        return enrolment


def decline(*, actor: Actor, enrolment_id: int, reason: EndReason, now: datetime) -> Enrolment:
    """Say no, with a coded reason that leads to a next step; the place passes to the waiting list.

    Raises:
        DomainError: a reason that is no approver's.
        OwnRequest, NotAllowed, NotFound, AlreadyDecided: as `approve`.
    """
    if reason not in DECLINE_WORDS:
        raise DomainError("Choose why you do not agree.", field="reason")
    with locked_enrolment(enrolment_id) as enrolment:
        if (
            enrolment.state == EnrolmentState.DECLINED
            and _declined_by(enrolment) == actor.person_id is not None
        ):
            return enrolment
        _check(actor, enrolment, None)
        move_enrolment(enrolment, "decline", actor=actor, now=now, reason=reason, end_reason=reason)
        answer = _answer_in_words(enrolment, actor, reason, now)
        tell.about_end(enrolment, enrolment.run, now, answer=answer, again=tell.times_undone(enrolment))
        tell.about_answer(enrolment, actor, now)
        promote_from_waiting_list(enrolment.run, now=now)
        return enrolment


def _check(actor: Actor, enrolment: Enrolment, now: datetime | None) -> None:
    if actor.person_id is not None and actor.person_id == enrolment.person_id:
        raise OwnRequest()
    if enrolment.state not in PENDING:
        if not may_see_enrolment(actor, enrolment):
            raise NotFound()
        raise AlreadyDecided(state=EnrolmentState(enrolment.state).label.lower(), name=enrolment.person.name)
    if not may_decide(actor, enrolment):
        if not may_see_enrolment(actor, enrolment):
            raise NotFound()
        raise NotAllowed("This request is for somebody else to answer.")
    if now and enrolment.hold_until and now >= enrolment.hold_until:
        raise HoldOver(until=clock.spoken_moment(enrolment.hold_until))


def _declined_by(enrolment: Enrolment) -> int | None:
    last = enrolment.changes.filter(move="decline").last()
    return last.actor_person_id if last else None


def _answer_in_words(enrolment: Enrolment, actor: Actor, reason: EndReason, now: datetime) -> dict[str, str]:
    """Who said no, why, and what can be done next, for a mail: by what they are to the person, never by name."""
    membership = people.membership_of(enrolment.person_id, clock.today(now))
    if membership and membership.manager_id == actor.person_id is not None:
        who, speak = "Your manager", "your manager"
    elif actor.holds(Role.LEAD):
        who, speak = "Your borough’s lead", "the lead"
    else:
        who, speak = "Whoever answers for your team", "them: the page of your request says who it is"
    return {"who": who, "why": str(reason.label), "next": next_step(reason, who=speak)}


def _pass_to_lead(enrolment: Enrolment, actor: Actor, now: datetime) -> Enrolment:
    run = enrolment.run
    lead_id = _lead_for(enrolment, now) or enrolment.approver_id
    move_enrolment(
        enrolment,
        "agree",
        actor=actor,
        now=now,
        hold_until=held_until(run, now),
        approver_id=lead_id,
        approved_by_id=actor.person_id,
    )
    tell.about_passed_on(enrolment, now)
    tell.about_new(enrolment, run, now, again=tell.times_undone(enrolment))
    tell.about_answer(enrolment, actor, now)
    return enrolment


def _lead_for(enrolment: Enrolment, now: datetime) -> int | None:
    """The lead of the person's borough, else a training administrator: never the person themselves."""
    place, on = place_of_enrolment(enrolment), clock.today(now)
    for role in (Role.LEAD, Role.TRAINING_ADMIN, Role.ADMIN):
        found = people.people_with_role(role, place, on).exclude(pk=enrolment.person_id).first()
        if found:
            return found.pk
    return None
