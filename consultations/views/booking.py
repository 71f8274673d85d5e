"""Booking, step by step: danger, what it is about, a time, check and book. Answers stay on the server."""

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from consultations.codes import FamilyStatus, Kind, Prompt, RiskStated
from consultations.drafts import (
    Draft,
    booked_last,
    drop_draft,
    is_left_unfinished,
    keep_draft,
    keep_hours,
    read_draft,
    remember_booked,
)
from consultations.errors import AlreadyThen, NoLead, SlotTaken, UnknownSlot
from consultations.forms import AboutForm, DangerForm, HoursForm
from consultations.forms.booking import AFRESH, IMMEDIATE
from consultations.models import Consultation
from consultations.permissions import is_lead, why_not_book
from consultations.rules import Slot
from consultations.selectors.boroughs import boroughs_of_person, place_in
from consultations.selectors.colleagues import colleague
from consultations.selectors.listings import booked_with_key
from consultations.selectors.meanwhile import meanwhile
from consultations.selectors.slots import lead_ids_of, leads_listed, slots_for
from consultations.selectors.waits import first_before
from consultations.services import ask_urgently, book_consultation, wait_for_earlier
from consultations.services.asking import checked, problems_of
from consultations.services.times import still_free
from consultations.states import ConsultationState
from consultations.views.placed import with_place
from consultations.views.times import slot_page
from consultations.wait_rules import can_come_earlier
from portal.kernel import attempts, clock
from portal.kernel.errors import DomainError, NotAllowed
from portal.kernel.web import HubRequest, refuse, require_safe_or_post, say, signed_in
from portal.people.models import Organisation

GONE = (SlotTaken, AlreadyThen, UnknownSlot, NoLead)


@dataclass(frozen=True, slots=True)
class Whom:
    """For whom it is booked. `name` is empty when it is for oneself."""

    person_id: int
    organisation: Organisation
    name: str = ""


def _whom(request: HubRequest, draft: Draft) -> Whom:
    """Whoever asks, or the colleague a lead books for. Raises `NotAllowed` with the reason when they may not book."""
    actor = request.actor
    if refusal := why_not_book(actor):
        raise NotAllowed(refusal)
    on = clock.today(request.now)
    found = colleague(actor, draft.for_id, draft.organisation_id, request.now) if draft.for_id else None
    if draft.for_id and not found:
        drop_draft(request.session)
        raise NotAllowed("You can book for people in the boroughs that you lead, and for nobody else.")
    if found:
        return Whom(found.person_id, _organisation(found.organisation_id), f"{found.name}, {found.place}")
    chosen = draft.organisation_id
    if chosen and not place_in(actor.person_id or 0, chosen, on).organisation_id:
        drop_draft(request.session)
        raise NotAllowed("You do not work in that borough any longer. Begin again.")
    return Whom(actor.person_id or 0, _organisation(chosen or actor.place.organisation_id or 0))


def _organisation(organisation_id: int) -> Organisation:
    return Organisation.objects.get(pk=organisation_id)


@signed_in
@with_place
@require_safe_or_post
def start(request: HubRequest) -> HttpResponse:
    """Step 0: is anybody in danger?"""
    draft = read_draft(request.session)
    whom = _whom(request, draft)
    if (
        not whom.name
        and is_lead(request.actor)
        and not lead_ids_of(whom.organisation.pk, clock.today(request.now))
    ):
        return redirect("consultations:book_for")
    form = _danger_form(request, draft, whom)
    if request.method == "POST" and form.is_valid():
        return _begin(request, draft, form.cleaned_data)
    return attempts.page(request, form, "consultations/booking/start.html", {"whom": whom})


def _danger_form(request: HubRequest, draft: Draft, whom: Whom) -> DangerForm:
    """The question about danger, never answered beforehand; with one about a booking that was begun and left.

    Whoever comes back from a later page of the same booking (`?change`) is not asked whether to go on with it.
    """
    boroughs = {} if whom.name else boroughs_of_person(whom.person_id, clock.today(request.now))
    left = {}
    if is_left_unfinished(request, draft) and "change" not in request.GET:
        left["unfinished"] = draft.began_words(request.now)
        left["about"] = (
            f"About {draft.case_reference}." if draft.case_reference else "Without a case reference."
        )
    shown = {"borough": draft.organisation_id or None}
    return attempts.asked(request, DangerForm, initial=shown, boroughs=boroughs, **left)


