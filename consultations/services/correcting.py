"""Putting a wrong case reference right before the consultation is held."""

from datetime import datetime

from django.db import transaction

from consultations.link_states import STANDS
from consultations.models import Consultation, ReferralLink
from consultations.permissions import is_requester
from consultations.services.asking import checked_reference
from consultations.services.links.changing import correct_link, note_draft
from consultations.services.steps import locked_for, note_change
from consultations.states import OPEN
from portal.kernel.actors import Actor
from portal.kernel.errors import IllegalMove, NotAllowed
from portal.people.models import Organisation

CORRECTED = "reference_corrected"


def correct_reference(
    *, actor: Actor, consultation_id: int, case_reference: str, now: datetime
) -> Consultation:
    """Give a consultation that is still to come another case reference, checked as when it was booked.

    Its links follow: a draft is changed, and a receiver who has one is told to fetch it again. The same reference
    once more changes nothing.

    Raises:
        NotFound, NotAllowed; IllegalMove: it was held, or is cancelled.
        WrongCaseReference, CaseReferenceIsAName.
    """
    with transaction.atomic():
        consultation = locked_for(actor, consultation_id, now)
        if not is_requester(actor, consultation):
            raise NotAllowed("Only the person who asked can correct the case reference.")
        if consultation.state not in OPEN:
            raise IllegalMove()
        organisation = Organisation.objects.get(pk=consultation.organisation_id)
        reference = checked_reference(case_reference, organisation)
        if reference == consultation.case_reference:
            return consultation
        consultation.case_reference = reference
        consultation.save(update_fields=["case_reference"])
        note_change(consultation, "correct", actor=actor, now=now)
        _correct_links(consultation, actor, now)
    return consultation


def _correct_links(consultation: Consultation, actor: Actor, now: datetime) -> None:
    links = ReferralLink.objects.select_for_update().filter(consultation=consultation, state__in=STANDS)
    for link in links.order_by("pk"):
        link.case_reference = consultation.case_reference
        link.save(update_fields=["case_reference"])
        if link.is_draft:
            note_draft(link, actor=actor, now=now, what=CORRECTED)
        else:
            correct_link(link, actor=actor, now=now, why=CORRECTED)
