"""What happens after a link or its consultation changed: the case system is told."""

from uuid import UUID

from django.db import transaction

from consultations.case_system.payloads import CONTENT_TYPE, body_of
from consultations.case_system.sending import Meaning, send
from consultations.case_system.signature import signed_headers
from consultations.link_states import (
    CASE_SYSTEM,
    CORRECTED_EVENT,
    SENT_EVENT,
    UNDER_WAY,
    WITHDRAWN_EVENT,
    Route,
)
from consultations.models import CaseSystemEndpoint, ReferralLink
from consultations.services.links.changing import correct_link
from consultations.services.links.endpoints import mark_gone, mark_success
from portal.kernel import clock
from portal.kernel.actors import SYSTEM
from portal.kernel.addresses import AddressRefused, resolve
from portal.outbox.subscriptions import Fact, Park, RetryLater, subscribe


@subscribe(SENT_EVENT, WITHDRAWN_EVENT, CORRECTED_EVENT, as_=CASE_SYSTEM, outside_transaction=True)
def tell_case_system(fact: Fact) -> None:
    """Send one signed message; the ladder, the log and the replay are the outbox's."""
    link = ReferralLink.objects.only("route", "organisation_id").get(public_id=UUID(fact.payload["link_id"]))
    if link.route != Route.CASE_SYSTEM:
        return
    endpoint = CaseSystemEndpoint.objects.filter(organisation_id=link.organisation_id).first()
    if endpoint is None or not endpoint.active:
        raise Park("no case system is connected, or it is switched off")
    try:
        target = resolve(endpoint.url)
    except AddressRefused as refusal:
        raise Park(refusal.sentence) from None
    except OSError:
        raise RetryLater(None, "the name of the receiver has no address") from None
    now, body = clock.now(), body_of(fact)
    headers = signed_headers(message_id=fact.id, body=body, secrets=endpoint.secrets, now=now)
    went = send(target, body, {**headers, "Content-Type": CONTENT_TYPE}, now)
    if went.meaning is Meaning.GONE:
        mark_gone(endpoint.pk, clock.now())
        raise Park(f"{went.words}: the endpoint was switched off")
    if went.meaning is Meaning.LATER:
        raise RetryLater(went.wait, went.words)
    mark_success(endpoint.pk, clock.now())


@subscribe("consultations.consultation_held.v1", as_="consultations.link_hears_held")
@subscribe("consultations.consultation_cancelled.v1", as_="consultations.link_hears_cancelled")
def tell_of_consultation(fact: Fact) -> None:
    """A linked consultation was held or cancelled: receivers fetch the link again, which keeps its history."""
    what = "consultation_held" if "held" in fact.name else "consultation_cancelled"
    with transaction.atomic():
        links = ReferralLink.objects.select_for_update().filter(
            consultation_id=fact.payload["consultation_id"], state__in=UNDER_WAY
        )
        for link in links:
            if not link.changes.filter(move=what).exists():
                correct_link(link, actor=SYSTEM, now=clock.now(), why=what)
