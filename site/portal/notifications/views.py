"""The queue's buttons, the preview, and the private calendar."""

from collections.abc import Callable

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from portal.kernel import clock
from portal.kernel.errors import DomainError, NotAllowed, NotFound
from portal.kernel.web import HubRequest, page_number, require_safe_or_post, say, signed_in
from portal.notifications.feeds import feed_text
from portal.notifications.groups import GROUPS, OPTIONAL
from portal.notifications.kinds import kind_of
from portal.notifications.models import Notice
from portal.notifications.permissions import keeps_deliveries, notices_touched_by
from portal.notifications.rendering import words_for
from portal.notifications.selectors import (
    coming_days,
    groups_turned_off,
    has_feed,
    notices_shown,
    number_failed,
    rows_of,
)
from portal.notifications.services import (
    cancel_notice,
    choose_notices,
    give_feed_address,
    resend_notice,
    stop_feed,
)
from portal.outbox.selectors import deliveries_in_trouble

PER_PAGE = 50
# How the list of mails can be narrowed, and what it is called.
WAYS = (("", "All"), ("failed", "Could not be sent"), ("planned", "Planned"), ("sent", "Sent"))


@require_safe
@signed_in
def preview(request: HubRequest, notice_id: int) -> HttpResponse:
    """The mail as it would go out now."""
    notice = get_object_or_404(notices_touched_by(request.actor).select_related("person"), pk=notice_id)
    kind = kind_of(notice.key)
    words = words_for(kind, notice.facts, notice.person.given_name)
    return render(request, "notifications/preview.html", {"notice": notice, "kind": kind, "words": words})


@require_safe
@signed_in
def deliveries(request: HubRequest) -> HttpResponse:
    """Every mail that went out, waits or failed, and what did not reach a connected system."""
    if not keeps_deliveries(request.actor):
        raise NotAllowed("Only administrators of everything can see this.")
    show = request.GET.get("show", "")
    page = Paginator(notices_shown(show), PER_PAGE).get_page(page_number(request))
    shown = {
        "page": page,
        "rows": rows_of(page.object_list),
        "show": show,
        "ways": WAYS,
        "failed": number_failed(),
        "troubles": deliveries_in_trouble()[:PER_PAGE],
    }
    return render(request, "notifications/deliveries.html", shown)


@require_POST
@signed_in
def cancel(request: HubRequest, notice_id: int) -> HttpResponse:
    return _touch(request, notice_id, cancel_notice, "The message is cancelled. It will not be sent.")


@require_POST
@signed_in
def resend(request: HubRequest, notice_id: int) -> HttpResponse:
    return _touch(request, notice_id, resend_notice, "The message will be sent again in a moment.")


def _touch(request: HubRequest, notice_id: int, service: Callable[..., Notice], done: str) -> HttpResponse:
    try:
        service(actor=request.actor, notice_id=notice_id, now=request.now)
        say(request, done)
    except NotFound as missing:
        raise Http404 from missing
    except DomainError as refusal:
        say(request, refusal.sentence, "error")
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        back, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return redirect(back if safe else "pages:hub")


@require_safe_or_post
@signed_in
def choices(request: HubRequest) -> HttpResponse:
    """What I get by email: what I may turn off, and what not, and why."""
    if request.method == "POST":
        choose_notices(actor=request.actor, wanted=request.POST.getlist("wanted"), now=request.now)
        say(request, "Your choices are saved.")
        return redirect("notifications:choices")
    off = groups_turned_off(request.actor.person_id or 0)
    rows = [(group, group.key not in off) for group in OPTIONAL]
    context = {"rows": rows, "always": [group for group in GROUPS if group.always]}
    return render(request, "notifications/choices.html", context)


@require_POST
@signed_in
def stop_feed_address(request: HubRequest) -> HttpResponse:
    """End the private calendar address."""
    stop_feed(actor=request.actor, now=request.now)
    say(request, "The private address has stopped. Calendars that use it get nothing more.")
    return redirect("notifications:calendar")


@require_safe
@signed_in
def calendar(request: HubRequest) -> HttpResponse:
    """What stands in my calendar, and how to have it on a phone."""
    return _calendar(request)


@require_POST
@signed_in
def new_feed_address(request: HubRequest) -> HttpResponse:
    """Make a fresh private address and show it, this once."""
    token = give_feed_address(actor=request.actor, now=request.now)
    address = request.build_absolute_uri(reverse("notifications:feed", args=[token]))
    return _calendar(request, address)


def _calendar(request: HubRequest, address: str = "") -> HttpResponse:
    person_id = request.actor.person_id or 0
    days = coming_days(person_id, request.now)
    context = {"days": days, "address": address, "has_feed": has_feed(person_id)}
    return render(request, "notifications/calendar.html", context)


@require_safe
@never_cache
def feed(request: HubRequest, token: str) -> HttpResponse:
    """The subscribed calendar. Whoever holds the address reads it, so it says nothing but when and where."""
    try:
        text = feed_text(token, clock.today(request.now))
    except NotFound as missing:
        raise Http404 from missing
    return HttpResponse(text, content_type="text/calendar; charset=utf-8")
