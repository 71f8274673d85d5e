"""Consents: each person, each purpose, who took it and when; and taking it back."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from consultations.link_errors import (
    ConsentInTheFuture,
    ConsentTakerUnknown,
    NoSuchConsent,
    WithdrawnBeforeGiven,
)
from consultations.link_rules import is_required
from consultations.link_states import UNDER_WAY, WithdrawReason
from consultations.models import Consent, ReferralLink
from consultations.services.links.changing import (
    Said,
    correct_link,
    locked_draft,
    locked_for,
    move_link,
    rules_of,
)
from portal.audit.services import record
from portal.kernel import clock
from portal.kernel.actors import Actor
from portal.kernel.errors import DomainError


def record_consent(
    *,
    actor: Actor,
    link_id: UUID,
    person: str,
    purpose: str,
    given: bool,
    on: date,
    taken_by_id: int,
    now: datetime,
) -> Consent:
    """Record one person's yes or no. A later answer replaces it and leaves it on record.

    Args:
        person: `Whose`. purpose: as the pathway names it.
        on: the day, in London, on which they answered.
        taken_by_id: the member of staff who asked: the referrer, the lead or whoever drafted it.

    Raises:
        NotFound, IllegalMove, ConsentInTheFuture, ConsentTakerUnknown.
    """
    if on > clock.today(now):
        raise ConsentInTheFuture()
    with transaction.atomic():
        link = locked_draft(actor, link_id, now)
        if not any(str(r.whose) == person and r.purpose == purpose for r in rules_of(link).consents):
            raise DomainError("This pathway does not ask for that consent.")
        if taken_by_id not in possible_takers(link, actor):
            raise ConsentTakerUnknown()
        link.consents.filter(person=person, purpose=purpose, replaced_at__isnull=True).update(replaced_at=now)
        consent = Consent.objects.create(
            link=link,
            person=person,
            purpose=purpose,
            given=given,
            on=on,
            taken_by_id=taken_by_id,
            recorded_at=now,
        )
        _trail(actor, link, "record consent", person, now)
    return consent


def possible_takers(link: ReferralLink, actor: Actor) -> tuple[int, ...]:
    """Who can have asked for a consent: person ids of referrer, drafter, lead and whoever records it, once each."""
    lead_id = link.consultation.lead_id if link.consultation else None
    people = (link.referrer_id, link.drafted_by_id, lead_id, actor.person_id)
    return tuple(dict.fromkeys(person for person in people if person is not None))


def withdraw_consent(
    *, actor: Actor, link_id: UUID, person: str, purpose: str, on: date, now: datetime
) -> ReferralLink:
    """Record that somebody took their consent back. It goes out at once.

    A sent link whose pathway cannot go on without it is withdrawn; otherwise the receiver is told to fetch it again.

    Raises:
        NotFound, NoSuchConsent, ConsentInTheFuture, WithdrawnBeforeGiven.
    """
    if on > clock.today(now):
        raise ConsentInTheFuture("The date of the withdrawal must be today or in the past.")
    with transaction.atomic():
        link = locked_for(actor, link_id, now)
        consent = link.consents.filter(
            person=person, purpose=purpose, given=True, replaced_at__isnull=True, withdrawn_on__isnull=True
        ).first()
        if consent is None:
            raise NoSuchConsent()
        if on < consent.on:
            raise WithdrawnBeforeGiven()
        consent.withdrawn_on, consent.withdrawal_recorded_at = on, now
        consent.save(update_fields=["withdrawn_on", "withdrawal_recorded_at"])
        _trail(actor, link, "withdraw consent", person, now)
        if link.state in UNDER_WAY and is_required(rules_of(link), person, purpose):
            return move_link(
                link, "withdraw", actor=actor, now=now, said=Said(WithdrawReason.CONSENT_WITHDRAWN)
            )
        if link.sent_at is not None:
            return correct_link(link, actor=actor, now=now, why="consent_withdrawn")
    return link


def _trail(actor: Actor, link: ReferralLink, verb: str, person: str, now: datetime) -> None:
    record(
        actor=actor,
        verb=f"link {verb}",
        about=link.ref,
        now=now,
        organisation_id=link.organisation_id,
        detail={"person": person},
    )
