"""Booking, step by step: danger, what it is about, a time, check and book. Answers stay on the server."""

from dataclasses import replace
from functools import partial

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from consultations import attempts
from consultations.codes import FamilyStatus, Kind, Prompt, RiskStated
from consultations.drafts import Draft, drop_draft, keep_draft, keep_hours, read_draft
from consultations.errors import AlreadyThen, NoLead, SlotTaken, UnknownSlot
from consultations.forms import AboutForm, DangerForm, HoursForm
from consultations.permissions import why_not_book
from consultations.rules import Slot
from consultations.selectors.listings import booked_with_key
from consultations.selectors.slots import lead_names, slots_for
from consultations.services import ask_urgently, book_consultation
from consultations.services.asking import checked, problems_of
from consultations.services.times import still_free
from consultations.views.times import slot_page
from portal.kernel.errors import DomainError, NotAllowed
from portal.kernel.web import HubRequest, refuse, say, signed_in
from portal.people.models import Organisation

GET_POST = require_http_methods(["GET", "HEAD", "POST"])
GONE = (SlotTaken, AlreadyThen, UnknownSlot, NoLead)


def _organisation(request: HubRequest) -> Organisation:
    """The borough of whoever asks. Raises `NotAllowed` with the reason when they may not book."""
    if refusal := why_not_book(request.actor):
        raise NotAllowed(refusal)
    return Organisation.objects.get(pk=request.actor.place.organisation_id or 0)


@signed_in
@GET_POST
def start(request: HubRequest) -> HttpResponse:
    """Step 0: is anybody in danger?"""
    _organisation(request)
    draft = read_draft(request.session)
    form = attempts.asked(request, DangerForm, initial={"danger": draft.danger})
    if request.method == "POST" and form.is_valid():
        danger = form.cleaned_data["danger"]
        risk = "high" if danger == "high" else draft.risk_stated
        keep_draft(request.session, draft, danger=danger, risk_stated=risk)
        next_page = {"immediate": "book_danger", "high": "book_high_risk"}.get(danger, "book_about")
        return redirect(f"consultations:{next_page}")
    return attempts.page(request, form, "consultations/booking/start.html", {})


@signed_in
@require_safe
def danger(request: HubRequest) -> HttpResponse:
    """Somebody is in immediate danger: 999 and the council's procedures. Nothing is booked here."""
    return render(request, "consultations/booking/danger.html")


@signed_in
@require_safe
def high_risk(request: HubRequest) -> HttpResponse:
    """The MARAC route, before booking and not instead of it."""
    draft = keep_draft(request.session, read_draft(request.session), marac_shown=True)
    return render(request, "consultations/booking/high_risk.html", {"next": reverse(draft.next_page)})


@signed_in
@GET_POST
def about(request: HubRequest) -> HttpResponse:
    """Step 1: what it is about."""
    organisation = _organisation(request)
    draft = read_draft(request.session)
    if not draft.danger:
        return redirect("consultations:book")
    shown = {name: getattr(draft, name) for name in AboutForm.base_fields}
    form = attempts.asked(request, AboutForm, initial=shown, example=organisation.case_reference_example)
    if request.method == "POST" and _is_acceptable(form, organisation):
        said = {**form.cleaned_data, "prompts": tuple(form.cleaned_data["prompts"])}
        kept = checked(replace(draft, nearest=(), **said).asked, organisation)
        said |= {"case_reference": kept.case_reference, "note": kept.note}
        return redirect(keep_draft(request.session, draft, nearest=(), **said).next_page)
    return attempts.page(request, form, "consultations/booking/about.html", {"draft": draft})


def _is_acceptable(form: AboutForm, organisation: Organisation) -> bool:
    """Whether the service would take the answers. Everything that is wrong is said at once, each beside its field."""
    form.is_valid()
    for error in problems_of(form.answers, organisation):
        if not form.has_error(error.field or "__all__"):
            refuse(form, error)
    return form.is_valid()


