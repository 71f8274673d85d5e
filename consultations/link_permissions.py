"""Who may do what with a referral link: each sentence for one row, its twin for many.

The person who refers, who drafted it, the lead of the consultation and the leads who serve the borough see it
and act on it. The organisation's case system sees it once it was sent. To anybody else it does not exist.
"""

from datetime import date

from django.db.models import Q, QuerySet

from consultations.models import Consultation, ReferralLink
from consultations.permissions import boroughs_led_by, consultations_seen_by, is_lead, may_see_consultation
from consultations.states import OCCUPIES
from portal.kernel.actors import Actor, ActorKind


def may_see_link(actor: Actor, link: ReferralLink, on: date) -> bool:
    """Refers, drafted it, leads the consultation, or serves the borough on that day."""
    if actor.is_system:
        return True
    if not actor.is_person:
        return False
    if actor.person_id in (link.referrer_id, link.drafted_by_id):
        return True
    if not is_lead(actor):
        return False
    leads_it = link.consultation is not None and link.consultation.lead_id == actor.person_id
    return leads_it or link.organisation_id in boroughs_led_by(actor, on)


def links_seen_by(actor: Actor, on: date) -> QuerySet[ReferralLink]:
    """Twin of `may_see_link`."""
    if actor.is_system:
        return ReferralLink.objects.all()
    if not actor.is_person:
        return ReferralLink.objects.none()
    reach = Q(referrer_id=actor.person_id) | Q(drafted_by_id=actor.person_id)
    if is_lead(actor):
        reach |= Q(consultation__lead_id=actor.person_id)
        reach |= Q(organisation_id__in=boroughs_led_by(actor, on))
    return ReferralLink.objects.filter(reach)


def may_fetch_link(actor: Actor, link: ReferralLink) -> bool:
    """A case system of the organisation, for a link that was sent."""
    return (
        actor.kind is ActorKind.CLIENT
        and link.sent_at is not None
        and link.organisation_id == actor.place.organisation_id
    )


def links_fetched_by(actor: Actor) -> QuerySet[ReferralLink]:
    """Twin of `may_fetch_link`."""
    own = actor.place.organisation_id
    if actor.kind is not ActorKind.CLIENT or own is None:
        return ReferralLink.objects.none()
    return ReferralLink.objects.filter(sent_at__isnull=False, organisation_id=own)


def may_link(actor: Actor, consultation: Consultation, on: date) -> bool:
    """Whoever sees the consultation, while it stands."""
    return consultation.state in OCCUPIES and may_see_consultation(actor, consultation, on)


def consultations_linked_by(actor: Actor, on: date) -> QuerySet[Consultation]:
    """Twin of `may_link`."""
    return consultations_seen_by(actor, on).filter(state__in=OCCUPIES)


def may_connect_case_systems(actor: Actor) -> bool:
    """Administrators of everything look after endpoints, secrets and parked deliveries."""
    return actor.administers_everything
