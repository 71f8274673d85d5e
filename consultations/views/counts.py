"""Counts of consultations: numbers only, never one consultation."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from consultations.forms.counting import PeriodForm
from consultations.permissions import may_see_counts
from consultations.selectors.answers import answers_for
from consultations.selectors.counts import counts_for
from portal.kernel import clock
from portal.kernel.errors import NotAllowed
from portal.kernel.web import HubRequest, signed_in


@signed_in
@require_safe
def counts(request: HubRequest) -> HttpResponse:
    """Counts within the actor's scope, for a period; the last twelve months by default."""
    if not may_see_counts(request.actor):
        raise NotAllowed("Counts are for leads, managers, service heads and training administrators.")
    today = clock.today(request.now)
    period = {"first_day": today - timedelta(days=364), "last_day": today}
    asked = any(name.startswith(("first_day", "last_day")) for name in request.GET)
    form = PeriodForm(request.GET if asked else None, initial=period)
    if asked and form.is_valid():
        period = {name: form.cleaned_data[name] for name in period}
    found = counts_for(request.actor, period["first_day"], period["last_day"])
    answers = answers_for(request.actor, today)
    return render(request, "consultations/counts.html", {"form": form, "counts": found, "answers": answers})
