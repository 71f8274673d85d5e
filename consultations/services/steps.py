"""The one place where a consultation's state changes: row, change, trail and event together.

Lock order, always: the plans of the leads concerned by ascending lead, then the person who asks, then the
consultation.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from consultations import events
from consultations.models import Consultation, ConsultationChange, LeadPlan
from consultations.permissions import consultations_seen_by
from consultations.states import consultation_machine
from portal.audit.services import record
from portal.kernel import clock
from portal.kernel.actors import Actor
from portal.kernel.errors import NotFound
from portal.outbox.services import publish
from portal.people.models import Person

EVENT_NAMED = {
    kind.name: kind
    for kind in (
        events.ConsultationBooked,
        events.ConsultationMoved,
        events.ConsultationCancelled,
        events.ConsultationHeld,
    )
}


def lock_plans(lead_ids: Iterable[int]) -> list[LeadPlan]:
    """The plans of some leads, locked, in the one order: whoever books with them waits here."""
    rows = LeadPlan.objects.select_for_update(no_key=True).filter(lead_id__in=set(lead_ids))
    return list(rows.order_by("lead_id"))


def lock_person(person_id: int) -> None:
    """Two requests of one person wait for one another here, whichever leads they are for."""
    Person.objects.select_for_update(no_key=True).filter(pk=person_id).values_list("pk").first()


def locked_for(actor: Actor, consultation_id: int, now: datetime) -> Consultation:
    """The consultation, locked, for somebody who may see it. Raises `NotFound`."""
    seen = consultations_seen_by(actor, clock.today(now)).filter(pk=consultation_id).values("pk")
    found = Consultation.objects.select_for_update(of=("self",)).filter(pk__in=seen).first()
    if found is None:
        raise NotFound()
    return found


def note_birth(consultation: Consultation, move: str, *, actor: Actor, now: datetime) -> None:
    """Write down how a new consultation began, and publish that."""
    _note(consultation, move, "", actor=actor, now=now, reason="")
    if move == "book":
        _publish(consultation, events.ConsultationBooked.name, now)


def note_change(consultation: Consultation, what: str, *, actor: Actor, now: datetime) -> None:
    """Write down what changed in a locked consultation while its state stays."""
    _note(consultation, what, consultation.state, actor=actor, now=now, reason="")


def take_step(
    consultation: Consultation,
    move: str,
    *,
    actor: Actor,
    now: datetime,
    reason: str = "",
    **columns: Any,
) -> Consultation:
    """Move a locked consultation; write the change and the trail; publish the event. Raises `IllegalMove`.

    `columns` change in the same statement, because the table's constraints tie them to the state.
    """
    before, consultation.state = consultation.state, consultation_machine.target(move, consultation.state)
    for column, value in columns.items():
        setattr(consultation, column, value)
    consultation.save(update_fields=["state", *columns])
    _note(consultation, move, before, actor=actor, now=now, reason=reason)
    if event := consultation_machine.moves[move].event:
        _publish(consultation, event, now)
    return consultation


def _note(
    consultation: Consultation, move: str, before: str, *, actor: Actor, now: datetime, reason: str
) -> None:
    ConsultationChange.objects.create(
        consultation=consultation,
        move=move,
        from_state=before,
        to_state=consultation.state,
        **actor.columns,
        reason=reason,
        at=now,
        starts_at=consultation.starts_at,
    )
    record(
        actor=actor,
        verb=f"consultation {move}",
        about=consultation.ref,
        now=now,
        organisation_id=consultation.organisation_id,
        reason=reason,
    )


def _publish(consultation: Consultation, name: str, now: datetime) -> None:
    publish(
        EVENT_NAMED[name](
            consultation_id=consultation.pk,
            reference=consultation.reference,
            organisation_id=consultation.organisation_id,
            lead_id=consultation.lead_id or 0,
            requester_id=consultation.requester_id,
        ),
        now=now,
    )
