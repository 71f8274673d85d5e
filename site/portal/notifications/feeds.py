"""Answering a private calendar address."""

from datetime import date

from portal.kernel.errors import NotFound
from portal.notifications.calendar_files import feed_calendar
from portal.notifications.models import CalendarFeed
from portal.notifications.selectors import calendar_entries_of, token_hash
from portal.people.leavers import has_left


def feed_text(token: str, on: date) -> str:
    """The calendar behind a token. Raises `NotFound` for one that is unknown, revoked or a leaver's."""
    live = CalendarFeed.objects.filter(token_hash=token_hash(token), revoked_at__isnull=True)
    feed = live.exclude(person__account__is_active=False).first()
    if feed is None or has_left(feed.person_id, on):
        raise NotFound()
    return feed_calendar(calendar_entries_of(feed.person_id))
