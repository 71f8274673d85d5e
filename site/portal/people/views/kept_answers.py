"""Answers that arrived when nobody was signed in, or with an old token: shown again, sent when the person says so."""

from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme

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
    """A form with an old token, or none: signed in again in another tab, for example, or cookies thrown away.

    From our own page, it is offered again. From anywhere else nothing is shown but the plain refusal, so that no
    other site can put words into somebody's mouth; the way back is the page that our own referrer names.
    """
    offered = answers_on_the_page(request)
    if offered is not None and not request.user.is_authenticated and sessions.owner_of(request) is not None:
        return redirect_to_login(request.get_full_path())
    if offered is not None:
        return offered
    came_from = request.headers.get("Referer", "")
    own = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure())
    return render(request, "403_csrf.html", {"way_back": came_from if own else ""}, status=403)


def answers_on_the_page(request: HubRequest) -> HttpResponse | None:
    """A form that cannot be taken now, on a page that sends it again; None when it did not come from our own page.

    Nothing is stored. Where nobody is known to have typed it, the words stay with whoever looks at this page: kept
    in a session, they would be shown to the next person who signs in at the same desk.
    """
    fields = kept_answers.typed_in(request) if _sent_from_here(request) else ()
    if not fields:
        return None
    shown = kept_answers.KeptAnswers(
        request.user.pk or 0, request.get_full_path(), fields, bool(request.FILES), 0
    )
    how = "at_once" if request.user.is_authenticated else "signed_out"
    response = render(request, "people/kept_answers.html", {"kept": shown, how: True}, status=403)
    add_never_cache_headers(response)
    return response


def _sent_from_here(request: HubRequest) -> bool:
    """The browser says so: no other site can write our `Origin` into a form that it makes somebody send."""
    return request.headers.get("Origin", "") == f"{request.scheme}://{request.get_host()}"
