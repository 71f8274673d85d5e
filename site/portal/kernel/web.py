"""The little that every view needs: sign-in, words for refusals, pages of a list."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from ipaddress import ip_address
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.kernel.actors import Actor
from portal.kernel.errors import DomainError, NotAllowed, NotFound

View = Callable[..., HttpResponse]

# A page with a form. Scanners of mail and monitors ask by HEAD before anybody opens it.
require_safe_or_post = require_http_methods(["GET", "HEAD", "POST"])


class HubRequest(HttpRequest):
    """A request as our views see it: who acts, and the one instant at which everything in it happens."""

    actor: Actor
    now: datetime


CSV, PDF = "text/csv; charset=utf-8", "application/pdf"


def file_to_keep(content: str | bytes, kind: str, name: str) -> HttpResponse:
    """A file that the browser saves under a name, which tells of nobody."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=headers)


def client_address(request: HttpRequest) -> str:
    """Where a request comes from: of one that a trusted proxy hands on, the last address that is no proxy's.

    What stands further left in `X-Forwarded-For` anybody can write. Empty: it came through a socket of this machine.
    """
    peer = str(request.META.get("REMOTE_ADDR", ""))
    if peer not in settings.TRUSTED_PROXIES:
        return peer
    for hop in reversed(request.headers.get("X-Forwarded-For", "").split(",")):
        try:
            address = str(ip_address(hop.strip()))
        except ValueError:
            break
        if address not in settings.TRUSTED_PROXIES:
            return address
    return peer


def signed_in(view: View) -> View:
    """Ask a visitor to sign in first; keep what a signed-in person sees out of every cache.

    A service's refusal that the view does not put into words itself becomes a page: 404, 403, or, when the thing
    changed in the meantime, 409 with the sentence.
    """

    @login_required
    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except NotFound as missing:
            raise Http404(missing.sentence) from missing
        except NotAllowed as refusal:
            raise PermissionDenied(refusal.sentence) from refusal
        except DomainError as refusal:
            return render(request, "409.html", {"sentence": refusal.sentence}, status=409)

    return guarded


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, even when it is empty (a lone box left unticked); None while the page is only looked at."""
    return request.POST if request.method == "POST" else None


def page_number(request: HttpRequest) -> int:
    """The page asked for, 1 when it is missing or nonsense."""
    asked = request.GET.get("page", "1")
    return max(1, int(asked)) if asked.isdecimal() and len(asked) < 7 else 1


def say(request: HttpRequest, sentence: str, kind: str = "success") -> None:
    """Show a sentence at the top of the next page. Kinds: success, info, warning, error."""
    messages.add_message(request, getattr(messages, kind.upper()), sentence)


def refuse(form: BaseForm, error: DomainError) -> None:
    """Put a service's refusal beside the field it belongs to, or at the top of the form."""
    form.add_error(error.field if error.field in form.fields else None, error.sentence)
