"""Calendar files after RFC 5545 and RFC 5546, with neutral text only.

Times are written with TZID Europe/London and its VTIMEZONE, except in the hour that comes twice: iCalendar
has no mark for the second 01:30 (the `icalendar` library reads it back as the first), so entries that touch
that hour go out in UTC.
"""

from collections.abc import Iterable
from datetime import datetime
from email.utils import parseaddr
from uuid import UUID, uuid5

from django.conf import settings
from icalendar import Calendar, Event, vCalAddress, vText

from portal.kernel import clock
from portal.notifications.models import CalendarEntry

PRODID = "-//Practice Hub//Bookings//EN"


def method_of(entry: CalendarEntry) -> str:
    """REQUEST while the entry stands, CANCEL when it or this person's place is gone."""
    return "CANCEL" if entry.cancelled or entry.withdrawn else "REQUEST"


def mail_calendar(entry: CalendarEntry, *, attendee: str) -> str:
    """The entry as an invitation for one person; nobody else is listed."""
    calendar = _calendar()
    calendar.add("method", method_of(entry))
    for event in _events(entry, attendee=attendee):
        calendar.add_component(event)
    return _text(calendar)


def feed_calendar(entries: Iterable[CalendarEntry]) -> str:
    """Entries as a subscribed feed: no method, no attendee, a refresh interval."""
    calendar = _calendar()
    calendar.add("name", "Practice Hub")
    calendar.add("x-wr-calname", "Practice Hub")
    calendar["REFRESH-INTERVAL;VALUE=DURATION"] = "PT1H"
    for entry in entries:
        for event in _events(entry, attendee=None):
            calendar.add_component(event)
    return _text(calendar)


def _calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    return calendar


def _text(calendar: Calendar) -> str:
    calendar.add_missing_timezones()
    return calendar.to_ical().decode("utf-8")


def day_uid(uid: UUID, number: int) -> str:
    """The identity of one stretch of an entry, the same for life: a bare UUID, as RFC 7986 advises."""
    return str(uuid5(uid, str(number)))


def _events(entry: CalendarEntry, *, attendee: str | None) -> Iterable[Event]:
    days = list(entry.days.all())
    for day in days:
        event = Event()
        event.add("uid", day_uid(entry.uid, day.number))
        event.add("sequence", entry.sequence)
        event.add("dtstamp", entry.changed_at)
        event.add("dtstart", _written(day.starts_at))
        event.add("dtend", _written(day.ends_at))
        event.add("class", "PRIVATE")
        summary = entry.title if len(days) == 1 else f"{entry.title}, day {day.number} of {len(days)}"
        event.add("summary", f"Place withdrawn: {summary}" if entry.withdrawn else summary)
        if entry.place:
            event.add("location", entry.place)
        event.add("url", settings.BASE_URL.rstrip("/") + "/my/")
        event.add("organizer", _address(parseaddr(settings.DEFAULT_FROM_EMAIL)[1], "Practice Hub"))
        if entry.cancelled:
            event.add("status", "CANCELLED")
        elif not entry.withdrawn:
            event.add("status", "CONFIRMED")
        if attendee:
            event.add("attendee", _address(attendee, ""))
        yield event


def _address(mailbox: str, name: str) -> vCalAddress:
    address = vCalAddress(f"mailto:{mailbox}")
    if name:
        address.params["cn"] = vText(name)
    return address


def _written(moment: datetime) -> datetime:
    wall = clock.local(moment)
    ambiguous = wall.replace(fold=0).utcoffset() != wall.replace(fold=1).utcoffset()
    return moment if ambiguous else wall
