"""A wrong case reference is put right by whoever asked, until the consultation is held."""

from django.http import HttpResponse
from django.shortcuts import redirect

from consultations.forms import ReferenceForm
from consultations.permissions import is_requester
from consultations.selectors.listings import consultation_for
from consultations.services import correct_reference
from consultations.states import OPEN
from portal.kernel import attempts
from portal.kernel.errors import DomainError, NotAllowed
from portal.kernel.web import HubRequest, refuse, require_safe_or_post, say, signed_in


@signed_in
@require_safe_or_post
def reference(request: HubRequest, reference: str) -> HttpResponse:
    """Another case reference for a consultation that is still to come."""
    consultation = consultation_for(request.actor, reference, request.now)
    if not is_requester(request.actor, consultation):
        raise NotAllowed("Only the person who asked can correct the case reference.")
    if consultation.state not in OPEN:
        say(request, "The case reference can be corrected until the consultation is held.", "info")
        return redirect("consultations:detail", reference)
    form = attempts.asked(
        request,
        ReferenceForm,
        initial={"case_reference": consultation.case_reference},
        example=consultation.organisation.case_reference_example,
    )
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data["case_reference"]
        try:
            correct_reference(
                actor=request.actor, consultation_id=consultation.pk, case_reference=typed, now=request.now
            )
        except DomainError as error:
            refuse(form, error)
        else:
            say(request, "The case reference is corrected.")
            return redirect("consultations:detail", reference)
    return attempts.page(request, form, "consultations/reference.html", {"consultation": consultation})
