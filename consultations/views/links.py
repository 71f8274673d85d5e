"""Referral links: the list, the beginning from a consultation, and the page of one link with its timeline."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from consultations.link_deliveries import held_up, sendings
from consultations.link_forms import PathwayForm
from consultations.link_permissions import may_connect_case_systems
from consultations.link_rules import working_hours
from consultations.link_selectors import (
    closed_with_reason,
    is_under_way,
    link_for,
    links_of,
    links_of_family,
    rows_of,
    tag_kind,
    timeline,
)
from consultations.link_states import STANDS
from consultations.models import Consultation, ReferralLink
from consultations.pathways import Pathway, area_name, pathways_on
from consultations.permissions import consultations_seen_by
from consultations.services import links
from consultations.states import ConsultationState
from consultations.views.link_tasks import onwards_url, rules_for, tasks_of, who_refused
from portal.kernel import attempts, clock
from portal.kernel.errors import DomainError, NotFound
from portal.kernel.web import HubRequest, refuse, require_safe_or_post, signed_in

SHOWN = 100


@signed_in
@require_safe
def index(request: HubRequest) -> HttpResponse:
    """Every link that I refer, or that my boroughs refer, newest first."""
    rows = rows_of(links_of(request.actor, request.now)[:SHOWN])
    context = {"rows": rows, "may_connect": may_connect_case_systems(request.actor)}
    return render(request, "consultations/links/index.html", context)


@signed_in
@require_safe_or_post
def start(request: HubRequest, reference: str) -> HttpResponse:
    """From a consultation: which service?"""
    consultation = _consultation(request, reference)
    before = list(links_of_family(request.actor, consultation, request.now))
    standing = {link.pathway for link in before if link.state in STANDS}
    offered = [one for one in _offered(consultation, request) if one.code not in standing]
    form = attempts.asked(request, PathwayForm, pathways=offered)
    if request.method == "POST" and form.is_valid():
        try:
            link = links.draft_link(
                actor=request.actor,
                consultation_id=consultation.pk,
                pathway=form.cleaned_data["pathway"],
                now=request.now,
            )
            return redirect("consultations:link_questions", link.public_id)
        except DomainError as error:
            refuse(form, error)
    context = {"consultation": consultation, "offered": offered, "before": rows_of(before)}
    return attempts.page(request, form, "consultations/links/start.html", context)


def _consultation(request: HubRequest, reference: str) -> Consultation:
    seen = consultations_seen_by(request.actor, clock.today(request.now)).select_related("organisation")
    found = seen.filter(reference=reference).first()
    if found is None:
        raise NotFound()
    return found


def _offered(consultation: Consultation, request: HubRequest) -> list[Pathway]:
    area = consultation.organisation.gss_code
    today = clock.today(request.now)
    return [pathway for pathway in pathways_on(today) if pathway.accepts_links and pathway.serves(area)]


@signed_in
@require_safe
def detail(request: HubRequest, link_id: UUID) -> HttpResponse:
    """One link: what is still to do, or, once it is sent, what happened."""
    link = link_for(request.actor, link_id, request.now)
    pathway = rules_for(link, request)
    context = {
        "link": link,
        "pathway": pathway,
        "tag_kind": tag_kind(link),
        "area": area_name(link.area),
        "hours": working_hours(link.working_days, link.works_from, link.works_until),
    }
    if link.is_draft:
        context |= {
            "tasks": tasks_of(link, pathway),
            "onwards": onwards_url(link, pathway),
            "refused": " and ".join(f"the {who}" for who in who_refused(link, pathway)),
        }
        return render(request, "consultations/links/draft.html", context)
    return render(request, "consultations/links/detail.html", {**context, **_since_it_left(link, request)})


def _since_it_left(link: ReferralLink, request: HubRequest) -> dict[str, object]:
    """What became of a link that was sent or given up."""
    found, consultation = sendings(link), link.consultation
    return {
        "steps": timeline(link, found),
        "sendings": found,
        "held_up": held_up(found),
        "now": request.now,
        "reason": closed_with_reason(link),
        "is_under_way": is_under_way(link),
        "may_replay": may_connect_case_systems(request.actor),
        "was_cancelled": consultation is not None and consultation.state == ConsultationState.CANCELLED,
    }
