"""Asking again who somebody is, before what is most private is opened (PE-08).

A session may be hours old, and a screen may stand unlocked. `@recently_proved` lets a view answer only when the
password, the app or the passkey was shown within `STEP_UP_MINUTES`; otherwise allauth's page asks, and comes back.
A form that was sent is kept by `SessionMiddleware` and offered again. 0 minutes switches it off, as the demonstration
does. Accounts that sign in through their employer only have nothing here to show again: their age counts from sign-in.
"""

from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from portal.kernel.web import HubRequest, View


def recently_proved(view: View) -> View:
    """Stands under `@signed_in`, so that a visitor is asked to sign in and not to prove anything twice."""

    @wraps(view)
    def guarded(request: HubRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if settings.STEP_UP_MINUTES and _proved_minutes_ago(request) >= settings.STEP_UP_MINUTES:
            return _ask_again(request)
        return view(request, *args, **kwargs)

    return guarded


def _proved_minutes_ago(request: HubRequest) -> float:
    """Minutes since this session last saw a password, a code, a key or the employer's word; endless when never."""
    records = get_authentication_records(request, request.user)
    latest = max((record["at"] for record in records), default=float("-inf"))
    return (request.now.timestamp() - latest) / 60


def _ask_again(request: HubRequest) -> HttpResponse:
    """To the first way that the account has; without any, to sign in once more."""
    ways = get_adapter().get_reauthentication_methods(request.user)
    if not ways:
        logout(request)
    door = ways[0]["url"] if ways else reverse("account_login")
    return redirect(f"{door}?{urlencode({'next': request.get_full_path()})}")
