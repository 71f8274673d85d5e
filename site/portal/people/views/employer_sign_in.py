"""Signing in where one's employer signs one in (PE-02)."""

import requests
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from portal.kernel.web import HubRequest


@require_safe
@never_cache
def choose(request: HubRequest) -> HttpResponse:
    """The organisations that have a sign-in of their own."""
    ways = sorted(get_adapter().list_apps(request), key=lambda app: app.name)
    return render(request, "people/employers.html", {"ways": ways, "next": request.GET.get("next", "")})


@require_POST
@never_cache
def leave_for(request: HubRequest, provider_id: str) -> HttpResponse:
    """On to the employer's page, by a page in between.

    The policy against foreign forms (`form-action`) would stop a redirect that answers a form, and a sign-in that
    starts on GET could be started by somebody else's page.
    """
    try:
        provider = get_adapter().get_provider(request, provider_id)
    except SocialApp.DoesNotExist as missing:
        raise Http404 from missing
    try:
        answer = provider.redirect_from_request(request)
    except requests.RequestException:
        return render(request, "socialaccount/authentication_error.html", status=503)
    if answer.status_code != 302:
        return answer
    return render(request, "people/onward.html", {"address": answer["Location"], "way": provider.app.name})