def _begin(request: HubRequest, draft: Draft, said: dict[str, Any]) -> HttpResponse:
    """Keep what was answered, and lead on."""
    danger = said["danger"]
    if danger == IMMEDIATE:
        keep_draft(request.session, draft, danger="")
        return redirect("consultations:book_danger")
    if said.get("unfinished") == AFRESH:
        drop_draft(request.session)
        attempts.forget(request, reverse("consultations:book_about"))
        if draft.for_id:
            say(request, "What you began is forgotten. For whom do you book now?", "info")
            return redirect("consultations:book_for")
        draft = read_draft(request.session)
    draft = draft.for_borough(said.get("borough", draft.organisation_id))
    began = draft.began or request.now.isoformat()
    keep_draft(request.session, draft, danger=danger, risk_stated=draft.risk_when(danger), began=began)
    return redirect("consultations:book_high_risk" if danger == "high" else "consultations:book_about")


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
@with_place
@require_safe_or_post
def about(request: HubRequest) -> HttpResponse:
    """Step 1: what it is about."""
    draft = read_draft(request.session)
    whom = _whom(request, draft)
    if not draft.danger:
        return _from_the_start(request)
    shown = {name: getattr(draft, name) for name in AboutForm.base_fields}
    form = attempts.asked(request, AboutForm, initial=shown, example=whom.organisation.case_reference_example)
    if request.method == "POST" and _is_acceptable(form, whom.organisation):
        said = {**form.cleaned_data, "prompts": tuple(form.cleaned_data["prompts"])}
        kept = checked(replace(draft, nearest=(), **said).asked, whom.organisation)
        said |= {"case_reference": kept.case_reference, "note": kept.note}
        return redirect(keep_draft(request.session, draft, nearest=(), **said).next_page)
    return attempts.page(request, form, "consultations/booking/about.html", {"draft": draft, "whom": whom})


def _from_the_start(request: HubRequest) -> HttpResponse:
    """A page of a draft that is no more: it was booked, or its session ended before it was."""
    typed = attempts.keep(request, {})
    if reference := booked_last(request.session):
        say(request, "This is booked already. For another one, begin at “Book a consultation”.", "info")
        return redirect("consultations:detail", reference)
    if typed:
        say(request, "This question again first. What you wrote comes back after it.", "info")
        return redirect(reverse("consultations:book") + "?change")
    say(
        request,
        "Nothing is booked. A booking begins here. If you had begun one, its answers ended with your sign-in.",
        "warning",
    )
    return redirect("consultations:book")


def _is_acceptable(form: AboutForm, organisation: Organisation) -> bool:
    """Whether the service would take the answers. Everything that is wrong is said at once, each beside its field."""
    form.is_valid()
    for error in problems_of(form.answers, organisation):
        if not form.has_error(error.field or "__all__"):
            refuse(form, error)
    return form.is_valid()


@signed_in
@with_place
@require_safe_or_post
def time(request: HubRequest) -> HttpResponse:
    """Step 2: a time."""
    draft = read_draft(request.session)
    whom = _whom(request, draft)
    if not draft.kind:
        return redirect("consultations:book_about") if draft.danger else _from_the_start(request)
    load = partial(slots_for, whom.organisation.pk, draft.kind, request.now, requester_id=whom.person_id)
    page = slot_page(request, load, near=draft.nearest)
    form = page.form(request, draft.slot)
    if request.method == "POST" and form.is_valid():
        try:
            slot = _free(request, whom, draft, form.cleaned_data["slot"])
        except GONE as error:
            return _lost(request, draft, error)
        keep_draft(request.session, draft, slot=slot.key, nearest=())
        return redirect("consultations:book_check")
    shown = {"page": page, "draft": draft, "whom": whom}
    return attempts.page(request, form, "consultations/booking/time.html", shown)


