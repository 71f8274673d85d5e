"""Taking back a link or a consent, and sending a stuck message again."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from consultations.link_deliveries import sendings
from consultations.link_errors import NothingWaits, TriedJustNow
from consultations.link_forms import WithdrawConsentForm, WithdrawForm
from consultations.link_selectors import is_under_way, link_for
from consultations.link_states import WithdrawReason
from consultations.models import Whose
from consultations.services import links
from consultations.views.link_tasks import consent_of, consent_rule, rules_for
from portal.kernel import attempts
from portal.kernel.errors import DomainError, NotFound
from portal.kernel.web import HubRequest, refuse, require_safe_or_post, say, signed_in
from portal.outbox.services import replay_deliveries


@signed_in
@require_safe_or_post
def withdraw(request: HubRequest, link_id: UUID) -> HttpResponse:
    """Take a link back; the service is told at once. A draft is given up quietly."""
    link = link_for(request.actor, link_id, request.now)
    if not (link.is_draft or is_under_way(link)):
        raise NotFound()
    form = attempts.asked(request, WithdrawForm)
    if request.method == "POST" and form.is_valid():
        try:
            links.withdraw_link(
                actor=request.actor,
                link_id=link_id,
                reason_code=WithdrawReason(form.cleaned_data["reason_code"]),
                now=request.now,
            )
            say(request, "Given up." if link.is_draft else "Withdrawn. The service is being told.")
            return redirect("consultations:link", link_id)
        except DomainError as error:
            refuse(form, error)
    context = {"link": link, "pathway": rules_for(link, request)}
    return attempts.page(request, form, "consultations/links/withdraw.html", context)


@signed_in
@require_safe_or_post
def withdraw_consent(request: HubRequest, link_id: UUID, person: str) -> HttpResponse:
    """Record that somebody took their consent back."""
    link = link_for(request.actor, link_id, request.now)
    pathway = rules_for(link, request)
    rule = consent_rule(pathway, person)
    given = consent_of(link, rule)
    if given is None or not given.stands:
        raise NotFound()
    form = attempts.asked(request, WithdrawConsentForm)
    if request.method == "POST" and form.is_valid():
        try:
            links.withdraw_consent(
                actor=request.actor,
                link_id=link_id,
                person=person,
                purpose=rule.purpose,
                on=form.cleaned_data["on"],
                now=request.now,
            )
            say(request, "Recorded. The service is being told." if link.sent_at else "Recorded.")
            return redirect("consultations:link", link_id)
        except DomainError as error:
            refuse(form, error)
    context = {"link": link, "pathway": pathway, "rule": rule, "given": given}
    context["who"] = Whose(person).label.lower()
    return attempts.page(request, form, "consultations/links/withdraw_consent.html", context)


@signed_in
@require_POST
def try_now(request: HubRequest, link_id: UUID) -> HttpResponse:
    """Deliver now instead of at the next turn; not more than once a minute."""
    try:
        links.try_now(actor=request.actor, link_id=link_id, now=request.now)
        say(request, "We are trying now. Reload the page in a moment to see how it went.", "info")
    except (NothingWaits, TriedJustNow) as error:
        say(request, error.sentence, "warning")
    return redirect("consultations:link", link_id)


@signed_in
@require_POST
def replay(request: HubRequest, link_id: UUID) -> HttpResponse:
    """Send what is stuck again. Administrators only; the service says so to others."""
    link = link_for(request.actor, link_id, request.now)
    stuck = [sending.delivery_id for sending in sendings(link) if sending.is_parked]
    count = replay_deliveries(actor=request.actor, now=request.now, delivery_ids=stuck)
    say(request, f"{count} put back in the queue.", "info")
    return redirect("consultations:link", link_id)
