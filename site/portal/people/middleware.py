"""Gives every request its actor and its instant, both loaded only when somebody asks."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from portal.kernel import clock
from portal.people.selectors import actor_for


class ActorMiddleware:
    """Sets `request.now`, the instant of the request, and `request.actor`, who acts in it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        now = clock.now()
        request.now = now  # type: ignore[attr-defined]
        request.actor = SimpleLazyObject(lambda: actor_for(request.user, now))  # type: ignore[attr-defined]
        return self.get_response(request)
