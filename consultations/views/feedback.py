"""The two questions after a consultation."""

from django.http import HttpResponse
from django.shortcuts import redirect

from consultations.forms.feedback import FeedbackForm
from consultations.models import Consultation, Feedback
from consultations.permissions import is_requester
from consultations.selectors.listings import consultation_for
from consultations.services import give_feedback
from consultations.states import asks_for_feedback
from portal.kernel import attempts
from portal.kernel.errors import DomainError, NotAllowed
from portal.kernel.web import HubRequest, refuse, require_safe_or_post, say, signed_in


@signed_in
@require_safe_or_post
def feedback(request: HubRequest, reference: str) -> HttpResponse:
    """Ask the two questions; the answers given before are ticked."""
    consultation = consultation_for(request.actor, reference, request.now)
    if not is_requester(request.actor, consultation):
        raise NotAllowed("Only the person who asked can answer the two questions.")
    before = Feedback.objects.filter(consultation=consultation).values("helped", "next_step").first()
    form = attempts.asked(request, FeedbackForm, initial=before or {})
    if request.method == "POST" and form.is_valid() and _keep(request, consultation, form):
        say(request, "Thank you. Your answers are counted.")
        return redirect("consultations:detail", reference)
    is_open = asks_for_feedback(consultation.state, consultation.ends_at, request.now)
    shown = {"consultation": consultation, "is_open": is_open}
    return attempts.page(request, form, "consultations/feedback.html", shown)


def _keep(request: HubRequest, consultation: Consultation, form: FeedbackForm) -> bool:
    try:
        give_feedback(
            actor=request.actor, consultation_id=consultation.pk, now=request.now, **form.cleaned_data
        )
    except DomainError as error:
        refuse(form, error)
        return False
    return True


def feedback_of(request: HubRequest, consultation: Consultation) -> dict[str, object]:
    """Whether the page of a consultation asks whoever asked for it to answer."""
    is_open = asks_for_feedback(consultation.state, consultation.ends_at, request.now)
    return {"asks_feedback": is_open and not Feedback.objects.filter(consultation=consultation).exists()}
