"""The two questions after a consultation."""

from datetime import datetime

from django.db import transaction

from consultations.codes import Helped, NextStep
from consultations.errors import FeedbackClosed, UnknownCode
from consultations.models import Feedback
from consultations.permissions import is_requester
from consultations.services.steps import locked_for
from consultations.states import FEEDBACK_DAYS, TOOK_PLACE, asks_for_feedback
from portal.audit.services import record
from portal.kernel.actors import Actor
from portal.kernel.errors import IllegalMove, NotAllowed


def give_feedback(
    *, actor: Actor, consultation_id: int, helped: str, next_step: str, now: datetime
) -> Feedback:
    """Keep the two answers of whoever asked; while the questions are open, new answers replace them.

    Raises:
        NotFound, NotAllowed; UnknownCode; IllegalMove: it did not take place.
        FeedbackClosed: too long ago.
    """
    for field, codes, given in (("helped", Helped.values, helped), ("next_step", NextStep.values, next_step)):
        if given not in codes:
            raise UnknownCode(field=field)
    with transaction.atomic():
        consultation = locked_for(actor, consultation_id, now)
        if not is_requester(actor, consultation):
            raise NotAllowed("Only the person who asked can answer the two questions.")
        if consultation.state not in TOOK_PLACE:
            raise IllegalMove()
        if not asks_for_feedback(consultation.state, consultation.ends_at, now):
            raise FeedbackClosed(days=FEEDBACK_DAYS)
        found, _ = Feedback.objects.update_or_create(
            consultation=consultation, defaults={"helped": helped, "next_step": next_step, "given_at": now}
        )
        record(
            actor=actor,
            verb="feedback given",
            about=consultation.ref,
            now=now,
            organisation_id=consultation.organisation_id,
        )
    return found
