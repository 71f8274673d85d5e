"""Who may do what with a consultation: each sentence for one row, its twin for many.

Nobody sees a consultation by rank: only who asked, who leads, and the leads who serve that borough on that day.
Managers and others see counts, in scope, and nothing else.
"""

from datetime import date

from django.db.models import Q, QuerySet

from consultations.models import Consultation, ConsultationRecord, LeadCover, LeadPlan
from consultations.states import HAS_RECORD
from portal.kernel.actors import Actor, Place
from portal.kernel.querying import on_date, within
from portal.people.roles import Role

COUNTS_ROLES = (Role.LEAD, Role.MANAGER, Role.DEPUTY, Role.SERVICE_HEAD, Role.TRAINING_ADMIN, Role.ADMIN)


def is_lead(actor: Actor) -> bool:
    """Holds the lead's role today; every right of a lead hangs on it."""
    return actor.is_person and actor.holds(Role.LEAD)


def boroughs_led_by(actor: Actor, on: date) -> frozenset[int]:
    """The organisations that the actor serves as own lead or cover on a day. One query for leads, none for others."""
    if not is_lead(actor):
        return frozenset()
    covers = LeadCover.objects.filter(on_date(on), lead_id=actor.person_id)
    return frozenset(covers.values_list("organisation_id", flat=True))


def may_lead(actor: Actor, consultation: Consultation, on: date) -> bool:
    """Leads it, or serves its borough on that day."""
    if actor.is_system:
        return True
    return is_lead(actor) and (
        consultation.lead_id == actor.person_id or consultation.organisation_id in boroughs_led_by(actor, on)
    )


def consultations_led_by(actor: Actor, on: date) -> QuerySet[Consultation]:
    """Twin of `may_lead`."""
    if actor.is_system:
        return Consultation.objects.all()
    if not is_lead(actor):
        return Consultation.objects.none()
    return Consultation.objects.filter(
        Q(lead_id=actor.person_id) | Q(organisation_id__in=boroughs_led_by(actor, on))
    )


def may_see_consultation(actor: Actor, consultation: Consultation, on: date) -> bool:
    """Asked for it, or may lead it."""
    asked = actor.is_person and consultation.requester_id == actor.person_id
    return asked or may_lead(actor, consultation, on)


def consultations_seen_by(actor: Actor, on: date) -> QuerySet[Consultation]:
    """Twin of `may_see_consultation`."""
    if not (actor.is_person or actor.is_system):
        return Consultation.objects.none()
    return consultations_asked_by(actor) | consultations_led_by(actor, on)


def may_see_record(actor: Actor, consultation: Consultation, on: date) -> bool:
    """There is a record, and the actor may see the consultation."""
    return consultation.state in HAS_RECORD and may_see_consultation(actor, consultation, on)


def records_seen_by(actor: Actor, on: date) -> QuerySet[ConsultationRecord]:
    """Twin of `may_see_record`."""
    seen = consultations_seen_by(actor, on).filter(state__in=HAS_RECORD)
    return ConsultationRecord.objects.filter(consultation__in=seen)


def may_change(actor: Actor, consultation: Consultation, on: date) -> bool:
    """Move or cancel: who asked, and who may lead it."""
    return may_see_consultation(actor, consultation, on)


def consultations_changed_by(actor: Actor, on: date) -> QuerySet[Consultation]:
    """Twin of `may_change`."""
    return consultations_seen_by(actor, on)


def is_requester(actor: Actor, consultation: Consultation) -> bool:
    """Asked for it themselves."""
    return actor.is_system or (actor.is_person and consultation.requester_id == actor.person_id)


def consultations_asked_by(actor: Actor) -> QuerySet[Consultation]:
    """Twin of `is_requester`."""
    if actor.is_system:
        return Consultation.objects.all()
    if not actor.is_person:
        return Consultation.objects.none()
    return Consultation.objects.filter(requester_id=actor.person_id)


def why_not_book(actor: Actor) -> str:
    """Why the actor may not ask for a consultation; empty when they may."""
    if not actor.is_person:
        return "Sign in with your work account to book a consultation."
    if actor.place.organisation_id is None:
        return "Your place of work is not confirmed yet. Once it is, you can book with your borough’s lead."
    return ""


def may_book(actor: Actor) -> bool:
    """Works somewhere, confirmed."""
    return not why_not_book(actor)


def may_book_for(actor: Actor, place: Place, on: date) -> bool:
    """A lead may book for somebody who works in a borough they serve that day."""
    return place.organisation_id in boroughs_led_by(actor, on)


def may_keep_plan(actor: Actor, plan: LeadPlan) -> bool:
    """A lead keeps their own plan; nobody else's."""
    return is_lead(actor) and plan.lead_id == actor.person_id


def plans_kept_by(actor: Actor) -> QuerySet[LeadPlan]:
    """Twin of `may_keep_plan`."""
    if not is_lead(actor):
        return LeadPlan.objects.none()
    return LeadPlan.objects.filter(lead_id=actor.person_id)


def may_say_who_leads(actor: Actor) -> bool:
    """Administrators of everything say which lead serves which borough."""
    return actor.administers_everything


def covers_kept_by(actor: Actor) -> QuerySet[LeadCover]:
    """Twin of `may_say_who_leads`."""
    return LeadCover.objects.all() if may_say_who_leads(actor) else LeadCover.objects.none()


def may_see_counts(actor: Actor) -> bool:
    """Answers for a place, or leads one."""
    return not actor.scope(*COUNTS_ROLES).is_empty


def may_count(actor: Actor, consultation: Consultation) -> bool:
    """The consultation counts in figures that the actor may see."""
    place = Place(consultation.organisation_id, consultation.service_id, consultation.team_id)
    return actor.scope(*COUNTS_ROLES).covers(place)


def consultations_counted_for(actor: Actor) -> QuerySet[Consultation]:
    """Twin of `may_count`."""
    return Consultation.objects.filter(within(actor.scope(*COUNTS_ROLES)))