def _free(request: HubRequest, whom: Whom, draft: Draft, key: str) -> Slot:
    """The slot, if it can be had at this moment. Raises one of `GONE`."""
    return still_free(key, whom.organisation.pk, draft.kind, request.now, requester_id=whom.person_id)


def _lost(request: HubRequest, draft: Draft, error: DomainError) -> HttpResponse:
    """Back to the list with the nearest times first; every answer is kept."""
    keep_draft(request.session, draft, slot="", nearest=tuple(getattr(error, "nearest", ())))
    say(request, error.sentence, "error")
    return redirect("consultations:book_time")


@signed_in
@require_safe
def hours(request: HubRequest) -> HttpResponse:
    """Remember when somebody usually works, and go back to the list of times; a page of its own when it is wrong."""
    form = HoursForm(request.GET)
    if "all" in request.GET:
        keep_hours(request.session, None)
    elif form.is_valid():
        keep_hours(request.session, form.hours)
    else:
        return render(request, "consultations/booking/hours.html", {"form": form})
    attempts.forget(request, reverse("consultations:book_time"))
    return redirect("consultations:book_time")


@signed_in
@with_place
@require_safe_or_post
def check(request: HubRequest) -> HttpResponse:
    """Step 3: check the answers and book."""
    draft = read_draft(request.session)
    whom = _whom(request, draft)
    if request.method == "POST" and (done := booked_with_key(request.POST.get("key", ""), request.actor)):
        return redirect("consultations:detail", done)
    if not draft.kind or not (draft.slot or draft.is_urgent):
        return _from_the_start(request)
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
        slot = None if draft.is_urgent else _free(request, whom, draft, draft.slot)
    except GONE as error:
        return _lost(request, draft, error)
    known = None if slot else meanwhile(whom.organisation, request.now)
    asked = {"may_wait": _may_wait(request, whom, draft, slot), "meanwhile": known}
    shown = _summary(draft, whom, slot) | asked
    return render(request, "consultations/booking/check.html", shown)


def _may_wait(request: HubRequest, whom: Whom, draft: Draft, slot: Slot | None) -> bool:
    """Whether whoever books for themselves may wait for an earlier day: there is none now."""
    day = date.fromordinal(slot.day) if slot else clock.today(request.now)
    if whom.name or not can_come_earlier(day, clock.today(request.now)):
        return False
    return not first_before(whom.organisation.pk, draft.kind, day, request.now, requester_id=whom.person_id)


def _book(request: HubRequest, draft: Draft) -> HttpResponse:
    about: dict[str, Any] = {
        "actor": request.actor,
        "asked": draft.asked,
        "now": request.now,
        "requester_id": draft.for_id or None,
        "organisation_id": draft.organisation_id or None,
    }
    try:
        made = ask_urgently(**about) if draft.is_urgent else book_consultation(**about, slot_key=draft.slot)
    except GONE as error:
        return _lost(request, draft, error)
    except DomainError as error:
        say(request, error.sentence, "error")
        return redirect("consultations:book_about")
    remember_booked(request.session, made.reference)
    _wait(request, made)
    whose = "The" if draft.for_id else "Your"
    say(
        request,
        f"{whose} request is with the leads." if draft.is_urgent else f"{whose} consultation is booked.",
    )
    return redirect("consultations:detail", made.reference)


def _wait(request: HubRequest, made: Consultation) -> None:
    """Whoever ticked it waits for an earlier time; what speaks against it spoils no booking."""
    if request.POST.get("wait") and made.state == ConsultationState.BOOKED:
        with suppress(DomainError):
            wait_for_earlier(actor=request.actor, consultation_id=made.pk, now=request.now)


def _summary(draft: Draft, whom: Whom, slot: Slot | None) -> dict[str, object]:
    return {
        "draft": draft,
        "slot": slot,
        "lead": leads_listed([slot.lead_id])[0] if slot else "",
        "kind": Kind(draft.kind).label,
        "risk": RiskStated(draft.risk_stated).label,
        "family_status": FamilyStatus(draft.family_status).label if draft.family_status else "",
        "prompts": [Prompt(code).label for code in draft.prompts],
        "whom": whom,
    }
