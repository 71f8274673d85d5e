"""Requests and complaints about data, for administrators: what waits, by when, and the decision (PE-09)."""

from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from portal.audit.selectors import last_time
from portal.audit.services import record_read
from portal.kernel import attempts, clock
from portal.kernel.errors import DomainError, NotAllowed, NotFound
from portal.kernel.refs import Ref
from portal.kernel.web import HubRequest, page_number, refuse, require_safe_or_post, say, signed_in
from portal.people import services
from portal.people.models import ErasureRequest
from portal.people.plain_forms import PlainForm
from portal.people.rights import selectors
from portal.people.rights.forms import AnswerForm, ExtensionForm, RefusalForm, SureForm
from portal.people.rights.permissions import keeps_data_rights
from portal.people.rights.rules import answer_by, days_left, may_still_be_extended, urgency
from portal.people.services.old_words import COMPLAINTS_VERB
from portal.people.states import ErasureExtension, ErasureRefusal, ErasureState

PER_PAGE = 25


@signed_in
@require_safe
def requests(request: HubRequest) -> HttpResponse:
    """Requests to be erased, open ones first, by their last day."""
    _keepers_only(request)
    page = Paginator(selectors.erasures_listed_for(request.actor), PER_PAGE).get_page(page_number(request))
    rows = [(row, *_clock(row.due_on, request)) for row in page]
    return render(request, "people/erasures.html", {"page": page, "rows": rows})


@signed_in
@require_safe
def complaints(request: HubRequest) -> HttpResponse:
    """Complaints, open ones first, by the day on which they must be acknowledged."""
    _keepers_only(request)
    page = Paginator(selectors.complaints_listed_for(request.actor), PER_PAGE).get_page(page_number(request))
    rows = [(row, *_clock(row.acknowledge_by, request)) for row in page]
    return render(
        request, "people/complaints.html", {"page": page, "rows": rows, "report": last_time(COMPLAINTS_VERB)}
    )


@signed_in
@require_safe_or_post
def erasure(request: HubRequest, reference: str) -> HttpResponse:
    """One request: what would go, what would stay and why, and the decision."""
    _keepers_only(request)
    asked = selectors.erasure_by_reference(request.actor, reference)
    forms = {
        # Two of them ask for a reason: each field needs an id of its own.
        name: attempts.asked(request, kind, name=name, auto_id=f"{name}_%s")
        for name, kind in ERASURE_FORMS.items()
    }
    step = request.POST.get("form", "") if request.method == "POST" else ""
    form = forms.get(step)
    if step in DECISIONS and (form is None or form.is_valid()):
        sentence = _try(request, form, DECISIONS[step], reference=reference, **_decided(form))
        if sentence is not None:
            say(request, sentence)
            return redirect("people:erasure", reference=reference)
    shown = {**_erasure_context(request, asked), **forms}
    return attempts.page(request, form or forms["finish"], "people/erasure.html", shown)


def _erasure_context(request: HubRequest, asked: ErasureRequest) -> dict[str, Any]:
    left, kind = _clock(asked.due_on, request)
    came = clock.today(asked.asked_at)
    in_time = may_still_be_extended(came, clock.today(request.now)) and asked.extended_at is None
    return {
        "asked": asked,
        "left": left,
        "left_kind": kind,
        "consequences": selectors.consequences_of(asked, request.now) if asked.is_open else None,
        "can_extend": in_time and asked.state == ErasureState.IN_PROGRESS,
        "extended_to": answer_by(came, extended=True),
        "has_trained": selectors.has_trained(asked.person_id),
    }


@signed_in
@require_safe_or_post
def complaint(request: HubRequest, reference: str) -> HttpResponse:
    """One complaint: its words, its clock, and the answer. Opening somebody’s words is written down."""
    _keepers_only(request)
    found = selectors.complaint_by_reference(request.actor, reference)
    form = attempts.asked(request, AnswerForm, name="answer")
    step = request.POST.get("form", "") if request.method == "POST" else ""
    if step == "acknowledge" or (step == "answer" and form.is_valid()):
        sentence = _try(request, form, ANSWERS[step], reference=reference, **_decided(form))
        if sentence is not None:
            say(request, sentence)
            return redirect("people:complaint-answer", reference=reference)
    if request.method != "POST":
        record_read(actor=request.actor, about=Ref("people.complaint", found.pk), now=request.now)
    left, kind = _clock(found.acknowledge_by, request)
    shown = {"complaint": found, "left": left, "left_kind": kind}
    return attempts.page(request, form, "people/complaint.html", shown)


Deciding = tuple[Callable[..., object], str]
ERASURE_FORMS = {"refuse": RefusalForm, "extend": ExtensionForm, "finish": SureForm}
DECISIONS: dict[str, Deciding] = {
    "take": (services.take_erasure, "You look at it now. The person is told."),
    "extend": (services.extend_erasure, "Extended by two months. The person is told, and reads your reason."),
    "refuse": (services.refuse_erasure, "Refused. The person is told, and reads your reason."),
    "finish": (services.finish_erasure, "Done. Everything that named the person is gone."),
}
ANSWERS: dict[str, Deciding] = {
    "acknowledge": (services.acknowledge_complaint, "Acknowledged. The person is told."),
    "answer": (services.answer_complaint, "Answered. The person is told."),
}


def _try(request: HubRequest, form: PlainForm | None, deciding: Deciding, **words: Any) -> str | None:
    """Carry a decision out; the sentence to say, or None after a refusal that stands on the form or the page."""
    service, sentence = deciding
    try:
        service(actor=request.actor, now=request.now, **words)
    except NotFound:
        raise
    except DomainError as error:
        if form is not None and error.field in form.fields:
            refuse(form, error)
        else:
            say(request, error.sentence, "error")
        return None
    return sentence


def _decided(form: PlainForm | None) -> dict[str, Any]:
    """What the forms add to a decision."""
    if isinstance(form, RefusalForm):
        return {
            "reason": ErasureRefusal(form.cleaned_data["reason"]),
            "explanation": form.cleaned_data["explanation"],
        }
    if isinstance(form, ExtensionForm):
        return {
            "reason": ErasureExtension(form.cleaned_data["reason"]),
            "explanation": form.cleaned_data["explanation"],
        }
    return {"answer": form.cleaned_data["answer"]} if isinstance(form, AnswerForm) and form.is_bound else {}


def _clock(due: Any, request: HubRequest) -> tuple[str, str]:
    today = clock.today(request.now)
    return days_left(due, today), urgency(due, today)


def _keepers_only(request: HubRequest) -> None:
    if not keeps_data_rights(request.actor):
        raise NotAllowed("Only administrators of Practice Hub can do this.")
