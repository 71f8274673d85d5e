"""A lead books for somebody else: who it is for, then the pages of every booking."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import redirect

from consultations.drafts import drop_draft, keep_draft, read_draft
from consultations.forms.colleagues import ColleagueForm
from consultations.permissions import is_lead
from consultations.selectors.colleagues import colleagues_like
from portal.kernel import attempts
from portal.kernel.errors import NotAllowed
from portal.kernel.web import HubRequest, require_safe_or_post, signed_in


@signed_in
@require_safe_or_post
def colleague(request: HubRequest) -> HttpResponse:
    """For whom? Only people of the boroughs that the lead serves today can be found."""
    if not is_lead(request.actor):
        raise NotAllowed("Only leads book for somebody else.")
    found = partial(colleagues_like, request.actor, now=request.now)
    form = attempts.asked(request, ColleagueForm, find=found)
    if request.method == "POST" and form.is_valid():
        drop_draft(request.session)
        for_whom = {"for_id": form.chosen.person_id, "organisation_id": form.chosen.organisation_id}
        keep_draft(request.session, read_draft(request.session), **for_whom)
        return redirect("consultations:book")
    return attempts.page(request, form, "consultations/booking/colleague.html", {})
