"""Sessions: noting their use, ending them, here and elsewhere (PE-08)."""

from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session

from portal.audit.services import record
from portal.kernel.actors import Actor
from portal.kernel.errors import NotFound
from portal.kernel.refs import Ref
from portal.people.sessions import BEGAN, SEEN, limits

# What says whose a session was, and when: Django's three and ours.
STAMPS = (SESSION_KEY, BACKEND_SESSION_KEY, HASH_SESSION_KEY, BEGAN, SEEN)


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
    """Drop sessions that are over, with what lay sealed in them, and what we knew of their devices.

    Of a signed-in session whose limit has passed the row stays until its cookie is gone, with nothing in it but whose
    it was and when: so that whoever comes back after the night is not told that somebody ended it.
    """
    Session.objects.filter(expire_date__lt=now).delete()
    if longest := max(limits().idle, limits().absolute):
        unused = timedelta(seconds=settings.SESSION_COOKIE_AGE) - timedelta(minutes=longest)
        for row in Session.objects.filter(expire_date__lt=now + unused).iterator():
            _empty(row)
        UserSession.objects.filter(last_seen_at__lt=now - timedelta(minutes=longest)).delete()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()


def _empty(row: Session) -> None:
    """Keep who and when of a session that is over; one that nobody signed in to goes altogether."""
    held = row.get_decoded()
    kept = {key: held[key] for key in STAMPS if key in held}
    if SESSION_KEY not in held:
        row.delete()
    elif kept != held:
        row.session_data = Session.objects.encode(kept)
        row.save(update_fields=["session_data"])
