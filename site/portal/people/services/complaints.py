"""Complaints about data: received, acknowledged within 30 days, answered (DPA 2018 s. 164A)."""

from datetime import datetime

from django.db import transaction

from portal.audit.services import record
from portal.kernel import clock
from portal.kernel.actors import Actor
from portal.kernel.codes import short_reference
from portal.kernel.errors import NotAllowed, NotFound
from portal.kernel.identifiers import find_identifiers
from portal.kernel.refs import Ref
from portal.outbox.services import publish
from portal.people.errors import ExplanationMissing, MayIdentifySomebody, NotForYourself
from portal.people.events import ComplaintAcknowledged, ComplaintAnswered, ComplaintReceived
from portal.people.models import Complaint
from portal.people.rights.permissions import keeps_data_rights, may_handle_complaint
from portal.people.rights.rules import acknowledge_by
from portal.people.states import ComplaintKind, ComplaintState, complaint_machine

LONGEST = 3_000


def complain(
    *, actor: Actor, kind: ComplaintKind, words: str, no_family: bool, form_code: str, now: datetime
) -> Complaint:
    """Take a complaint in and start its clock; the same form sent twice is one complaint.

    Args:
        words: what happened; kept encrypted.
        no_family: the person said that nothing in it is about a family, although something looks like it.
        form_code: of the form it was sent from.

    Raises:
        NotAllowed: nobody is signed in.
        MayIdentifySomebody: something in it looks like a name or a number of somebody.
    """
    if actor.user_id is None:
        raise NotAllowed("Sign in to complain, or write to us.")
    if not no_family and find_identifiers(words):
        raise MayIdentifySomebody()
    with transaction.atomic():
        complaint, is_new = Complaint.objects.get_or_create(
            account_id=actor.user_id,
            form_code=form_code[:40],
            defaults={
                "reference": short_reference("CO"),
                "person_id": actor.person_id,
                "kind": kind,
                "words": words.strip()[:LONGEST],
                "received_at": now,
                "acknowledge_by": acknowledge_by(clock.today(now)),
            },
        )
        if is_new:
            _write_down(actor, "complained", complaint, now)
            publish(ComplaintReceived(complaint.pk, complaint.person_id or 0), now=now)
    return complaint


def acknowledge_complaint(*, actor: Actor, reference: str, now: datetime) -> Complaint:
    """Tell the person that we have it and look at it. Raises `NotFound`, `NotForYourself`, `IllegalMove`."""
    with transaction.atomic():
        complaint = _to_handle(actor, reference)
        complaint.state = ComplaintState(complaint_machine.target("acknowledge", complaint.state))
        complaint.acknowledged_at, complaint.handled_by_id = now, actor.person_id
        complaint.save(update_fields=["state", "acknowledged_at", "handled_by"])
        _write_down(actor, "acknowledged complaint", complaint, now)
        publish(ComplaintAcknowledged(complaint.pk, complaint.person_id or 0), now=now)
    return complaint


def answer_complaint(*, actor: Actor, reference: str, answer: str, now: datetime) -> Complaint:
    """Answer a complaint; one that nobody acknowledged is acknowledged with it.

    Raises:
        NotFound, NotForYourself, IllegalMove: as for acknowledging.
        ExplanationMissing: there are no words in the answer.
    """
    words = answer.strip()[:LONGEST]
    if not words:
        raise ExplanationMissing("Write an answer. The person reads it.", field="answer")
    with transaction.atomic():
        complaint = _to_handle(actor, reference)
        complaint.state = ComplaintState(complaint_machine.target("answer", complaint.state))
        complaint.answer, complaint.answered_at = words, now
        complaint.acknowledged_at = complaint.acknowledged_at or now
        complaint.handled_by_id = actor.person_id
        complaint.save(update_fields=["state", "answer", "answered_at", "acknowledged_at", "handled_by"])
        _write_down(actor, "answered complaint", complaint, now)
        publish(ComplaintAnswered(complaint.pk, complaint.person_id or 0), now=now)
    return complaint


def _to_handle(actor: Actor, reference: str) -> Complaint:
    found = Complaint.objects.select_for_update().filter(reference=reference).first()
    if found is None or not keeps_data_rights(actor):
        raise NotFound()
    if not may_handle_complaint(actor, found):
        raise NotForYourself()
    return found


def _write_down(actor: Actor, verb: str, complaint: Complaint, now: datetime) -> None:
    record(actor=actor, verb=verb, about=Ref("people.complaint", complaint.pk), now=now)
