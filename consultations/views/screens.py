"""The start page of consultations, one consultation, moving and cancelling it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from functools import partial

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from consultations.codes import Prompt
from consultations.errors import AlreadyThen, NoLead, SameTime, SlotTaken, UnknownSlot
from consultations.forms import CancelForm
from consultations.models import Consultation
from consultations.permissions import (
    is_lead,
    is_requester,
    may_lead,
    may_say_who_leads,
    may_see_counts,
    why_not_book,
)
from consultations.selectors.lines import lines_for_lead, lines_for_requester
from consultations.selectors.listings import (
    changes_of,
    consultation_for,
    earlier_on_case,
    gone_by,
    led_soon,
    to_come,
    to_record,
    urgent_requests_for,
    wait_changes_of,
)
from consultations.selectors.meanwhile import Meanwhile, meanwhile
from consultations.selectors.slots import SlotList, slots_for
from consultations.services import (
    accept_time,
    cancel_consultation,
    decline_time,
    move_consultation,
    offer_time,
    open_consultation,
)
from consultations.services.times import key_of
from consultations.states import HAS_RECORD, TOOK_PLACE, ConsultationState, consultation_machine
from consultations.timeline import steps_of
from consultations.views.feedback import feedback_of
from consultations.views.link_tasks import referral_of
from consultations.views.times import slot_page
from consultations.views.waits import waiting_of
from portal.kernel import attempts, clock
from portal.kernel.actors import Actor
from portal.kernel.errors import DomainError, IllegalMove, NotAllowed
from portal.kernel.web import HubRequest, page_number, refuse, require_safe_or_post, say, signed_in
from portal.notifications.selectors import notices_about

NO_LONGER = {
    ConsultationState.CANCELLED: "This consultation is cancelled already. Nothing was changed.",
    ConsultationState.NO_SHOW: "This consultation did not take place. Nothing was changed.",
    **dict.fromkeys(TOOK_PLACE, "This consultation has taken place. Nothing was changed."),
}
GONE = (SlotTaken, AlreadyThen, UnknownSlot, NoLead, SameTime)


@signed_in
@require_safe
def index(request: HubRequest) -> HttpResponse:
    """What one can do here, one's own consultations, and for leads what waits for them."""
    actor, now = request.actor, request.now
    person_id, leads = actor.person_id or 0, is_lead(actor)
    past = Paginator(gone_by(person_id, now), 20).get_page(page_number(request))
    return render(
        request,
        "consultations/index.html",
        {
            "ahead": lines_for_requester(to_come(person_id, now)[:20], now),
            "past": past,
            "past_lines": lines_for_requester(past, now),
            "leads": leads,
            "led": lines_for_lead(led_soon(person_id, now)[:20], now) if leads else (),
            "urgent": urgent_requests_for(actor, now)[:20] if leads else (),
            "to_record": lines_for_lead(to_record(actor, now)[:20], now) if leads else (),
            "why_not_book": why_not_book(actor),
            "sees_counts": may_see_counts(actor),
            "says_who_leads": may_say_who_leads(actor),
        },
    )


@signed_in
@require_safe
def detail(request: HubRequest, reference: str) -> HttpResponse:
    """One consultation, with its messages and its history."""
    consultation = consultation_for(request.actor, reference, request.now)
    open_consultation(actor=request.actor, consultation=consultation, now=request.now)
    leads = may_lead(request.actor, consultation, clock.today(request.now))
    person_id = None if leads else request.actor.person_id
    mine = is_requester(request.actor, consultation)
    shown = {
        **(waiting_of(request, consultation) | feedback_of(request, consultation) if mine else {}),
        **_possible(consultation, request.now),
        **referral_of(request.actor, consultation, request.now),
        "consultation": consultation,
        "prompts": [Prompt(code).label for code in consultation.prompts if code in Prompt.values],
        "mine": mine,
        "leads": leads,
        "earlier": earlier_on_case(consultation) if leads else (),
        "steps": steps_of([*changes_of(consultation), *wait_changes_of(consultation)]),
        "meanwhile": _until_answered(consultation, request.now),
        "notices": notices_about(consultation.ref, person_id=person_id),
    }
    return render(request, "consultations/detail.html", shown)


def _until_answered(consultation: Consultation, now: datetime) -> Meanwhile | None:
    """What is known while a request waits for a lead."""
    waits = consultation.state == ConsultationState.REQUESTED
    return meanwhile(consultation.organisation, now) if waits else None


def _as_it_stands(request: HubRequest, consultation: Consultation) -> HttpResponse:
    """To the page of a consultation that can no longer be moved or cancelled, by Back or in an old tab: it says why."""
    say(
        request,
        NO_LONGER.get(ConsultationState(consultation.state), "That is not possible: nothing is booked yet."),
        "info",
    )
    return redirect("consultations:detail", consultation.reference)


