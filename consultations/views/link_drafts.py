"""The pages of a draft: one question a page, nothing sent before the last button."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from consultations.link_errors import NoCaseSystem
from consultations.link_forms import (
    ConsentForm,
    SentByEmailForm,
    SuitabilityForm,
    WorkingHoursForm,
    shown_answers,
)
from consultations.link_rules import working_hours
from consultations.link_selectors import hours_asked_at, last_hours_of
from consultations.link_states import Route
from consultations.models import Consent, ReferralLink
from consultations.pathways import Outcome, area_name, pathway_on
from consultations.services import links
from consultations.views.link_tasks import (
    consent_of,
    consent_rule,
    draft_for,
    hours_asked_words,
    onwards,
    onwards_url,
    rules_for,
    tasks_of,
)
from portal.kernel import attempts, clock
from portal.kernel.errors import DomainError
from portal.kernel.web import HubRequest, refuse, require_safe_or_post, say, signed_in
from portal.people.selectors import people_named


@signed_in
@require_safe_or_post
def questions(request: HubRequest, link_id: UUID) -> HttpResponse:
    """Does the service fit? The answers are kept whatever comes out."""
    link = draft_for(request, link_id)
    pathway = rules_for(link, request)
    shown = shown_answers(pathway, link.answers, link.area)
    form = attempts.asked(request, SuitabilityForm, pathway=pathway, initial=shown)
    if request.method == "POST" and form.is_valid():
        links.answer_suitability(
            actor=request.actor, link_id=link_id, answers=form.answers, area=form.area, now=request.now
        )
        return redirect("consultations:link_result", link_id)
    context = {"link": link, "pathway": pathway}
    return attempts.page(request, form, "consultations/links/questions.html", context)


@signed_in
@require_safe
def result(request: HubRequest, link_id: UUID) -> HttpResponse:
    """The answer in words; for high risk the way to MARAC and nothing to go on with."""
    link = draft_for(request, link_id)
    if not link.result:
        return redirect("consultations:link_questions", link_id)
    pathway = rules_for(link, request)
    found = links.judge(link, pathway, request.now)
    context = {
        "link": link,
        "pathway": pathway,
        "found": found,
        "divert": pathway_on(found.divert, clock.today(request.now)) if found.divert else None,
        "is_suitable": found.result is Outcome.SUITABLE,
        "onwards": onwards_url(link, pathway),
    }
    return render(request, "consultations/links/result.html", context)


@signed_in
@require_safe_or_post
def consent(request: HubRequest, link_id: UUID, person: str) -> HttpResponse:
    """One person's consent, on a page of its own."""
    link = draft_for(request, link_id)
    pathway = rules_for(link, request)
    rule = consent_rule(pathway, person)
    form = attempts.asked(
        request,
        ConsentForm,
        words=rule.words,
        takers=people_named(links.possible_takers(link, request.actor)),
        initial=_shown(consent_of(link, rule)),
    )
    if request.method == "POST" and form.is_valid() and _record(request, link_id, person, rule.purpose, form):
        # After a no there is nothing to go on to: the draft says what can be done instead.
        refused = rule.required and form.cleaned_data["given"] == "no"
        return redirect("consultations:link", link_id) if refused else onwards(request, link_id)
    context = {"link": link, "pathway": pathway, "rule": rule}
    return attempts.page(request, form, "consultations/links/consent.html", context)


def _shown(consent: Consent | None) -> dict[str, object]:
    if consent is None or consent.withdrawn_on is not None:
        return {}
    return {"given": "yes" if consent.given else "no", "on": consent.on, "taken_by": consent.taken_by_id}


def _record(request: HubRequest, link_id: UUID, person: str, purpose: str, form: ConsentForm) -> bool:
    try:
        links.record_consent(
            actor=request.actor,
            link_id=link_id,
            person=person,
            purpose=purpose,
            given=form.cleaned_data["given"] == "yes",
            on=form.cleaned_data["on"],
            taken_by_id=form.cleaned_data["taken_by"],
            now=request.now,
        )
    except DomainError as error:
        refuse(form, error)
        return False
    return True


