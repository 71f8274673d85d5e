"""Making and ending private calendar addresses."""

from datetime import datetime

from django.db import transaction

from portal.audit.services import record
from portal.kernel.actors import Actor
from portal.kernel.codes import new_code
from portal.kernel.errors import NotAllowed
from portal.kernel.refs import Ref
from portal.notifications.models import CalendarFeed
from portal.notifications.selectors import token_hash


def give_feed_address(*, actor: Actor, now: datetime) -> str:
    """A new token for the actor's own feed; the old address stops at once. The token is shown only now."""
    if actor.person_id is None:
        raise NotAllowed("Sign in to get a calendar address.")
    token = new_code(160).lower()
    with transaction.atomic():
        end_feed(person_id=actor.person_id, now=now)
        feed = CalendarFeed.objects.create(
            person_id=actor.person_id, token_hash=token_hash(token), created_at=now
        )
        record(actor=actor, verb="calendar address made", about=Ref("notifications.feed", feed.pk), now=now)
    return token


def stop_feed(*, actor: Actor, now: datetime) -> None:
    """End the actor's own calendar address; without one nothing happens."""
    if actor.person_id is None:
        raise NotAllowed("Sign in to stop a calendar address.")
    with transaction.atomic():
        end_feed(person_id=actor.person_id, now=now)
        record(
            actor=actor,
            verb="calendar address stopped",
            about=Ref("people.person", actor.person_id),
            now=now,
        )


def end_feed(*, person_id: int, now: datetime) -> None:
    """Revoke somebody's calendar address, if they have one."""
    CalendarFeed.objects.filter(person_id=person_id, revoked_at__isnull=True).update(revoked_at=now)
