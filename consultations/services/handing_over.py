"""A lead cannot come: another lead of the borough takes the consultation at the same time. Nobody is asked why."""

from datetime import datetime

from django.db import transaction

from consultations.errors import NobodyFree
from consultations.models import Consultation
from consultations.notices import tell_moved
from consultations.permissions import may_lead
from consultations.selectors.slots import lead_ids_of
from consultations.selectors.stand_ins import stand_in_for
from consultations.services.moving import require_ahead
from consultations.services.steps import lock_plans, locked_for, take_step
from consultations.services.times import refusing_twice, slot_columns
from consultations.states import consultation_machine
from portal.kernel import clock
from portal.kernel.actors import Actor
from portal.kernel.errors import NotAllowed


def hand_over(*, actor: Actor, consultation_id: int, from_lead_id: int, now: datetime) -> Consultation:
    """Give a booked consultation to another lead who is free then; both and the first lead are told once.

    Args:
        from_lead_id: the lead it was with when the page was shown: a second press finds it gone and changes nothing.

    Raises:
        NotFound, NotAllowed, IllegalMove, AlreadyBegun; NobodyFree: it stays where it is.
    """
    with transaction.atomic():
        lock_plans(_leads_around(consultation_id, now) | {from_lead_id})
        consultation = locked_for(actor, consultation_id, now)
        if not may_lead(actor, consultation, clock.today(now)):
            raise NotAllowed("Only a lead of that borough can hand it over.")
        consultation_machine.target("hand_over", consultation.state)
        if consultation.lead_id != from_lead_id:
            return consultation
        require_ahead(consultation, now)
        slot = stand_in_for(consultation, now)
        if slot is None:
            raise NobodyFree()
        with refusing_twice():
            take_step(consultation, "hand_over", actor=actor, now=now, **slot_columns(slot))
        tell_moved(consultation, now, left=from_lead_id, was=consultation.starts_at)
    return consultation


def _leads_around(consultation_id: int, now: datetime) -> set[int]:
    """Everybody who serves its borough on its day."""
    found = (
        Consultation.objects.filter(pk=consultation_id).values_list("organisation_id", "starts_at").first()
    )
    return set(lead_ids_of(found[0], clock.today(found[1] or now))) if found else set()
