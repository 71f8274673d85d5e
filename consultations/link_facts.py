"""What a case system may fetch of a link: agreed facts, references and codes. No family member, no note, no story."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Prefetch

from consultations.link_permissions import links_fetched_by
from consultations.link_rules import working_hours
from consultations.models import Consent, Consultation, ReferralLink
from consultations.states import TOOK_PLACE
from portal.audit.services import record_read
from portal.kernel import clock
from portal.kernel.actors import Actor
from portal.kernel.errors import NotFound
from portal.kernel.refs import Ref


def fetch_link(*, actor: Actor, link_id: UUID, now: datetime) -> dict[str, Any]:
    """The agreed facts of a link, for the case system of its organisation. The read is audited. Raises `NotFound`."""
    rows = links_fetched_by(actor).select_related("referrer", "team", "consultation__lead")
    standing = Consent.objects.filter(replaced_at__isnull=True).select_related("taken_by")
    link = rows.prefetch_related(Prefetch("consents", standing)).filter(public_id=link_id).first()
    if link is None:
        raise NotFound()
    record_read(actor=actor, about=link.ref, now=now, organisation_id=link.organisation_id)
    return facts_of(link)


def facts_of(link: ReferralLink) -> dict[str, Any]:
    """The facts as the contract names them."""
    return {
        "link": link.public_id,
        "version": link.version,
        "state": link.state,
        "pathway": link.pathway,
        "area": link.area,
        "rules_version": link.rules_version,
        "case_reference": link.case_reference,
        "consultation": _consultation(link.consultation),
        "referrer": {
            "name": link.referrer.name,
            "email": link.referrer.email,
            "team": link.team.name if link.team else "",
            "working_hours": working_hours(link.working_days, link.works_from, link.works_until),
        },
        "suitability": {"result": link.result, "criteria": link.criteria},
        "consents": _consents(link.consents.all()),
    }


def _consultation(consultation: Consultation | None) -> dict[str, Any] | None:
    if consultation is None or consultation.state not in TOOK_PLACE or consultation.starts_at is None:
        return None
    return {
        "reference": consultation.reference,
        "held_on": clock.local(consultation.starts_at).date(),
        "lead": consultation.lead.name if consultation.lead else "",
    }


def _consents(consents: Iterable[Consent]) -> list[dict[str, Any]]:
    return [
        {
            "person": consent.person,
            "purpose": consent.purpose,
            "given": consent.stands,
            "on": consent.on,
            "taken_by": consent.taken_by.name,
            **({"withdrawn_on": consent.withdrawn_on} if consent.withdrawn_on else {}),
        }
        for consent in consents
    ]


def fetch_consultation(*, actor: Actor, reference: str, now: datetime) -> dict[str, Any]:
    """Did a consultation take place, when, with whom? For the organisation's own. Audited. Raises `NotFound`."""
    own = actor.place.organisation_id
    if actor.client_id is None or own is None:
        raise NotFound()
    rows = Consultation.objects.filter(organisation_id=own).select_related("lead")
    found = rows.filter(reference=reference).first()
    if found is None:
        raise NotFound()
    record_read(
        actor=actor,
        about=Ref("consultations.consultation", found.pk),
        now=now,
        organisation_id=found.organisation_id,
    )
    held = _consultation(found)
    return {
        "reference": found.reference,
        "took_place": held is not None,
        "held_on": held["held_on"] if held else None,
        "lead": held["lead"] if held else None,
    }
