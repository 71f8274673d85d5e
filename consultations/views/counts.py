"""Counts of consultations: numbers of whole quarters only, never one consultation."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from consultations.counts_files import counts_csv, counts_pdf
from consultations.permissions import may_see_counts
from consultations.selectors.answers import answers_for
from consultations.selectors.counts import counts_for
from portal.kernel import clock
from portal.kernel.errors import NotAllowed
from portal.kernel.web import CSV, PDF, HubRequest, file_to_keep, signed_in
from portal.pages.quarter_form import QuarterAsked, quarter_asked


@signed_in
@require_safe
def counts(request: HubRequest) -> HttpResponse:
    """Counts within the actor's scope, for a quarter; the last settled one by default."""
    asked = _asked(request)
    shown = {
        "asked": asked,
        "counts": counts_for(request.actor, asked.quarter),
        "answers": answers_for(request.actor, clock.today(request.now)),
    }
    return render(request, "consultations/counts.html", shown)


@signed_in
@require_safe
def counts_as_csv(request: HubRequest) -> HttpResponse:
    """The same numbers as a file for a spreadsheet."""
    found = counts_for(request.actor, _asked(request).quarter)
    return file_to_keep("".join(counts_csv(found)), CSV, f"consultations-{found.quarter.code}.csv")


@signed_in
@require_safe
def counts_as_pdf(request: HubRequest) -> HttpResponse:
    """The same numbers as pages to print or to send."""
    found = counts_for(request.actor, _asked(request).quarter)
    return file_to_keep(counts_pdf(found), PDF, f"consultations-{found.quarter.code}.pdf")


def _asked(request: HubRequest) -> QuarterAsked:
    if not may_see_counts(request.actor):
        raise NotAllowed("Counts are for leads, managers, service heads and training administrators.")
    return quarter_asked(request.GET, clock.today(request.now))
