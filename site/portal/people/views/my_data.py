"""One’s own data: a copy of it, an end to it, and complaints about it (PE-09)."""

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from portal.kernel import attempts, clock
from portal.kernel.errors import DomainError
from portal.kernel.personal_data import holdings
from portal.kernel.web import HubRequest, refuse, require_safe_or_post, say, signed_in
from portal.people import services
from portal.people.errors import MayIdentifySomebody
from portal.people.rights import selectors
from portal.people.rights.forms import ComplaintForm, SureForm
from portal.people.rights.rules import acknowledge_by
from portal.people.states import ComplaintKind
from portal.people.step_up import recently_proved


@signed_in
@require_safe
@recently_proved
def my_data(request: HubRequest) -> HttpResponse:
    """What is in the copy, and the button for it."""
    return render(request, "people/account_data.html", {"holdings": holdings()})


@signed_in
@require_safe_or_post
@recently_proved  # type: ignore[arg-type]  # an answer that is streamed is one as well
def download(request: HubRequest) -> HttpResponseBase:
    """The copy itself. Its name says the day, not the person. A GET comes back from proving who one is."""
    if request.method != "POST":
        return redirect("people:my-data")
    try:
        copy = services.copy_own_data(actor=request.actor, now=request.now)
    except DomainError as refusal:
        say(request, refusal.sentence, "error")
        return redirect("people:my-data")
    name = f"practice-hub-my-data-{clock.today(request.now):%Y-%m-%d}.zip"
    return FileResponse(copy, as_attachment=True, filename=name, content_type="application/zip")


@signed_in
@require_safe_or_post
@recently_proved
def erase(request: HubRequest) -> HttpResponse:
    """What an erasure takes and leaves, a tick, and the request; or how one’s request stands."""
    waiting = selectors.open_erasure_of(request.actor)
    form = attempts.asked(request, SureForm)
    if request.method == "POST" and not waiting and form.is_valid():
        asked = services.ask_for_erasure(actor=request.actor, now=request.now)
        say(request, f"We have your request. Its reference is {asked.reference}.")
        return redirect("people:erase")
    context = {
        "waiting": waiting,
        "earlier": selectors.own_erasures(request.actor).exclude(pk=waiting.pk if waiting else 0)[:5],
        "holdings": holdings(),
        "has_trained": selectors.has_trained(request.actor.person_id),
    }
    return attempts.page(request, form, "people/account_erase.html", context)


@signed_in
@require_POST
def keep(request: HubRequest) -> HttpResponse:
    """Take one’s request to be erased back."""
    services.withdraw_erasure(actor=request.actor, now=request.now)
    say(request, "Your request is taken back. Nothing was erased.")
    return redirect("people:account")


@signed_in
@require_safe_or_post
def complain(request: HubRequest) -> HttpResponse:
    """A complaint about one’s data; its clock starts when it is sent."""
    form = attempts.asked(request, ComplaintForm)
    until = acknowledge_by(clock.today(request.now))
    if request.method == "POST" and form.is_valid():
        try:
            made = services.complain(
                actor=request.actor,
                now=request.now,
                **form.cleaned_data | {"kind": ComplaintKind(form.cleaned_data["kind"])},
            )
        except MayIdentifySomebody as doubt:
            refuse(form, doubt)
        else:
            say(request, f"We have your complaint. Its reference is {made.reference}.")
            return redirect("people:complaint", reference=made.reference)
    return attempts.page(request, form, "people/account_complain.html", {"until": until})


@signed_in
@require_safe
def complaint(request: HubRequest, reference: str) -> HttpResponse:
    """One’s own complaint: what was written, by when we acknowledge it, and the answer."""
    found = selectors.own_complaint(request.actor, reference)
    return render(request, "people/account_complaint.html", {"complaint": found})
