"""The way out, and what Back shows after it: the pages of before are not shown again to whoever presses it (PG-04).

A browser keeps its history whatever we ask. What we can do: the page one leaves is replaced, and for some minutes each
page that is come back to answers with an empty one, whose script leads on to the weather. Whoever opens an address
anew, from a bookmark or by hand, gets the page. Only leaving with the script sets the mark: without it nothing could
tell Back from an address that was typed.
"""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.kernel.web import HubRequest

# A page that anybody might look at, without a name or a history of its own.
ELSEWHERE = "https://www.bbc.co.uk/weather"
# Seconds for which Back leads on.
REMEMBERED = 10 * 60
BY_SCRIPT = "script"
RETURNS = "X-Hub-Returns"
OURS = (
    settings.SESSION_COOKIE_NAME,
    settings.CSRF_COOKIE_NAME,
    settings.OWNER_COOKIE_NAME,
    settings.ANSWERS_COOKIE_NAME,
)


@require_safe
@never_cache
def leave(request: HubRequest) -> HttpResponse:
    """End the session, clear what the browser keeps of us, and go somewhere harmless.

    The one GET that changes something: whoever presses it must get away at once, script or not. The cookies are
    deleted one by one, because a browser told to clear them all would not take the mark.
    """
    logout(request)
    answer = HttpResponseRedirect(ELSEWHERE)
    for name in OURS:
        answer.delete_cookie(name, samesite="Lax")
    if request.GET.get("by") == BY_SCRIPT:
        answer.set_cookie(
            settings.LEFT_COOKIE_NAME,
            "1",
            max_age=REMEMBERED,
            httponly=True,
            secure=bool(settings.SESSION_COOKIE_SECURE),
            samesite="Lax",
        )
    answer["Clear-Site-Data"] = '"cache", "storage"'
    answer["Referrer-Policy"] = "no-referrer"
    return answer


class LeftMiddleware:
    """Shows nothing of a page to whoever comes back to it by Back within minutes of leaving."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.COOKIES.get(settings.LEFT_COOKIE_NAME) or request.method != "GET":
            return self.get_response(request)
        if RETURNS in request.headers:
            answer = HttpResponse(status=204)
            answer.delete_cookie(settings.LEFT_COOKIE_NAME, samesite="Lax")
        elif request.headers.get("Sec-Fetch-Dest", "document") == "document" and request.path != "/exit/":
            answer = render(request, "pages/left.html", {"elsewhere": ELSEWHERE})
        else:
            return self.get_response(request)
        add_never_cache_headers(answer)
        return answer