def _possible(consultation: Consultation, now: datetime) -> dict[str, object]:
    """Which moves its state allows, and whether it has begun."""
    moves = consultation_machine.moves
    return {
        "allows": {move: consultation_machine.allows(move, consultation.state) for move in moves},
        "begun": bool(consultation.starts_at and consultation.starts_at <= now),
        "has_record": consultation.state in HAS_RECORD,
    }


CANCELLED = "The consultation is cancelled. Both of you are told."
REQUEST_CANCELLED = "The request is cancelled. No lead answers it any more."


@signed_in
@require_safe_or_post
def cancel(request: HubRequest, reference: str) -> HttpResponse:
    """Cancel, with a reason from a list."""
    consultation = consultation_for(request.actor, reference, request.now)
    if not consultation_machine.allows("cancel", consultation.state):
        return _as_it_stands(request, consultation)
    form = attempts.asked(request, CancelForm, mine=is_requester(request.actor, consultation))
    if request.method == "POST" and form.is_valid():
        try:
            cancel_consultation(
                actor=request.actor,
                consultation_id=consultation.pk,
                reason_code=form.cleaned_data["reason_code"],
                now=request.now,
            )
        except DomainError as error:
            refuse(form, error)
        else:
            say(request, CANCELLED if consultation.starts_at else REQUEST_CANCELLED)
            return redirect("consultations:detail", reference)
    return attempts.page(request, form, "consultations/cancel.html", {"consultation": consultation})


@signed_in
@require_safe_or_post
def move(request: HubRequest, reference: str) -> HttpResponse:
    """Choose another time; the old one is kept until the new one is booked."""
    consultation = consultation_for(request.actor, reference, request.now)
    if not consultation_machine.allows("move", consultation.state):
        return _as_it_stands(request, consultation)
    return _choose(request, consultation, "move")


@signed_in
@require_safe_or_post
def offer(request: HubRequest, reference: str) -> HttpResponse:
    """A lead offers one of their own times to somebody who cannot wait."""
    consultation = consultation_for(request.actor, reference, request.now)
    if not may_lead(request.actor, consultation, clock.today(request.now)):
        raise NotAllowed("Only a lead of that borough can offer a time.")
    if not consultation_machine.allows("offer", consultation.state):
        raise IllegalMove()
    return _choose(request, consultation, "offer")


def _choose(request: HubRequest, consultation: Consultation, verb: str) -> HttpResponse:
    """A list of times, and what choosing one does."""
    offering = verb == "offer"
    page = slot_page(request, _loader(request, consultation, offering=offering))
    form = page.form(request)
    if request.method == "POST" and form.is_valid():
        about = (request.actor, consultation.pk, form.cleaned_data["slot"], request.now)
        try:
            say(request, _offer(*about) if offering else _move(*about))
        except GONE as error:
            refuse(form, error)
        else:
            return redirect("consultations:detail", consultation.reference)
    shown = {"page": page, "consultation": consultation, "offering": offering}
    return attempts.page(request, form, "consultations/choose.html", shown)


def _loader(request: HubRequest, consultation: Consultation, *, offering: bool) -> Callable[..., SlotList]:
    """The times to choose from: a lead offers their own, the kept ones included; others move to any of the borough."""
    about = (consultation.organisation_id, consultation.kind, request.now)
    asking = consultation.requester_id
    if offering:
        return partial(slots_for, *about, requester_id=asking, lead_id=request.actor.person_id, urgent=True)
    own = key_of(consultation.lead_id, consultation.starts_at)

    def others(*, first_day: date, last_day: date | None) -> SlotList:
        found = slots_for(
            *about, requester_id=asking, leave_out=consultation.pk, first_day=first_day, last_day=last_day
        )
        return replace(found, slots=tuple(slot for slot in found.slots if slot.key != own))

    return others


def _offer(actor: Actor, consultation_id: int, slot_key: str, now: datetime) -> str:
    offer_time(actor=actor, consultation_id=consultation_id, slot_key=slot_key, now=now)
    return "The time is offered."


def _move(actor: Actor, consultation_id: int, slot_key: str, now: datetime) -> str:
    move_consultation(actor=actor, consultation_id=consultation_id, slot_key=slot_key, now=now)
    return "The consultation has moved. Both of you are told."


@signed_in
@require_POST
def answer(request: HubRequest, reference: str) -> HttpResponse:
    """Accept or decline the time that was offered."""
    consultation = consultation_for(request.actor, reference, request.now)
    accepts = request.POST.get("answer") == "accept"
    service = accept_time if accepts else decline_time
    try:
        service(actor=request.actor, consultation_id=consultation.pk, now=request.now)
        say(request, "The time is booked." if accepts else "Your request is back with the leads.")
    except IllegalMove as error:
        say(request, error.sentence, "error")
    return redirect("consultations:detail", reference)
