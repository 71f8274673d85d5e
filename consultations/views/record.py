"""Holding and recording a consultation, and reading its record: each opening is written down."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from consultations.forms import AbsenceForm, AddendumForm, RecordForm
from consultations.forms.recording import ROWS, action_initial
from consultations.models import Consultation, ConsultationRecord
from consultations.permissions import may_lead, may_see_record
from consultations.selectors.listings import consultation_for, record_of
from consultations.services import (
    add_to_record,
    follow_up,
    hold_consultation,
    mark_absent,
    note_in_case_file,
    open_record,
    record_consultation,
)
from consultations.services.moving import require_begun
from consultations.services.recording import MOST_ACTIONS
from consultations.states import HAS_RECORD, ConsultationState
from consultations.summaries import summary_of
from consultations.views.link_tasks import referral_of
from portal.kernel import attempts, clock
from portal.kernel.errors import DomainError, IllegalMove, NotAllowed, NotFound
from portal.kernel.web import HubRequest, refuse, require_safe_or_post, say, signed_in
from portal.people.step_up import recently_proved


@signed_in
@recently_proved
@require_safe_or_post
def record(request: HubRequest, reference: str) -> HttpResponse:
    """Record it, put an open record right, or read it."""
    consultation = consultation_for(request.actor, reference, request.now)
    leads = may_lead(request.actor, consultation, clock.today(request.now))
    if consultation.state in HAS_RECORD:
        return _recorded(request, consultation, leads=leads)
    if not leads:
        raise NotFound()
    if consultation.state not in (ConsultationState.BOOKED, ConsultationState.HELD):
        raise IllegalMove()
    require_begun(consultation, request.now)
    form = attempts.asked(request, RecordForm, held_on=_held_on(consultation))
    if request.method == "POST" and form.is_valid() and _keep(request, consultation, form):
        say(request, "Recorded. Now copy the summary into the case file: the portal is not the case record.")
        return redirect("consultations:record", reference)
    shown = {"consultation": consultation, "absence": AbsenceForm()}
    return attempts.page(request, form, "consultations/record/write.html", shown)


def _keep(request: HubRequest, consultation: Consultation, form: RecordForm) -> bool:
    try:
        record_consultation(
            actor=request.actor, consultation_id=consultation.pk, recorded=form.recorded, now=request.now
        )
    except DomainError as error:
        refuse(form, error)
        return False
    return True


def _recorded(request: HubRequest, consultation: Consultation, *, leads: bool) -> HttpResponse:
    """The record as a summary; for the lead also what can still be done with it."""
    if not may_see_record(request.actor, consultation, clock.today(request.now)):
        raise NotFound()
    found = record_of(consultation)
    open_record(actor=request.actor, consultation=consultation, now=request.now)
    shown = {
        "consultation": consultation,
        "record": found,
        "summary": summary_of(consultation, found),
        **referral_of(request.actor, consultation, request.now),
        "leads": leads,
        "is_open": found.locks_at > request.now,
    }
    return render(request, "consultations/record/read.html", shown)


@signed_in
@recently_proved
@require_safe_or_post
def correct(request: HubRequest, reference: str) -> HttpResponse:
    """Put a record right while it is open."""
    consultation = _led(request, reference)
    found = record_of(consultation)
    if found.locks_at <= request.now:
        return redirect("consultations:record", reference)
    form = attempts.asked(
        request, RecordForm, initial=_initial(found), rows=_rows(found), held_on=_held_on(consultation)
    )
    if request.method == "POST" and form.is_valid() and _keep(request, consultation, form):
        say(request, "The record is changed.")
        return redirect("consultations:record", reference)
    if request.method != "POST":
        open_record(actor=request.actor, consultation=consultation, now=request.now)
    shown = {"consultation": consultation, "correcting": True}
    return attempts.page(request, form, "consultations/record/write.html", shown)


def _led(request: HubRequest, reference: str) -> Consultation:
    consultation = consultation_for(request.actor, reference, request.now)
    if not may_lead(request.actor, consultation, clock.today(request.now)):
        raise NotFound()
    return consultation


def _initial(found: ConsultationRecord) -> dict[str, object]:
    return {
        "domains": found.payload["domains"],
        "practice": found.payload["practice"],
        "outcome": found.outcome,
        "theme": found.theme,
        "pathway": found.pathway,
        **action_initial(found.payload["actions"]),
    }


def _held_on(consultation: Consultation) -> date:
    return clock.today(consultation.starts_at) if consultation.starts_at else date.min


def _rows(found: ConsultationRecord) -> int:
    return min(MOST_ACTIONS, max(ROWS, len(found.payload["actions"]) + 1))


@signed_in
@recently_proved
@require_safe_or_post
def add(request: HubRequest, reference: str) -> HttpResponse:
    """Add agreed actions to a record."""
    consultation = _led(request, reference)
    record_of(consultation)
    form = attempts.asked(request, AddendumForm, held_on=_held_on(consultation))
    if request.method == "POST" and form.is_valid():
        try:
            add_to_record(
                actor=request.actor,
                consultation_id=consultation.pk,
                reason=form.cleaned_data["reason"],
                actions=form.actions,
                now=request.now,
            )
        except DomainError as error:
            refuse(form, error)
        else:
            say(request, "Added to the record.")
            return redirect("consultations:record", reference)
    return attempts.page(request, form, "consultations/record/add.html", {"consultation": consultation})


@signed_in
@require_POST
def settle(request: HubRequest, reference: str) -> HttpResponse:
    """One-button moves: it took place, it did not, it was followed up, the summary is in the case file."""
    consultation = consultation_for(request.actor, reference, request.now)
    verb = request.POST.get("verb", "")
    try:
        say(request, _settle(request, consultation.pk, verb))
    except DomainError as error:
        if isinstance(error, NotAllowed | NotFound):
            raise
        say(request, error.sentence, "error")
    back = "detail" if verb in ("hold", "miss") else "record"
    return redirect(f"consultations:{back}", reference)


def _settle(request: HubRequest, consultation_id: int, verb: str) -> str:
    actor, now = request.actor, request.now
    if verb == "hold":
        hold_consultation(actor=actor, consultation_id=consultation_id, now=now)
        return "Noted: it took place."
    if verb == "miss":
        reason = request.POST.get("reason_code", "")
        mark_absent(actor=actor, consultation_id=consultation_id, reason_code=reason, now=now)
        return "Noted: it did not take place."
    if verb == "follow_up":
        follow_up(actor=actor, consultation_id=consultation_id, now=now)
        return "Noted: it was followed up."
    if verb == "case_file":
        note_in_case_file(actor=actor, consultation_id=consultation_id, now=now)
        return "Noted: the summary stands in the case file."
    raise IllegalMove()
