"""The only pen that changes the state of an enrolment: the move, its change row, its event."""

from datetime import datetime
from typing import Any

from courses.events import PLACE_EVENTS
from courses.models import Enrolment, EnrolmentChange, Run
from courses.states import EnrolmentState, enrolment_machine
from portal.kernel.actors import Actor
from portal.outbox.events import Event
from portal.outbox.services import publish


def move_enrolment(
    enrolment: Enrolment,
    move: str,
    *,
    actor: Actor,
    now: datetime,
    reason: str = "",
    event: Event | None = None,
    **fields: Any,
) -> Enrolment:
    """Make one move of a locked enrolment, write the change, announce it. Inside the caller's transaction.

    Args:
        enrolment: locked through its run (`services.locking`); its run and course are loaded.
        move: a name in `enrolment_machine`.
        reason: a code or a short sentence for the change row; never a narrative.
        event: what is announced, for moves that carry more than the place; others are announced by the table.
        fields: other columns that the move writes.

    Raises:
        IllegalMove: the move does not start from this state.
    """
    before = enrolment.state
    enrolment.state = EnrolmentState(enrolment_machine.target(move, before))
    enrolment.hold_until = fields.pop("hold_until", None)
    for name, value in fields.items():
        setattr(enrolment, name, value)
    enrolment.save(update_fields=["state", "hold_until", *fields])
    write_change(enrolment, move, before=before, actor=actor, now=now, reason=reason)
    announce(enrolment, enrolment.run, event or enrolment_machine.moves[move].event, now=now)
    return enrolment


def write_change(
    enrolment: Enrolment, move: str, *, before: str, actor: Actor, now: datetime, reason: str = ""
) -> EnrolmentChange:
    """The line of history of one move; being born counts as one, from nothing."""
    return EnrolmentChange.objects.create(
        enrolment=enrolment,
        move=move,
        from_state=before,
        to_state=enrolment.state,
        **actor.columns,
        reason=reason[:200],
        at=now,
    )


def announce(enrolment: Enrolment, run: Run, event: Event | str | None, *, now: datetime) -> None:
    """Publish what happened; a bare name is filled with the place it is about."""
    if isinstance(event, str):
        event = PLACE_EVENTS[event](
            enrolment_id=enrolment.pk,
            run_id=enrolment.run_id,
            person_id=enrolment.person_id,
            course_code=run.course.code,
        )
    if event is not None:
        publish(event, now=now)
