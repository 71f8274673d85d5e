"""Places that people say they have and the roster does not know: a training administrator decides (PE-01)."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from portal.kernel.errors import DomainError, NotAllowed, NotFound
from portal.kernel.web import HubRequest, page_number, say, signed_in
from portal.people import services
from portal.people.forms import DecisionForm
from portal.people.permissions import RUNS_ROSTERS, memberships_confirmable_by

PER_PAGE = 25


@signed_in
@require_safe
def waiting(request: HubRequest) -> HttpResponse:
    """Memberships that wait for the actor, oldest first."""
    if not request.actor.holds(*RUNS_ROSTERS):
        raise NotAllowed("Only training administrators can do this.")
    rows = memberships_confirmable_by(request.actor).select_related("person", "organisation")
    page = Paginator(rows.order_by("starts_on", "pk"), PER_PAGE).get_page(page_number(request))
    teams = DecisionForm.teams_of({row.organisation_id for row in page})
    waits = [
        (row, DecisionForm(teams=teams.get(row.organisation_id, []), prefix=str(row.pk))) for row in page
    ]
    return render(request, "people/confirm.html", {"page": page, "waits": waits})


@signed_in
@require_POST
def decide(request: HubRequest, membership_id: int) -> HttpResponse:
    """Confirm or refuse one."""
    team = request.POST.get(f"{membership_id}-team", "")
    try:
        if request.POST.get("decision") == "confirm":
            services.confirm_membership(
                actor=request.actor,
                membership_id=membership_id,
                team_id=int(team) if team.isdecimal() else None,
                now=request.now,
            )
            say(request, "Confirmed. They now see what belongs to their team.")
        else:
            services.refuse_membership(actor=request.actor, membership_id=membership_id, now=request.now)
            say(request, "Refused. They keep their account, without a place in your organisation.")
    except NotFound:
        raise
    except DomainError as error:
        say(request, error.sentence, "error")
    return redirect("people:confirm")
