"""What holds for every answer, whoever made it: headers, and words for a lock that could not be had."""

from collections.abc import Callable

from csp.constants import HEADER
from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_cache_control

from portal.assembly.faults import busy_page, waited_for_a_lock


class ContentSecurityPolicy(CSPMiddleware):
    """The strict policy everywhere, and the editor's own policy under `/cms/`."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if self._is_cms(request) and HEADER in response:
            # A preview is rendered by an inner request to the page, which has set the page's own policy already.
            del response[HEADER]
        return super().process_response(request, response)

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if self._is_cms(request) and not report_only:
            parts.config = settings.CMS_CONTENT_SECURITY_POLICY
        return parts

    @staticmethod
    def _is_cms(request: HttpRequest) -> bool:
        return request.path_info.startswith(settings.CMS_PREFIX)


class PrivateAnswers:
    """Keeps what a signed-in person sees out of every cache, and turns off what browsers could do with a device."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        if (
            settings.SESSION_COOKIE_NAME in request.COOKIES
            or settings.SESSION_COOKIE_NAME in response.cookies
        ):
            patch_cache_control(response, private=True, no_store=True)
        return response


class NoNullBytes:
    """Refuses an address or a query with a null byte in it, before anybody looks something up by it.

    PostgreSQL stores no null byte and answers a search for one with an error; no person ever types one. Fields of
    forms are refused by Django's own validators.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("A null byte in the address.")
        return self.get_response(request)


class WrongVerbInWords:
    """Draws a page where Django answers an empty 405: the address of a button, typed or loaded again."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not isinstance(response, HttpResponseNotAllowed) or response.content:
            return response
        page = render(request, "405.html", status=405)
        page.headers["Allow"] = response.headers["Allow"]
        return page


class BusyInWords:
    """Answers 503 with a sentence when a view waited too long for somebody else's lock, whichever app it is of.

    A lock that another middleware lost never comes here: `portal.assembly.faults` has it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return busy_page(request) if waited_for_a_lock(exception) else None
