"""What an erasure takes from consultations. `personal_data.py` says it in words."""

from datetime import datetime

from consultations.codes import CancelReason
from consultations.models import Consultation
from consultations.services.moving import cancel_consultation
from consultations.states import OPEN, ConsultationState
from portal.kernel.actors import SYSTEM
from portal.kernel.personal_data import Subject


def release_consultations(subject: Subject, now: datetime) -> None:
    """Cancel what is still to come, so that the lead's time is free again; empty the notes."""
    theirs = Consultation.objects.filter(requester_id=subject.person_id)
    begun = theirs.filter(state=ConsultationState.BOOKED, starts_at__lte=now)
    for pk in list(theirs.filter(state__in=OPEN).exclude(pk__in=begun).values_list("pk", flat=True)):
        cancel_consultation(
            actor=SYSTEM, consultation_id=pk, reason_code=CancelReason.REQUESTER_UNAVAILABLE, now=now
        )
    theirs.update(note="")
