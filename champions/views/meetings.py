"""Meetings of the network: the list, one meeting, planning, the register."""

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from champions import selectors, services
from champions.errors import RegisterClosed
from champions.forms import CancelMeetingForm, MeetingForm, MoveMeetingForm, RegisterForm
from champions.models import Meeting
from champions.permissions import (
    KEEPS_MEETINGS,
    keeps_meetings,
    may_keep_meeting,
    organisations_with_meetings_kept_by,
)
from champions.states import BY_REGISTER
from portal.kernel import attempts, clock
from portal.kernel.errors import DomainError
from portal.kernel.web import HubRequest, refuse, require_safe_or_post, say, signed_in


@require_safe
@signed_in
def meetings(request: HubRequest) -> HttpResponse:
    today = clock.today(request.now)
    ahead = selectors.meetings_ahead(request.actor, today)
    context = {
        "ahead": ahead,
        "next": next((found for found in ahead if found.cancelled_at is None), None),
        "past": selectors.meetings_past(request.actor, today),
        "keeps": keeps_meetings(request.actor),
    }
    return render(request, "champions/meetings.html", context)


@require_safe
@signed_in
def meeting(request: HubRequest, meeting_id: int) -> HttpResponse:
    found = selectors.meeting_seen(request.actor, meeting_id)
    keeps = may_keep_meeting(request.actor, found)
    today = clock.today(request.now)
    rows = selectors.register_of(found) if keeps else []
    context = {
        "meeting": found,
        "keeps": keeps,
        "begun": _register_is_open(request, found),
        "settled": found.on < today or any(row.presence in BY_REGISTER for row in rows),
        "rows": rows,
        "answer": selectors.answer_of(request.actor, found, today),
    }
    return render(request, "champions/meeting.html", context)


@require_safe_or_post
@signed_in
def plan(request: HubRequest) -> HttpResponse:
    if not keeps_meetings(request.actor):
        raise PermissionDenied("Leads and training administrators plan the meetings of champions.")
    organisations = list(organisations_with_meetings_kept_by(request.actor).order_by("name"))
    of_all = request.actor.scope(*KEEPS_MEETINGS).everything
    today = clock.today(request.now)
    form = attempts.asked(request, MeetingForm, today=today, organisations=organisations, of_all=of_all)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.plan_meeting(actor=request.actor, now=request.now, **form.answers())
        except DomainError as error:
            refuse(form, error)
        else:
            say(request, "Planned. Its champions are told, and see it on their hub.")
            return redirect("champions:meeting", made.pk)
    return attempts.page(request, form, "champions/plan.html", {})


@require_safe_or_post
@signed_in
def move(request: HubRequest, meeting_id: int) -> HttpResponse:
    """Another day, time or place. Everybody who was invited is told."""
    found = selectors.meeting_kept(request.actor, meeting_id)
    stands = {name: getattr(found, name) for name in ("on", "starts", "ends", "where")}
    form = attempts.asked(request, MoveMeetingForm, today=clock.today(request.now), initial=stands)
    if request.method == "POST" and form.is_valid():
        try:
            moved = services.move_meeting(
                actor=request.actor, meeting_id=found.pk, now=request.now, **form.answers()
            )
        except DomainError as error:
            refuse(form, error)
        else:
            say(request, _moved_words(moved, stands), "info" if _is_as(moved, stands) else "success")
            return redirect("champions:meeting", moved.pk)
    return attempts.page(request, form, "champions/move.html", {"meeting": found})


@require_POST
@signed_in
def cannot_come(request: HubRequest, meeting_id: int) -> HttpResponse:
    services.send_apologies(actor=request.actor, meeting_id=meeting_id, now=request.now)
    say(request, "Thank you for saying so. Whoever keeps the meeting sees it.")
    return redirect("champions:meeting", meeting_id)


@require_POST
@signed_in
def can_come(request: HubRequest, meeting_id: int) -> HttpResponse:
    services.take_back_apologies(actor=request.actor, meeting_id=meeting_id, now=request.now)
    say(request, "Good: you are expected again.")
    return redirect("champions:meeting", meeting_id)


@require_safe_or_post
@signed_in
def register(request: HubRequest, meeting_id: int) -> HttpResponse:
    found = selectors.meeting_kept(request.actor, meeting_id)
    if not _register_is_open(request, found):
        raise RegisterClosed()
    rows = selectors.register_of(found)
    form = attempts.asked(request, RegisterForm, rows=rows)
    if request.method == "POST" and form.is_valid():
        try:
            services.take_attendance(
                actor=request.actor, meeting_id=found.pk, presences=form.presences(), now=request.now
            )
        except DomainError as error:
            refuse(form, error)
        else:
            say(request, "Saved.")
            return redirect("champions:meeting", found.pk)
    return attempts.page(request, form, "champions/register.html", {"meeting": found, "rows": rows})


@require_safe_or_post
@signed_in
def cancel(request: HubRequest, meeting_id: int) -> HttpResponse:
    found = selectors.meeting_kept(request.actor, meeting_id)
    if request.method == "POST" and CancelMeetingForm(request.POST).is_valid():
        services.cancel_meeting(actor=request.actor, meeting_id=found.pk, now=request.now)
        say(request, "Cancelled. Whoever was invited is told, and it is gone from their hubs.")
        return redirect("champions:meetings")
    return render(request, "champions/cancel.html", {"meeting": found})


def _register_is_open(request: HubRequest, found: Meeting) -> bool:
    return found.cancelled_at is None and found.on <= clock.today(request.now)


def _is_as(meeting: Meeting, stood: Mapping[str, object]) -> bool:
    return all(getattr(meeting, name) == value for name, value in stood.items())


def _moved_words(meeting: Meeting, stood: Mapping[str, object]) -> str:
    if _is_as(meeting, stood):
        return "Nothing was changed, and nobody was told."
    return f"It is on {clock.spoken_date(meeting.on)}, {meeting.times}. Whoever is invited has been told."
