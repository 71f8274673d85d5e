"""Sessions: noting their use, ending them, here and elsewhere (PE-08)."""

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session

from portal.audit.services import record
from portal.kernel.actors import Actor
from portal.kernel.errors import NotFound
from portal.kernel.refs import Ref
from portal.people.sessions import BEGAN, SEEN


def note_session_use(*, session: SessionBase, now: datetime) -> None:
    """Write down that a session is in use; the caller asks `sessions.is_due` first, so at most once a minute."""
    session.setdefault(BEGAN, int(now.timestamp()))
    session[SEEN] = int(now.timestamp())
    UserSession.objects.filter(session_key=session.session_key).update(last_seen_at=now)


def end_session(*, actor: Actor, session_id: int, now: datetime) -> None:
    """End one of the actor's own sessions: its next click is asked to sign in. Safe to call again.

    Raises:
        NotFound: it is over already, or somebody else's.
    """
    found = UserSession.objects.filter(pk=session_id, user_id=actor.user_id or 0).first()
    if found is None:
        raise NotFound()
    found.end()
    record(
        actor=actor,
        verb="ended own session",
        about=Ref("people.user", actor.user_id or 0),
        now=now,
        detail={},
    )


def end_sessions_of(*, user_id: int, but: str = "") -> int:
    """End every session of an account, except the one with the key `but`. Returns how many.

    Whoever calls this decides about rights and writes the audit trail: it is part of closing an account, of
    resetting a second factor, or of a new password.
    """
    theirs = [each for each in UserSession.objects.filter(user_id=user_id) if each.session_key != but]
    for each in theirs:
        each.end()
    return len(theirs)


def forget_old_sessions(*, now: datetime) -> None:
    """Drop sessions that are over, with what lay sealed in them, and what we knew of their devices."""
    Session.objects.filter(expire_date__lt=now).delete()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
