"""The directory, one champion's record, and where champions are missing."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from champions import selectors
from champions.permissions import SEES_GAPS, comes_to_meetings
from champions.pictures import network_picture
from champions.screens import sections_of
from portal.kernel import clock
from portal.kernel.refs import Ref
from portal.kernel.web import HubRequest, signed_in
from portal.notifications.selectors import notices_about


@require_safe
@signed_in
def index(request: HubRequest) -> HttpResponse:
    if not request.actor.is_placed:
        raise PermissionDenied("The directory is for staff whose place of work is confirmed.")
    today = clock.today(request.now)
    place = request.actor.place
    context = {
        "groups": selectors.directory_by_organisation(today, first=place.organisation_id),
        "card": selectors.champion_of_team(place.team_id, today),
        "in_team": place.team_id is not None,
        "theirs": selectors.own_championships(request.actor),
        "may_apply": bool(selectors.own_places(request.actor, today)),
        "sees_meetings": comes_to_meetings(request.actor),
        "sees_gaps": not request.actor.scope(*SEES_GAPS).is_empty,
    }
    return render(request, "champions/index.html", context)


@require_safe
@signed_in
def gaps(request: HubRequest) -> HttpResponse:
    scope = request.actor.scope(*SEES_GAPS)
    if scope.is_empty:
        raise PermissionDenied(
            "The gap view is for managers, service heads, leads and training administrators."
        )
    view = selectors.gaps(scope, clock.today(request.now))
    several = len({team.organisation_id for team in view.teams}) > 1
    context = {
        "view": view,
        "picture": network_picture(view.headline, view.teams, by_organisation=several),
        "sections": sections_of(view.teams, several=several),
    }
    return render(request, "champions/gaps.html", context)


@require_safe
@signed_in
def champion(request: HubRequest, champion_id: int) -> HttpResponse:
    about = Ref("champions.champion", champion_id)
    view = selectors.champion_view(request.actor, champion_id, request.now)
    notices = notices_about(about, person_id=request.actor.person_id if view.own else None)
    return render(request, "champions/champion.html", {"view": view, "notices": notices})
