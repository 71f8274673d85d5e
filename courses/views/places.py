"""A person's own way: a run, asking for a place, my places, giving one back, an offer."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from courses import services
from courses.errors import RunFull
from courses.forms import AskForm, CancelForm, NeedsForm
from courses.models import Enrolment
from courses.permissions import may_cancel_place, may_give_needs, may_keep_run, may_see_roster
from courses.selectors.cancelling import (
    cancel_screen,
    given_up_words,
    is_own,
    terms_of_cancelling,
    why_not_cancel,
)
from courses.selectors.enrolments import (
    MyPlaces,
    approval_words,
    enrolment_seen,
    my_places,
    place_screen,
)
from courses.selectors.needs import needs_of_place
from courses.selectors.places import held_until, standing_of
from courses.selectors.questionnaires import forms_of
from courses.selectors.runs import (
    day_rows,
    run_id_of,
    run_seen,
    spoken_run_days,
    spoken_run_times,
    trainers_named,
)
from courses.states import EndReason, EnrolmentState
from portal.kernel import attempts
from portal.kernel.errors import DomainError, NotFound
from portal.kernel.refs import Ref
from portal.kernel.web import HubRequest, refuse, require_safe_or_post, say, signed_in
from portal.notifications.selectors import notices_about


@require_safe
def run(request: HubRequest, reference: str) -> HttpResponse:
    """One run: days, place, places left, and the way in or the reason why not."""
    try:
        found = run_seen(request.actor, reference)
    except NotFound as missing:
        raise Http404 from missing
    context = {
        "run": found,
        "days": day_rows(found),
        "spoken": spoken_run_days(found),
        "standing": standing_of(request.actor, found, request.now),
        "trainers": trainers_named(request.actor, found),
        "may_see_roster": may_see_roster(request.actor, found),
        "may_keep": may_keep_run(request.actor, found),
    }
    return render(request, "courses/run.html", context)


@require_safe_or_post
@signed_in
def ask(request: HubRequest, reference: str) -> HttpResponse:
    """GET shows the rule and the deadline; POST books, holds or queues. Twice the same click books once.

    Many people press the button in the same minute, so a POST reads nothing that the service does not ask for.
    """
    if request.method != "POST":
        return _ask_page(request, reference)
    form = attempts.asked(request, AskForm, clashes=True)
    if not form.is_valid():
        return _ask_page(request, reference, form)
    try:
        enrolment = _give(request, run_id_of(reference), form.cleaned_data)
    except RunFull as full:
        say(request, full.sentence, "warning")
        attempts.keep(request, {})
        return redirect("courses:ask", reference=reference)
    except DomainError as refusal:
        refuse(form, refusal)
        return _ask_page(request, reference, form)
    say(request, ASKED[EnrolmentState(enrolment.state)])
    return redirect("courses:place", enrolment_id=enrolment.pk)


def _ask_page(request: HubRequest, reference: str, form: AskForm | None = None) -> HttpResponse:
    run = run_seen(request.actor, reference)
    standing = standing_of(request.actor, run, request.now)
    if standing.enrolment is not None:
        return redirect("courses:place", enrolment_id=standing.enrolment.pk)
    form = form or attempts.asked(request, AskForm, clashes=bool(standing.clashes))
    context = {
        "run": run,
        "spoken": spoken_run_days(run),
        "times": spoken_run_times(run),
        "standing": standing,
        "approval": approval_words(run.course.approval),
        "held_until": held_until(run, request.now),
        "cancelling": terms_of_cancelling(run, request.now),
    }
    return attempts.page(request, form, "courses/ask.html", context)


ASKED = {
    EnrolmentState.BOOKED: "Your place is booked. A confirmation with a calendar entry is on its way.",
    EnrolmentState.REQUESTED: "We have your request. Your place is held while it is looked at.",
    EnrolmentState.AGREED: "We have your request. Your place is held while it is looked at.",
    EnrolmentState.WAITING: "You are on the waiting list. We offer you the next place that comes free, in order.",
}


def _give(request: HubRequest, run_id: int, known: dict[str, str]) -> Enrolment:
    waits = request.POST.get("what") == "wait"
    service = services.join_waiting_list if waits else services.ask_for_place
    return service(
        actor=request.actor,
        run_id=run_id,
        now=request.now,
        clash_reason=known["clash_reason"],
        needs=known["needs"],
    )


@require_safe
@signed_in
def places(request: HubRequest) -> HttpResponse:
    """Everything I asked for, waited for, booked and did."""
    person_id = request.actor.person_id
    found = my_places(person_id, request.now) if person_id else MyPlaces([], [], [])
    return render(request, "courses/places.html", {"places": found})


@require_safe
@signed_in
def place(request: HubRequest, enrolment_id: int) -> HttpResponse:
    """One place: where it stands, what happens next, what was said about it."""
    enrolment = enrolment_seen(request.actor, enrolment_id)
    screen = place_screen(enrolment, actor=request.actor, now=request.now)
    about = Ref("courses.enrolment", enrolment.pk)
    own = enrolment.person_id == request.actor.person_id
    notices = notices_about(about, person_id=enrolment.person_id if own else None)
    context = {
        "screen": screen,
        "notices": notices,
        "forms": forms_of(enrolment, request.now) if own else [],
        "may_see_roster": may_see_roster(request.actor, enrolment.run),
        "may_give_needs": may_give_needs(request.actor, enrolment),
        "needs": needs_of_place(enrolment.pk) if own else "",
    }
    return render(request, "courses/place.html", context)


@require_safe_or_post
@signed_in
def place_needs(request: HubRequest, enrolment_id: int) -> HttpResponse:
    """Say, change, take back what one needs in order to come."""
    enrolment = enrolment_seen(request.actor, enrolment_id)
    if not may_give_needs(request.actor, enrolment):
        raise Http404
    form = attempts.asked(request, NeedsForm, initial={"needs": needs_of_place(enrolment.pk)})
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data["needs"]
        services.keep_needs(actor=request.actor, enrolment_id=enrolment.pk, words=words, now=request.now)
        say(request, "Saved. Only the trainers of these dates read it.")
        return redirect("courses:place", enrolment_id=enrolment.pk)
    return attempts.page(request, form, "courses/place_needs.html", {"enrolment": enrolment})


@require_safe_or_post
@signed_in
def cancel(request: HubRequest, enrolment_id: int) -> HttpResponse:
    """GET shows the rule; POST gives the place back, for oneself or, by a keeper of the dates, for somebody else."""
    enrolment = enrolment_seen(request.actor, enrolment_id)
    if not may_cancel_place(request.actor, enrolment):
        raise Http404
    if why := why_not_cancel(enrolment, request.now):
        if request.method != "POST" or enrolment.state != EnrolmentState.CANCELLED:
            say(request, why, "info")
        return redirect("courses:place", enrolment_id=enrolment.pk)
    form = attempts.asked(request, CancelForm, own=is_own(request.actor, enrolment))
    if request.method == "POST" and form.is_valid():
        try:
            _give_up(request, enrolment, form.cleaned_data)
        except DomainError as refusal:
            refuse(form, refusal)
        else:
            return redirect("courses:place", enrolment_id=enrolment.pk)
    screen = cancel_screen(enrolment, actor=request.actor, now=request.now)
    context = {"enrolment": enrolment, "screen": screen, "spoken": spoken_run_days(enrolment.run)}
    return attempts.page(request, form, "courses/cancel.html", context)


def _give_up(request: HubRequest, seen: Enrolment, known: dict[str, str]) -> None:
    given_up = services.cancel_place(
        actor=request.actor,
        enrolment_id=seen.pk,
        now=request.now,
        reason=EndReason(known.get("reason", EndReason.UNSAID)),
    )
    say(request, given_up_words(seen.state, given_up, actor=request.actor, now=request.now))


@require_safe_or_post
@signed_in
def offer(request: HubRequest, enrolment_id: int) -> HttpResponse:
    """GET shows the offer and its deadline; POST takes it."""
    enrolment = enrolment_seen(request.actor, enrolment_id)
    if enrolment.person_id != request.actor.person_id:
        raise Http404
    if request.method == "POST":
        try:
            taken = services.accept_offer(actor=request.actor, enrolment_id=enrolment.pk, now=request.now)
            say(request, ASKED[EnrolmentState(taken.state)])
        except DomainError as refusal:
            say(request, refusal.sentence, "error")
        return redirect("courses:place", enrolment_id=enrolment.pk)
    if enrolment.state != EnrolmentState.OFFERED:
        return redirect("courses:place", enrolment_id=enrolment.pk)
    context = {"enrolment": enrolment, "run": enrolment.run, "days": day_rows(enrolment.run)}
    return render(request, "courses/offer.html", {**context, "spoken": spoken_run_days(enrolment.run)})
