"""The check page: open to everybody, kept by nobody's cache, found by no search engine."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from certificates.forms import CheckForm
from certificates.rules import spoken_code
from certificates.verification import check, filled_up, may_ask
from portal.kernel.codes import bare
from portal.kernel.web import HubRequest, client_address


@require_safe
def ask(request: HubRequest) -> HttpResponse:
    """A box for a code that was typed from paper."""
    form = CheckForm(request.GET if "code" in request.GET else None)
    if form.is_valid():
        return _guarded(redirect("certificates:check", code=bare(form.cleaned_data["code"]) or "-"))
    return _guarded(render(request, "certificates/ask.html", {"form": form}))


@require_safe
def answer(request: HubRequest, code: str) -> HttpResponse:
    """What a code is worth today, with what was stored at issue."""
    if not may_ask(client_address(request), request.now):
        busy = render(request, "certificates/too_often.html", status=429)
        busy.headers["Retry-After"] = "60"
        return _guarded(busy)
    context = {"found": check(code, request.now), "code": spoken_code(code), "form": CheckForm()}
    response = render(request, "certificates/check.html", context)
    response.content = filled_up(response.content)
    return _guarded(response)


def _guarded(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
