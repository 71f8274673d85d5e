"""Booking a time, asking for one that cannot wait, offering and accepting one."""

from datetime import datetime
from typing import Any

from django.db import transaction

from consultations.models import Consultation
from consultations.notices import tell_booked, tell_offered, tell_urgent
from consultations.permissions import is_requester, may_book_for, may_lead, why_not_book
from consultations.selectors.boroughs import place_in
from consultations.selectors.slots import lead_ids_of
from consultations.services.asking import Asked, checked
from consultations.services.moving import require_ahead
from consultations.services.steps import lock_person, lock_plans, locked_for, note_birth, take_step
from consultations.services.times import NO_SLOT, read_key, refusing_twice, slot_columns, still_free
from consultations.states import ConsultationState
from portal.kernel import clock
from portal.kernel.actors import Actor, Place
from portal.kernel.codes import short_reference
from portal.kernel.errors import NotAllowed
from portal.people.models import Organisation
from portal.people.selectors import place_of


def book_consultation(
    *,
    actor: Actor,
    asked: Asked,
    slot_key: str,
    now: datetime,
    requester_id: int | None = None,
    organisation_id: int | None = None,
) -> Consultation:
    """Book a time with the lead of the requester's borough. The same `asked.key` books once.

    Args:
        actor: the practitioner, or a lead of the borough who books for one.
        asked: what it is about; checked here.
        slot_key: the lead and the instant, as the list of times named them.
        requester_id: the person it is for; the actor by default.
        organisation_id: the borough it is for, where they work in more than one; where they belong by default.

    Raises:
        NotAllowed: the actor may not book, or not for that person.
        SlotTaken, AlreadyThen, UnknownSlot, NoLead: the time cannot be had; `SlotTaken.nearest` are others.
        UnknownCode, WrongCaseReference, CaseReferenceIsAName, NoteTooLong, NoteIdentifies: as `asking.checked`.
    """
    requester_id, place = _for_whom(actor, requester_id, organisation_id, now)
    organisation = Organisation.objects.get(pk=place.organisation_id or 0)
    asked = checked(asked, organisation)
    lead_id, _ = read_key(slot_key)
    with transaction.atomic():
        lock_plans([lead_id])
        lock_person(requester_id)
        if done := _done_before(asked.key, requester_id):
            return done
        slot = still_free(slot_key, organisation.pk, asked.kind, now, requester_id=requester_id)
        consultation = Consultation(
            **_about(asked, place, requester_id, actor, now),
            **slot_columns(slot),
            state=ConsultationState.BOOKED,
        )
        with refusing_twice():
            consultation.save()
        note_birth(consultation, "book", actor=actor, now=now)
        tell_booked(consultation, now)
    return consultation


def ask_urgently(
    *,
    actor: Actor,
    asked: Asked,
    now: datetime,
    requester_id: int | None = None,
    organisation_id: int | None = None,
) -> Consultation:
    """Ask for a time before the next free one: the leads of the borough decide; nothing is raced.

    Where nobody leads the borough that day, the request stands and waits for whoever does. `requester_id` and
    `organisation_id` as in `book_consultation`.

    Raises:
        NotAllowed, and as `asking.checked`.
    """
    requester_id, place = _for_whom(actor, requester_id, organisation_id, now)
    organisation = Organisation.objects.get(pk=place.organisation_id or 0)
    asked = checked(asked, organisation)
    with transaction.atomic():
        lock_person(requester_id)
        if done := _done_before(asked.key, requester_id):
            return done
        about = _about(asked, place, requester_id, actor, now)
        consultation = Consultation(**about, state=ConsultationState.REQUESTED, urgent=True)
        consultation.save()
        note_birth(consultation, "request", actor=actor, now=now)
        leads = [lead for lead in lead_ids_of(organisation.pk, clock.today(now)) if lead != requester_id]
        tell_urgent(consultation, leads, now)
    return consultation


def offer_time(*, actor: Actor, consultation_id: int, slot_key: str, now: datetime) -> Consultation:
    """A lead offers one of their own times, the ones kept for urgent requests included.

    Raises:
        NotFound, NotAllowed, IllegalMove, SlotTaken, UnknownSlot.
    """
    with transaction.atomic():
        lock_plans([actor.person_id or 0])
        consultation = locked_for(actor, consultation_id, now)
        if not may_lead(actor, consultation, clock.today(now)):
            raise NotAllowed("Only a lead of that borough can offer a time.")
        slot = still_free(
            slot_key,
            consultation.organisation_id,
            consultation.kind,
            now,
            requester_id=consultation.requester_id,
            only_lead=actor.person_id,
            urgent=True,
        )
        with refusing_twice():
            take_step(consultation, "offer", actor=actor, now=now, **slot_columns(slot))
        tell_offered(consultation, now)
    return consultation


def accept_time(*, actor: Actor, consultation_id: int, now: datetime) -> Consultation:
    """The practitioner takes the time offered. Raises `NotFound`, `NotAllowed`, `AlreadyBegun`, `IllegalMove`."""
    with transaction.atomic():
        consultation = locked_for(actor, consultation_id, now)
        if not is_requester(actor, consultation):
            raise NotAllowed("Only the person who asked can accept the time.")
        require_ahead(consultation, now)
        take_step(consultation, "accept", actor=actor, now=now)
        tell_booked(consultation, now)
    return consultation


def decline_time(*, actor: Actor, consultation_id: int, now: datetime) -> Consultation:
    """The practitioner cannot come then; the request goes back to the leads. Raises as `accept_time`."""
    with transaction.atomic():
        consultation = locked_for(actor, consultation_id, now)
        if not is_requester(actor, consultation):
            raise NotAllowed("Only the person who asked can decline the time.")
        take_step(consultation, "decline", actor=actor, now=now, **NO_SLOT)
        tell_urgent(consultation, lead_ids_of(consultation.organisation_id, clock.today(now)), now)
    return consultation


def _for_whom(
    actor: Actor, requester_id: int | None, organisation_id: int | None, now: datetime
) -> tuple[int, Place]:
    """The requester, and where they work: a borough that a form names counts only when they do work there."""
    if refusal := why_not_book(actor):
        raise NotAllowed(refusal)
    on = clock.today(now)
    whom = requester_id or actor.person_id or 0
    if whom == actor.person_id and not organisation_id:
        return whom, actor.place
    place = place_in(whom, organisation_id, on) if organisation_id else place_of(whom, on)
    if whom != actor.person_id and not may_book_for(actor, place, on):
        raise NotAllowed("You can book for people in the boroughs that you lead, and for nobody else.")
    if place.organisation_id is None:
        raise NotAllowed("You do not work in that borough any longer.")
    return whom, place


def _done_before(key: str, requester_id: int) -> Consultation | None:
    """What the same form has already made: a second click finds it."""
    return (
        Consultation.objects.filter(idempotency_key=key, requester_id=requester_id).first() if key else None
    )


def _about(asked: Asked, place: Place, requester_id: int, actor: Actor, now: datetime) -> dict[str, Any]:
    return {
        "reference": short_reference("CN"),
        "kind": asked.kind,
        "organisation_id": place.organisation_id,
        "service_id": place.service_id,
        "team_id": place.team_id,
        "requester_id": requester_id,
        "booked_by_id": actor.person_id,
        "risk_stated": asked.risk_stated,
        "family_status": asked.family_status,
        "case_reference": asked.case_reference,
        "prompts": list(asked.prompts),
        "note": asked.note,
        "idempotency_key": asked.key,
        "created_at": now,
    }
