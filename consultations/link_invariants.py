"""Sentences about referral links that must be true at every moment."""

from collections.abc import Iterator

from django.db.models import Count, F, Max, Q

from consultations.link_rules import missing_consents
from consultations.link_states import CASE_SYSTEM, UNDER_WAY
from consultations.models import ReferralLink
from consultations.pathways import version_named
from portal.kernel.invariants import Breach, invariant
from portal.outbox.selectors import parked_for


@invariant(
    "consultations.link_consents",
    "Every link under way has each consent that its pathway requires, standing.",
)
def links_without_consent() -> Iterator[Breach]:
    for link in ReferralLink.objects.filter(state__in=UNDER_WAY).prefetch_related("consents"):
        standing = [(consent.person, consent.purpose) for consent in link.consents.all() if consent.stands]
        if missing := missing_consents(version_named(link.rules_version), standing):
            yield Breach(str(link.ref), f"It is under way without the consent of {', '.join(missing)}.")


@invariant(
    "consultations.link_versions", "A sent link has one change for each of its versions, without a gap."
)
def links_with_version_gaps() -> Iterator[Breach]:
    counted = ReferralLink.objects.annotate(
        known=Count("changes", filter=Q(changes__version__gt=0)), newest=Max("changes__version")
    )
    wrong = counted.exclude(known=F("version")) | counted.exclude(newest=F("version"))
    for link in wrong:
        yield Breach(str(link.ref), f"It is at version {link.version} but has other changes on record.")


@invariant("consultations.link_deliveries", "No message to a case system is parked.")
def parked_messages() -> Iterator[Breach]:
    for delivery in parked_for(CASE_SYSTEM):
        yield Breach(delivery.message.subject, f"Delivery {delivery.pk} is parked: look, mend and replay it.")
