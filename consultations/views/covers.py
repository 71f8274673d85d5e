"""Who leads where: for administrators."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from consultations.forms.covering import CoverForm
from consultations.permissions import may_say_who_leads
from consultations.selectors.diaries import covers_ahead, lead_choices, member_boroughs
from consultations.services import assign_lead, end_cover
from portal.kernel import attempts, clock
from portal.kernel.errors import DomainError, NotAllowed
from portal.kernel.web import HubRequest, refuse, require_safe_or_post, say, signed_in


@signed_in
@require_safe_or_post
def covers(request: HubRequest) -> HttpResponse:
    """Every borough with its leads, boroughs without one first; and a form to say who leads."""
    if not may_say_who_leads(request.actor):
        raise NotAllowed("Only an administrator can say who leads a borough.")
    boroughs = member_boroughs()
    form = attempts.asked(request, CoverForm, leads=lead_choices(request.now), boroughs=boroughs)
    if request.method == "POST" and form.is_valid():
        try:
            _assign(request, form)
        except DomainError as error:
            refuse(form, error)
        else:
            say(request, "Saved.")
            return redirect("consultations:covers")
    served = covers_ahead(boroughs, request.now)
    shown = {
        "boroughs": served,
        "without": [borough.name for borough in served if not borough.served],
        "today": clock.today(request.now),
    }
    return attempts.page(request, form, "consultations/covers.html", shown)


def _assign(request: HubRequest, form: CoverForm) -> None:
    said = form.cleaned_data
    assign_lead(
        actor=request.actor,
        lead_id=said["lead"],
        organisation_id=said["organisation"],
        rank=said["rank"],
        starts_on=said["starts_on"],
        ends_on=said["ends_on"],
        now=request.now,
    )


@signed_in
@require_POST
def end(request: HubRequest, cover_id: int) -> HttpResponse:
    """Today is the last day of a cover."""
    end_cover(actor=request.actor, cover_id=cover_id, last_day=clock.today(request.now), now=request.now)
    say(request, "Today is the last day. What is booked stays booked.")
    return redirect("consultations:covers")
