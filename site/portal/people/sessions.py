"""How long a session lives, and whose it was when it is over (PE-08)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.core import signing
from django.http import HttpRequest

# When the session began, and when it was last used; whole seconds since 1970.
BEGAN, SEEN = "hub_began", "hub_seen"
# A session's use is written down at most once a minute: reading pages must not cost a write each.
WRITTEN_EVERY_SECONDS = 60
_SALT = "portal.people.sessions"


class Ending(StrEnum):
    """Why a session is over, as the sign-in page says it."""

    IDLE = "You were signed out because nothing happened for a while. Sign in to go on."
    ABSOLUTE = "You have been signed in for a whole working day. Sign in again to go on."
    ELSEWHERE = "You were signed out: this session was ended, here or on another device. Sign in to go on."
    GONE = "You are signed out. Sign in to go on: your answers are kept for half an hour."
    LEFT = "Your place at work has ended, and your account with it. If you are back, ask your training administrator."


@dataclass(frozen=True, slots=True)
class Limits:
    """Minutes; 0 means without limit."""

    idle: int
    absolute: int

    def ending(self, session: SessionBase, now: datetime) -> Ending | None:
        """Why the session is over at this instant; None while it lives or was never stamped."""
        at = now.timestamp()
        if self.idle and at - session.get(SEEN, at) > self.idle * 60:
            return Ending.IDLE
        if self.absolute and at - session.get(BEGAN, at) > self.absolute * 60:
            return Ending.ABSOLUTE
        return None

    def __str__(self) -> str:
        """When a session ends by itself, in a sentence; empty where none does."""
        said = [f"after {_spoken(self.idle)} without a click"] if self.idle else []
        said += [f"{_spoken(self.absolute)} after you signed in"] if self.absolute else []
        return f"A session ends by itself {', and in any case '.join(said)}." if said else ""


def _spoken(minutes: int) -> str:
    hours = minutes % 60 == 0
    count = minutes // 60 if hours else minutes
    return f"{count} {'hour' if hours else 'minute'}{'' if count == 1 else 's'}"


def limits() -> Limits:
    """The limits of this kind of running."""
    return Limits(settings.SESSION_IDLE_MINUTES, settings.SESSION_ABSOLUTE_MINUTES)


def stamp(session: SessionBase, now: datetime) -> None:
    """Note the beginning of a session; called at sign-in, when the session is written anyway."""
    session[BEGAN] = session[SEEN] = int(now.timestamp())


def is_due(session: SessionBase, now: datetime) -> bool:
    """Whether the use of a session should be written down again. Without limits nobody asks, so nothing is written."""
    if limits() == Limits(0, 0):
        return False
    return BEGAN not in session or now.timestamp() - session.get(SEEN, 0) >= WRITTEN_EVERY_SECONDS


def owner_mark(user_id: int) -> str:
    """What the browser keeps about whose session this is: signed, an account's number, nothing else.

    It outlives the session, so that answers which arrive too late are shown again to the person who typed them and
    to nobody else who signs in at the same desk. Signing out and the exit take it away.
    """
    return signing.dumps(user_id, salt=_SALT)


def owner_of(request: HttpRequest) -> int | None:
    """Whose session this browser held last; None when it cannot be told."""
    try:
        found = signing.loads(request.COOKIES.get(settings.OWNER_COOKIE_NAME, ""), salt=_SALT)
    except signing.BadSignature:
        return None
    return found if isinstance(found, int) else None
