"""Asking for a place, and joining the waiting list when there is none."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from courses.errors import CannotEnrol, Clash, NoApprover, NotFull, RunFull
from courses.models import Enrolment, Run
from courses.rules.enrolling import Asker, Reason, why_full, why_not_enrol, why_not_wait
from courses.selectors.glance import Fullness, fullness_of, glance_at
from courses.selectors.opening import opening_of
from courses.selectors.places import ClashRow, all_clashes, asker_of, held_until, missing_courses, terms_of
from courses.services import tell
from courses.services.keep_needs import write_needs
from courses.services.locking import locked_run
from courses.services.move_enrolment import announce, write_change
from courses.states import Approval, EnrolmentState, RunState
from portal.kernel import clock
from portal.kernel.actors import Actor, Place
from portal.kernel.errors import NotAllowed
from portal.people import selectors as people

BORN_AS = {
    EnrolmentState.REQUESTED: ("ask", "courses.place_requested.v1"),
    EnrolmentState.BOOKED: ("book", "courses.place_booked.v1"),
    EnrolmentState.WAITING: ("wait", None),
}


@dataclass(frozen=True, slots=True)
class _Asking:
    """Everything that can be read before the run is locked, so that the lock is held briefly.

    Whom the run is open to is not: whoever narrows it looks, locked, at who is in it already.
    """

    person_id: int
    approval: str
    place: Place
    asker: Asker
    clashes: list[ClashRow]
    clash_reason: str
    needs: str


def ask_for_place(
    *,
    actor: Actor,
    run_id: int,
    now: datetime,
    person_id: int | None = None,
    clash_reason: str = "",
    needs: str = "",
) -> Enrolment:
    """Ask for a place: booked at once, or held until somebody agrees, as the course has it.

    Asking again returns what the first asking made: a double click books once.

    Args:
        person_id: for whom, when the system books; otherwise the actor themselves.
        clash_reason: why the place is wanted although other bookings fall on the same days.
        needs: access and dietary needs, for the run's trainers alone.

    Raises:
        CannotEnrol: something stands in the way; the sentence says what, and what to do.
        RunFull: join the waiting list.
        Clash: needs a reason.
        NoApprover: the course needs agreement and nobody may give it.
        Busy: try again.
    """
    asking = _read(actor, run_id, now, person_id, clash_reason, needs, waits=False)
    with locked_run(run_id) as run:
        fullness = fullness_of(run_id, person_id=asking.person_id)
        if fullness.mine:
            return Enrolment.objects.get(pk=fullness.mine)
        _refuse(why_not_enrol(asking.asker, terms_of(run, fullness, opening_of(run_id)), now))
        _refuse_clash(asking)
        state = EnrolmentState.BOOKED if asking.approval == Approval.NONE else EnrolmentState.REQUESTED
        return _write(run, asking, state, actor=actor, now=now)


def join_waiting_list(
    *,
    actor: Actor,
    run_id: int,
    now: datetime,
    person_id: int | None = None,
    clash_reason: str = "",
    needs: str = "",
) -> Enrolment:
    """Join the end of a full run's waiting list. Joining again returns the place in the queue that one has.

    Raises:
        CannotEnrol, Clash, Busy: as `ask_for_place`.
        NotFull: there is a place; ask for it.
    """
    asking = _read(actor, run_id, now, person_id, clash_reason, needs, waits=True)
    with locked_run(run_id) as run:
        fullness = fullness_of(run_id, person_id=asking.person_id)
        if fullness.mine:
            return Enrolment.objects.get(pk=fullness.mine)
        terms = terms_of(run, fullness, opening_of(run_id))
        _refuse(why_not_wait(asking.asker, terms, now))
        if not why_not_enrol(asking.asker, terms, now):
            raise NotFull()
        _refuse_clash(asking)
        return _write(run, asking, EnrolmentState.WAITING, actor=actor, now=now, fullness=fullness)


def standing_reasons(enrolment: Enrolment, run: Run, now: datetime) -> tuple[Reason, ...]:
    """What stands in the way of somebody who is on the list or holds an offer already: asked again at each step."""
    place = people.place_of(enrolment.person_id, clock.today(now))
    asker = asker_of(enrolment.person_id, place, run.course_id)
    return why_not_wait(asker, terms_of(run, Fullness(), opening_of(run.pk)), now)


def _read(
    actor: Actor,
    run_id: int,
    now: datetime,
    person_id: int | None,
    clash_reason: str,
    needs: str,
    *,
    waits: bool,
) -> _Asking:
    for_whom = person_id or actor.person_id
    if for_whom is None or (for_whom != actor.person_id and not actor.is_system):
        raise NotAllowed("Sign in to ask for a place. You can ask only for yourself.")
    seen = glance_at(run_id, for_whom)
    if not waits and seen.state == RunState.PUBLISHED:
        _turn_away_late_comers(run_id, seen.capacity, for_whom)
    place = actor.place if for_whom == actor.person_id else people.place_of(for_whom, clock.today(now))
    missing = missing_courses(seen.course_id, for_whom) if seen.has_requirements else ()
    return _Asking(
        person_id=for_whom,
        approval=seen.approval,
        place=place,
        asker=Asker(for_whom, place.organisation_id, missing=missing),
        clashes=all_clashes(for_whom, run_id, now, courses=seen.is_busy_elsewhere),
        clash_reason=clash_reason.strip(),
        needs=needs,
    )


def _turn_away_late_comers(run_id: int, capacity: int, person_id: int) -> None:
    """Send whoever comes too late to the waiting list before they queue for the lock.

    Being wrong for a moment costs nothing: a place that comes free now belongs to the list anyway.
    """
    fullness = fullness_of(run_id, person_id=person_id)
    if not fullness.mine and fullness.taken >= capacity:
        _refuse(why_full(0, fullness.waiting))


def _refuse(reasons: tuple[Reason, ...]) -> None:
    if not reasons:
        return
    if reasons[0].code == "full":
        raise RunFull(f"{reasons[0].sentence} {reasons[0].next_step}")
    raise CannotEnrol(f"{reasons[0].sentence} {reasons[0].next_step}", code=reasons[0].code)


def _refuse_clash(asking: _Asking) -> None:
    if asking.clashes and not asking.clash_reason:
        first = asking.clashes[0]
        raise Clash(other=first.what, day=clock.spoken_date(first.on))


def _write(
    run: Run,
    asking: _Asking,
    state: EnrolmentState,
    *,
    actor: Actor,
    now: datetime,
    fullness: Fullness | None = None,
) -> Enrolment:
    fields: dict[str, Any] = {}
    if state == EnrolmentState.REQUESTED:
        fields = hold_for_approval(run, asking.person_id, now)
    elif fullness is not None:
        fields = {"queue_number": fullness.last_number + 1}
    enrolment = Enrolment.objects.create(
        run=run,
        person_id=asking.person_id,
        edition_id=run.edition_id,
        state=state,
        approval=asking.approval,
        requested_at=now,
        clash_reason=asking.clash_reason if asking.clashes else "",
        organisation_id=asking.place.organisation_id,
        service_id=asking.place.service_id,
        team_id=asking.place.team_id,
        **fields,
    )
    if asking.needs.strip():
        write_needs(enrolment, asking.needs, now=now)
    move, event = BORN_AS[state]
    write_change(enrolment, move, before="", actor=actor, now=now)
    announce(enrolment, run, event, now=now)
    tell.about_new(enrolment, run, now)
    return enrolment


def hold_for_approval(run: Run, person_id: int, now: datetime) -> dict[str, Any]:
    """Who has to answer, and until when the place is kept.

    Raises:
        NoApprover: nobody may.
    """
    approver = people.approver_for(person_id, clock.today(now))
    if approver is None:
        raise NoApprover()
    return {"approver": approver, "hold_until": held_until(run, now)}


def last_moment(run: Run) -> datetime:
    """No answer counts after this: the run begins."""
    assert run.starts_at is not None  # noqa: S101 - a run that is shown has days, says its constraint
    return run.starts_at