@signed_in
@require_safe_or_post
def hours(request: HubRequest, link_id: UUID) -> HttpResponse:
    """When the service can reach the person who refers."""
    link = draft_for(request, link_id)
    if request.method == "POST" and request.POST.get("action") == "ask":
        return _ask(request, link)
    said_here = {name: getattr(link, name) for name in ("working_days", "works_from", "works_until")}
    last = {} if link.works_from else last_hours_of(request.actor, link.referrer_id, request.now)
    form = attempts.asked(request, WorkingHoursForm, initial=last or said_here)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            links.set_working_hours(
                actor=request.actor,
                link_id=link_id,
                days=said["working_days"],
                works_from=said["works_from"],
                works_until=said["works_until"],
                now=request.now,
            )
            return onwards(request, link_id)
        except DomainError as error:
            refuse(form, error)
    is_own = link.referrer_id == request.actor.person_id
    context = {"link": link, "is_own": is_own, "from_last": bool(last), **_asked(link, request)}
    return attempts.page(request, form, "consultations/links/hours.html", context)


def _asked(link: ReferralLink, request: HubRequest) -> dict[str, object]:
    """Whether whoever refers was asked, and whether they may be asked again: once a day."""
    at = hours_asked_at(link)
    again = at is None or clock.today(at) < clock.today(request.now)
    return {"asked": hours_asked_words(link) if at else "", "may_ask": again}


def _ask(request: HubRequest, link: ReferralLink) -> HttpResponse:
    """Leave the question to whoever refers."""
    links.ask_referrer_for_hours(actor=request.actor, link_id=link.public_id, now=request.now)
    say(
        request,
        f"{link.referrer.name} gets a mail and can answer and send the link. Everything you said is kept.",
    )
    return redirect("consultations:link", link.public_id)


@signed_in
@require_safe_or_post
def check(request: HubRequest, link_id: UUID) -> HttpResponse:
    """A last look; the button sends."""
    link = draft_for(request, link_id)
    pathway = rules_for(link, request)
    if request.method == "POST":
        try:
            links.send_link(actor=request.actor, link_id=link_id, now=request.now)
            say(request, "On its way. This page shows when it has arrived.")
            return redirect("consultations:link", link_id)
        except NoCaseSystem:
            return redirect("consultations:link_by_email", link_id)
        except DomainError as error:
            say(request, error.sentence, "error")
            return redirect("consultations:link_check", link_id)
    context = {
        "link": link,
        "pathway": pathway,
        "tasks": tasks_of(link, pathway),
        "area": area_name(link.area),
        "hours": working_hours(link.working_days, link.works_from, link.works_until),
        "refusal": links.why_not_send(link, request.now),
        "has_case_system": links.has_case_system(link.organisation_id),
    }
    return render(request, "consultations/links/check.html", context)


@signed_in
@require_safe_or_post
def by_email(request: HubRequest, link_id: UUID) -> HttpResponse:
    """Where no case system is connected: the answers to copy, and the promise that the form was sent."""
    link = draft_for(request, link_id)
    pathway = rules_for(link, request)
    form = attempts.asked(request, SentByEmailForm)
    if request.method == "POST" and form.is_valid():
        try:
            links.send_link(actor=request.actor, link_id=link_id, now=request.now, route=Route.SECURE_EMAIL)
            say(request, "Recorded as sent by secure email.")
            return redirect("consultations:link", link_id)
        except DomainError as error:
            refuse(form, error)
    context = {
        "link": link,
        "pathway": pathway,
        "area": area_name(link.area),
        "hours": working_hours(link.working_days, link.works_from, link.works_until),
        "found": links.judge(link, pathway, request.now),
        "refusal": links.why_not_send(link, request.now),
    }
    return attempts.page(request, form, "consultations/links/by_email.html", context)
