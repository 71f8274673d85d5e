"""Gives every request its actor and its instant; ends sessions that are over; leads some to a second factor first."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirectBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode

from portal.kernel import clock
from portal.kernel.actors import VISITOR
from portal.kernel.web import HubRequest
from portal.people import kept_answers, sessions
from portal.people.adapter import CODE_ENDED
from portal.people.doors import (
    EDITOR_DOOR,
    SIGN_OUTS,
    door_at,
    is_code_page,
    is_open_without_factor,
    view_name,
)
from portal.people.leavers import has_left
from portal.people.second_factor import has_second_factor, needs_second_factor
from portal.people.selectors import actor_for
from portal.people.services.sessions import note_session_use
from portal.people.sessions import Ending
from portal.people.views.kept_answers import answers_on_the_page

Answer = Callable[[HttpRequest], HttpResponse]


class ActorMiddleware:
    """Sets `request.now`, the instant of the request, and `request.actor`, who acts in it."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        now = clock.now()
        request.now = now  # type: ignore[attr-defined]
        request.actor = SimpleLazyObject(lambda: actor_for(request.user, now))  # type: ignore[attr-defined]
        return self.get_response(request)


class SessionMiddleware:
    """Ends a session that is idle, too old or a leaver's, and keeps what arrives too late (PE-06, PE-08)."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HubRequest) -> HttpResponse:
        known = settings.SESSION_COOKIE_NAME in request.COOKIES
        ending = self._ending(request) if known else None
        response = self.get_response(request)
        if (known or request.method == "POST") and self._asks_who(request, response):
            if ending:
                messages.info(request, ending)
            elif known and is_code_page(request) and not _said_something(request):
                messages.info(request, CODE_ENDED)
            response = self._keep_typed(request, response, said=bool(ending))
        return self._mark(request, response)

    def _ending(self, request: HubRequest) -> Ending | None:
        """End the session if it is over, and say why."""
        if not request.user.is_authenticated:
            return Ending.ELSEWHERE if request.session.is_empty() else None
        ending = sessions.limits().ending(request.session, request.now)
        if ending is None and self._is_leaver(request):
            ending = Ending.LEFT
        if ending is None:
            if sessions.is_due(request.session, request.now):
                note_session_use(session=request.session, now=request.now)
            return None
        owner, tasks = request.user.pk, kept_answers.tasks_in(request.session)
        logout(request)
        request.actor = VISITOR
        if ending is not Ending.LEFT:
            kept_answers.set_aside(request.session, owner, tasks)
        return ending

    @staticmethod
    def _is_leaver(request: HubRequest) -> bool:
        """Whoever has a place today has not left, so most people are asked nothing more."""
        return not request.actor.places and has_left(request.actor.person_id, clock.today(request.now))

    @staticmethod
    def _asks_who(request: HttpRequest, response: HttpResponse) -> bool:
        """Whether the answer leads to a door; whoever is signed in and comes to the editor's is refused there."""
        door = door_at(response.url) if isinstance(response, HttpResponseRedirectBase) else None
        return door is not None and not (door == EDITOR_DOOR and request.user.is_authenticated)

    @staticmethod
    def _keep_typed(request: HubRequest, response: HttpResponse, *, said: bool) -> HttpResponse:
        """Keep a form that arrived too late, and come back to it after the door instead of to its address."""
        owner = request.user.pk or sessions.owner_of(request)
        if owner is None:
            return answers_on_the_page(request) or response
        if not kept_answers.keep(request, owner, request.now):
            return response
        if not said and not request.user.is_authenticated:
            messages.info(request, Ending.GONE)
        door = door_at(response["Location"])
        door = "account_login" if door is None or door == EDITOR_DOOR else door
        return redirect(f"{reverse(door)}?{urlencode({'next': reverse('people:kept-answers')})}")

    @staticmethod
    def _mark(request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Remember whose session it is; forget it when they sign out themselves."""
        name = settings.OWNER_COOKIE_NAME
        if view_name(request) in SIGN_OUTS and not request.user.is_authenticated:
            response.delete_cookie(name, samesite="Lax")
        elif request.user.is_authenticated and sessions.owner_of(request) != request.user.pk:
            response.set_cookie(
                name,
                sessions.owner_mark(request.user.pk),
                httponly=True,
                secure=bool(settings.SESSION_COOKIE_SECURE),
                samesite="Lax",
            )
        return response


def _said_something(request: HttpRequest) -> bool:
    return bool(getattr(messages.get_messages(request), "added_new", False))


class SecondFactorMiddleware:
    """Who holds a role that asks for a second factor, and has none, sets one up before anything else (PE-08)."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HubRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Lead to the page that says why. What was typed is kept, for a role can be given in between."""
        if not settings.SECOND_FACTOR_REQUIRED or is_open_without_factor(request):
            return None
        user_id, is_superuser = request.actor.user_id, request.user.is_superuser
        asked = user_id is not None and needs_second_factor(request.actor, is_superuser=is_superuser)
        if user_id is None or not asked or has_second_factor(user_id):
            return None
        kept = request.method == "POST" and kept_answers.keep(request, user_id, request.now)
        came_from = reverse("people:kept-answers") if kept else request.get_full_path()
        come_back = came_from if kept or request.method == "GET" else reverse("pages:hub")
        return redirect(f"{reverse('people:second-factor')}?{urlencode({'next': come_back})}")
