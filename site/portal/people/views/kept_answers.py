"""Answers that arrived when nobody was signed in, or with an old token: shown again, sent when the person says so."""

from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse
from django.shortcuts import redirect, render

from portal.kernel.web import HubRequest, require_safe_or_post, say, signed_in
from portal.people import kept_answers, sessions


@require_safe_or_post
@signed_in
def kept(request: HubRequest) -> HttpResponse:
    """Offer to send what was kept, for half an hour; POST here throws it away."""
    found = kept_answers.read(request.session)
    if (
        request.method == "POST"
        or found is None
        or not found.belongs_to(request.actor.user_id or 0, request.now)
    ):
        kept_answers.forget(request.session)
        if request.method != "POST":
            say(request, "There are no answers waiting to be sent.", "info")
        return redirect("pages:hub")
    return render(request, "people/kept_answers.html", {"kept": found})


def refused_token(request: HubRequest, reason: str = "") -> HttpResponse:
    """A form with an old token: signed in again in another tab, for example. From our own page, it is offered again.

    The browser's `Origin` says that the form came from here; without it nothing is shown but the plain refusal, so
    that no other site can put words into somebody's mouth.
    """
    own = request.headers.get("Origin", "") == f"{request.scheme}://{request.get_host()}"
    fields = kept_answers.typed_in(request) if own else ()
    if fields and request.user.is_authenticated:
        shown = kept_answers.KeptAnswers(
            request.user.pk, request.get_full_path(), fields, bool(request.FILES), 0
        )
        return render(request, "people/kept_answers.html", {"kept": shown, "at_once": True}, status=403)
    if fields and sessions.owner_of(request) is not None:
        return redirect_to_login(request.get_full_path())
    return render(request, "403_csrf.html", status=403)
