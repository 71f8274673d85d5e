"""Waiting for an earlier time: a button each to wait, to stop, to take what is offered, to keep what one has."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from consultations.models import Consultation
from consultations.permissions import is_requester
from consultations.selectors.listings import consultation_for
from consultations.selectors.waits import earlier_than, has_earlier_days, live_wait
from consultations.services import keep_time, stop_waiting, take_earlier, wait_for_earlier
from consultations.states import ConsultationState
from portal.kernel.errors import DomainError, IllegalMove, NotAllowed, NotFound
from portal.kernel.web import HubRequest, say, signed_in

VERBS = {
    "wait": (wait_for_earlier, "You wait for an earlier time. We write to you if one comes free."),
    "stop": (stop_waiting, "You no longer wait for an earlier time. Your booking stays as it is."),
    "take": (take_earlier, "The earlier time is yours. Both of you are told."),
    "keep": (keep_time, "Your booking stays as it is. The earlier time goes to the next person."),
}


@signed_in
@require_POST
def earlier(request: HubRequest, reference: str) -> HttpResponse:
    """Do what the button says."""
    consultation = consultation_for(request.actor, reference, request.now)
    if not is_requester(request.actor, consultation):
        raise NotAllowed("Only the person who asked can wait for an earlier time.")
    service, done = VERBS.get(request.POST.get("verb", ""), (None, ""))
    if service is None:
        raise IllegalMove()
    try:
        service(actor=request.actor, consultation_id=consultation.pk, now=request.now)
        say(request, done)
    except DomainError as error:
        if isinstance(error, NotAllowed | NotFound):
            raise
        say(request, error.sentence, "error")
    return redirect("consultations:detail", reference)


def waiting_of(request: HubRequest, consultation: Consultation) -> dict[str, object]:
    """What the page of a consultation says to whoever asked: what is kept, what is free, or that they may wait."""
    if consultation.state != ConsultationState.BOOKED or not has_earlier_days(consultation, request.now):
        return {}
    wait = live_wait(consultation)
    if wait and wait.hold_until and wait.hold_until <= request.now:
        wait = None
    sooner = None if wait else earlier_than(consultation, request.now)
    return {"wait": wait, "sooner": sooner, "may_wait": wait is None and sooner is None}
