"""Ending one of one's own sessions; the list itself is allauth's page in our design."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from portal.kernel.web import HubRequest, say, signed_in
from portal.people.services.sessions import end_session


@signed_in
@require_POST
def end(request: HubRequest, session_id: int) -> HttpResponse:
    """End it, here or on another device."""
    end_session(actor=request.actor, session_id=session_id, now=request.now)
    say(request, "That device is signed out.")
    return redirect("usersessions_list")
