"""Why a second factor is asked for, and where to set one up (PE-08)."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from portal.kernel.web import HubRequest, signed_in
from portal.people.second_factor import has_second_factor, roles_that_ask

# Where somebody was going when they were led here; it waits in the session while they set up their factor.
COME_BACK = "people.second_factor_next"


@require_safe
@signed_in
def required(request: HubRequest) -> HttpResponse:
    """Say which role asks and offer the ways; once there is a factor, go on to where one was going."""
    asked = request.GET.get("next", "")
    if asked and url_has_allowed_host_and_scheme(asked, {request.get_host()}):
        request.session[COME_BACK] = asked
    if has_second_factor(request.actor.user_id or 0):
        return redirect(request.session.pop(COME_BACK, "pages:hub"))
    roles = roles_that_ask(request.actor, is_superuser=request.user.is_superuser)
    if not roles:
        return redirect("mfa_index")
    return render(request, "people/second_factor.html", {"roles": roles})
