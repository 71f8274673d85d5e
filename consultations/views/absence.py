"""When a lead cannot come: who takes what over. The reason is never asked."""

from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from consultations.models import Consultation
from consultations.permissions import is_lead, may_lead
from consultations.selectors.listings import consultation_for, days_booked
from consultations.selectors.slots import lead_names
from consultations.selectors.stand_ins import is_off, orphans_on, stand_in_for
from consultations.services import hand_over, plan_of, take_time_off
from consultations.services.planning import MOST_DAYS_OFF
from consultations.states import consultation_machine
from portal.kernel import clock
from portal.kernel.errors import DomainError, IllegalMove, NotAllowed, NotFound
from portal.kernel.web import HubRequest, require_safe_or_post, say, signed_in


@signed_in
@require_safe_or_post
def day(request: HubRequest) -> HttpResponse:
    """What is booked on the days that a lead takes off, and who could take each of it."""
    if not is_lead(request.actor):
        raise NotAllowed("Only leads have a diary.")
    lead_id = request.actor.person_id or 0
    on = _day(request, "day", clock.today(request.now))
    until = min(max(_day(request, "until", on), on), on + timedelta(days=MOST_DAYS_OFF - 1))
    if request.method == "POST" and request.POST.get("form") == "off":
        return _take_off(request, on, until)
    booked = days_booked(lead_id, on, until)
    orphans = [orphan for day in booked for orphan in orphans_on(lead_id, day, request.now)]
    if request.method == "POST":
        given = sum(_given(request, orphan.consultation) for orphan in orphans if orphan.stand_in)
        say(request, f"{given} handed over. Everybody concerned is told, without a reason.")
        return redirect(request.get_full_path())
    context = {
        "day": on,
        "until": until,
        "orphans": orphans,
        "can": sum(bool(orphan.stand_in) for orphan in orphans),
        "is_off": is_off(lead_id, on, until),
        "is_past": on < clock.today(request.now),
    }
    return render(request, "consultations/absence.html", context)


def _take_off(request: HubRequest, on: date, until: date) -> HttpResponse:
    """Take the whole days off from the page itself."""
    try:
        own = plan_of(actor=request.actor, now=request.now)
        take_time_off(actor=request.actor, plan_id=own.pk, on=on, until=until, now=request.now)
        say(request, off_words(on, until))
    except DomainError as error:
        say(request, error.sentence, "error")
    return redirect(away_url(on, until))


def off_words(on: date, until: date) -> str:
    """What was just taken off, in a sentence."""
    if on == until:
        return f"You are off on {clock.spoken_date(on)}."
    return f"You are off from {clock.spoken_date(on)} until {clock.spoken_date(until)}."


def away_url(on: date, until: date) -> str:
    """The page about what is booked on those days."""
    last = f"&until={until.isoformat()}" if until != on else ""
    return f"{reverse('consultations:absence')}?day={on.isoformat()}{last}"


def _day(request: HubRequest, name: str, default: date) -> date:
    """The day that the address asks for (`?day=2026-12-03`), kept within what a calendar holds."""
    try:
        asked = date.fromisoformat(request.GET.get(name, ""))
    except ValueError:
        return default
    return min(max(asked, date(2000, 1, 1)), date(2200, 1, 1))


def _given(request: HubRequest, consultation: Consultation) -> bool:
    """Hand one over; what somebody took or changed a moment ago stays as it is."""
    try:
        hand_over(
            actor=request.actor,
            consultation_id=consultation.pk,
            from_lead_id=consultation.lead_id or 0,
            now=request.now,
        )
    except DomainError:
        return False
    return True


@signed_in
@require_safe_or_post
def one(request: HubRequest, reference: str) -> HttpResponse:
    """Hand one consultation over to another lead, at the same time."""
    consultation = consultation_for(request.actor, reference, request.now)
    if not may_lead(request.actor, consultation, clock.today(request.now)):
        raise NotFound()
    if request.method == "POST":
        return _hand_over(request, consultation)
    if not consultation_machine.allows("hand_over", consultation.state):
        raise IllegalMove()
    slot = stand_in_for(consultation, request.now)
    name = lead_names([slot.lead_id]).get(slot.lead_id, "") if slot else ""
    context = {"consultation": consultation, "slot": slot, "stand_in": name}
    return render(request, "consultations/hand_over.html", context)


def _hand_over(request: HubRequest, consultation: Consultation) -> HttpResponse:
    asked = request.POST.get("lead", "")
    from_lead_id = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 19 else 0
    try:
        given = hand_over(
            actor=request.actor,
            consultation_id=consultation.pk,
            from_lead_id=from_lead_id,
            now=request.now,
        )
        name = lead_names([given.lead_id or 0]).get(given.lead_id or 0, "")
        say(request, f"{name} has it now. Everybody concerned is told, without a reason.")
    except DomainError as error:
        if isinstance(error, NotAllowed | NotFound):
            raise
        say(request, error.sentence, "error")
    return redirect("consultations:detail", consultation.reference)