@signed_in
@GET_POST
def time(request: HubRequest) -> HttpResponse:
    """Step 2: a time."""
    organisation = _organisation(request)
    draft = read_draft(request.session)
    if not draft.kind:
        return redirect("consultations:book_about")
    load = partial(slots_for, organisation.pk, draft.kind, request.now, requester_id=request.actor.person_id)
    page = slot_page(request, load, near=draft.nearest)
    form = page.form(request, draft.slot)
    if request.method == "POST" and form.is_valid():
        try:
            slot = _free(request, organisation, draft, form.cleaned_data["slot"])
        except GONE as error:
            return _lost(request, draft, error)
        keep_draft(request.session, draft, slot=slot.key, nearest=())
        return redirect("consultations:book_check")
    shown = {"page": page, "draft": draft, "organisation": organisation}
    return attempts.page(request, form, "consultations/booking/time.html", shown)


def _free(request: HubRequest, organisation: Organisation, draft: Draft, key: str) -> Slot:
    """The slot, if it can be had at this moment. Raises one of `GONE`."""
    return still_free(
        key, organisation.pk, draft.kind, request.now, requester_id=request.actor.person_id or 0
    )


def _lost(request: HubRequest, draft: Draft, error: DomainError) -> HttpResponse:
    """Back to the list with the nearest times first; every answer is kept."""
    keep_draft(request.session, draft, slot="", nearest=tuple(getattr(error, "nearest", ())))
    say(request, error.sentence, "error")
    return redirect("consultations:book_time")


@signed_in
@require_safe
def hours(request: HubRequest) -> HttpResponse:
    """Remember when somebody usually works; back to the list of times."""
    form = HoursForm(request.GET)
    if "all" in request.GET:
        keep_hours(request.session, None)
    elif form.is_valid():
        keep_hours(request.session, form.hours)
    else:
        say(request, "Write times like 09:30.", "error")
    return redirect("consultations:book_time")


@signed_in
@GET_POST
def check(request: HubRequest) -> HttpResponse:
    """Step 3: check the answers and book."""
    organisation = _organisation(request)
    draft = read_draft(request.session)
    if request.method == "POST" and (done := booked_with_key(request.POST.get("key", ""), request.actor)):
        return redirect("consultations:detail", done)
    if not draft.kind or not (draft.slot or draft.is_urgent):
        return redirect("consultations:book")
    if request.method == "POST" and request.POST.get("stamp") == draft.stamp:
        return _book(request, draft)
    if request.method == "POST":
        say(
            request,
            "Your answers have changed since, perhaps in another window. Check them again.",
            "warning",
        )
        return redirect("consultations:book_check")
    try:
        slot = None if draft.is_urgent else _free(request, organisation, draft, draft.slot)
    except GONE as error:
        return _lost(request, draft, error)
    return render(request, "consultations/booking/check.html", _summary(draft, organisation, slot))


def _book(request: HubRequest, draft: Draft) -> HttpResponse:
    try:
        if draft.is_urgent:
            made = ask_urgently(actor=request.actor, asked=draft.asked, now=request.now)
        else:
            made = book_consultation(
                actor=request.actor, asked=draft.asked, slot_key=draft.slot, now=request.now
            )
    except GONE as error:
        return _lost(request, draft, error)
    except DomainError as error:
        say(request, error.sentence, "error")
        return redirect("consultations:book_about")
    drop_draft(request.session)
    say(request, "Your request is with the leads." if draft.is_urgent else "Your consultation is booked.")
    return redirect("consultations:detail", made.reference)


def _summary(draft: Draft, organisation: Organisation, slot: Slot | None) -> dict[str, object]:
    return {
        "draft": draft,
        "slot": slot,
        "lead": lead_names([slot.lead_id]).get(slot.lead_id, "") if slot else "",
        "kind": Kind(draft.kind).label,
        "risk": RiskStated(draft.risk_stated).label,
        "family_status": FamilyStatus(draft.family_status).label if draft.family_status else "",
        "prompts": [Prompt(code).label for code in draft.prompts],
        "organisation": organisation,
    }
