"""Writing down who opened what, before it is shown."""

from datetime import datetime

from consultations.models import Consultation
from consultations.permissions import is_requester
from portal.audit.services import record, record_read
from portal.kernel.actors import Actor


def open_record(*, actor: Actor, consultation: Consultation, now: datetime) -> None:
    """Write down that the record was opened, by whomever."""
    record_read(actor=actor, about=consultation.ref, now=now, organisation_id=consultation.organisation_id)


def open_consultation(*, actor: Actor, consultation: Consultation, now: datetime) -> None:
    """Write down that somebody opened what another asked: the reference, the prompts and the note."""
    if not is_requester(actor, consultation):
        record(
            actor=actor,
            verb="opened",
            about=consultation.ref,
            now=now,
            organisation_id=consultation.organisation_id,
        )
