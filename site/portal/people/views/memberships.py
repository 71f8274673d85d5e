"""Places that people say they have and the roster does not know: a training administrator decides (PE-01)."""

from typing import Any

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
CONFIRMED = "Confirmed. They can book now, and see what belongs to their team."
CONFIRMED_WITHOUT_TEAM = (
    "Confirmed, without a team. They can book now. A team comes with the next roster that names them in one."
)


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
    """Confirm or refuse one. What is neither changes nothing: no button, no refusal."""
    form = DecisionForm.sent(membership_id, request.POST)
    asked: dict[str, Any] = {"actor": request.actor, "membership_id": membership_id, "now": request.now}
    decision = request.POST.get("decision")
    try:
        if decision == "refuse":
            services.refuse_membership(**asked)
            say(request, "Refused. They keep their account, without a place in your organisation.")
        elif decision == "confirm" and form.is_valid():
            services.confirm_membership(**asked, team_id=form.team_id)
            say(request, CONFIRMED if form.team_id else CONFIRMED_WITHOUT_TEAM)
        elif memberships_confirmable_by(request.actor).filter(pk=membership_id).exists():
            say(
                request,
                "Nothing has changed. Choose a team from the list, or none, and press a button.",
                "error",
            )
        else:
            raise NotFound()
    except NotFound:
        raise
    except DomainError as error:
        say(request, error.sentence, "error")
    return redirect("people:confirm")
