"""What was sent to an organisation, in order, for a receiver that was away: by cursor, at least once."""

import base64
import binascii
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q

from consultations.case_system.payloads import TYPES, cloud_event
from consultations.link_states import Route
from consultations.models import ReferralLink
from portal.kernel.actors import Actor
from portal.kernel.errors import DomainError
from portal.outbox.selectors import messages_after
from portal.outbox.subscriptions import Fact

PAGE = 100
# A transaction may commit a little after its event's time: the newest are handed out again, with the same ids.
OVERLAP = timedelta(seconds=30)


class UnknownCursor(DomainError):
    sentence = "That cursor is not one of ours. Leave it out to start from the beginning."
    field = "after"
    status = 422


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in the order of events: an instant and the id of the event there."""

    at: datetime
    id: UUID

    def __str__(self) -> str:
        return base64.urlsafe_b64encode(f"{self.at.isoformat()}|{self.id}".encode()).decode().rstrip("=")

    @classmethod
    def parse(cls, text: str) -> "Cursor":
        """Read one back. Raises `UnknownCursor`."""
        try:
            plain = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode()
            at, _, event = plain.partition("|")
            return cls(datetime.fromisoformat(at).astimezone(UTC), UUID(event))
        except (ValueError, binascii.Error, OverflowError):
            raise UnknownCursor() from None


def events_after(actor: Actor, after: str, now: datetime) -> dict[str, Any]:
    """A page of what was sent to the client's organisation, and the cursor to go on from.

    Args:
        after: the cursor of the page before; empty for the beginning.
    """
    cursor = Cursor.parse(after) if after else None
    found = messages_after(None, tuple(TYPES)).filter(payload__organisation_id=actor.place.organisation_id)
    if cursor:
        found = found.filter(Q(occurred_at__gt=cursor.at) | Q(occurred_at=cursor.at, id__gt=cursor.id))
    page = list(found[:PAGE])
    by_email = _sent_by_email(message.payload["link_id"] for message in page)
    events = [
        cloud_event(Fact(str(m.pk), m.name, m.subject, m.payload, m.occurred_at))
        for m in page
        if m.payload["link_id"] not in by_email
    ]
    return {"events": events, "next": _next([Cursor(m.occurred_at, m.pk) for m in page], after, now)}


def _sent_by_email(link_ids: Any) -> set[str]:
    rows = ReferralLink.objects.filter(public_id__in=set(link_ids), route=Route.SECURE_EMAIL)
    return {str(found) for found in rows.values_list("public_id", flat=True)}


def _next(page: list[Cursor], after: str, now: datetime) -> str:
    """The last event of a full page; of the last page the last one that is old enough to have nothing before it."""
    if len(page) < PAGE:
        page = [cursor for cursor in page if cursor.at <= now - OVERLAP]
    return str(page[-1]) if page else after
