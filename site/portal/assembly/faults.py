"""The last word when something breaks: a lock that was lost is 503 in words, everything else the plain page."""

import sys

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import defaults

from portal.kernel.locks import Busy, waited_too_long


def waited_for_a_lock(exception: BaseException | None) -> bool:
    """Whether somebody waited too long for somebody else's lock; nothing of theirs was written then."""
    return isinstance(exception, OperationalError) and waited_too_long(exception)


def busy_page(request: HttpRequest) -> HttpResponse:
    """Try again in a minute."""
    response = render(request, "503.html", {"sentence": Busy.sentence}, status=Busy.status)
    response["Retry-After"] = "60"
    return response


def went_wrong(request: HttpRequest) -> HttpResponse:
    """What Django calls for a fault that nobody caught, also one of a middleware, which no other middleware sees."""
    if waited_for_a_lock(sys.exc_info()[1]):
        return busy_page(request)
    return defaults.server_error(request)
