"""The key to the API: a bearer token of one organisation's machine."""

from typing import ClassVar

from django.http import HttpRequest
from ninja.security import HttpBearer

from portal.kernel.actors import Actor
from portal.kernel.errors import DomainError
from portal.people.selectors import client_for_token


class NotAuthenticated(DomainError):
    """Answered as 401; the same sentence for a missing, a wrong and a stopped token."""

    sentence = "Send a valid token: Authorization: Bearer <token>."
    status: ClassVar[int] = 401


class BearerAuth(HttpBearer):
    """Sets `request.actor` to the client; its organisation is `actor.place.organisation_id`.

    With `ability`, the token must carry it: `BearerAuth("referral-links.read")`.
    """

    def __init__(self, ability: str = "") -> None:
        super().__init__()
        self.ability = ability

    def __call__(self, request: HttpRequest) -> Actor:
        actor = super().__call__(request)
        if not isinstance(actor, Actor):
            raise NotAuthenticated()
        if self.ability and self.ability not in actor.abilities:
            raise NotAuthenticated("This token does not allow that.", code="AbilityMissing")
        return actor

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        actor = client_for_token(token)
        if actor is not None:
            request.actor = actor  # type: ignore[attr-defined]
        return actor
