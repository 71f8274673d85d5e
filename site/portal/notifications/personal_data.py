"""What notifications hold about somebody: messages to them, their calendar, and what they do not want to get."""

from typing import Any

from portal.kernel.personal_data import Holding, named, register
from portal.notifications.kinds import kind_of
from portal.notifications.left_out import subject_of
from portal.notifications.models import CalendarEntry, CalendarFeed, Notice, NoticeRefusal
from portal.notifications.services import forget_calendar, forget_choices, forget_feeds, forget_notices


def _notice(row: Notice) -> dict[str, Any]:
    try:
        kind = kind_of(row.key)
        what = subject_of(kind.subject, kind.why, row.facts)
    except KeyError:  # a kind that the portal no longer sends
        what = row.key
    return {"what": what} | named(row, "about", "state", "sent_at" if row.sent_at else "due_at")


def _entry(row: CalendarEntry) -> dict[str, Any]:
    return named(row, "title", "place", "cancelled", "withdrawn", "changed_at") | {
        "days": [{"starts_at": day.starts_at, "ends_at": day.ends_at} for day in row.days.all()]
    }


register(
    Holding(
        key="notifications.notices",
        title="Messages to you",
        fields=("notifications.Notice.person",),
        rows=lambda subject: Notice.objects.filter(person_id=subject.person_id),
        show=_notice,
        goes="What is planned is cancelled.",
        stays="Which message went out when, under a number. Messages hold dates and numbers, no names.",
        erase=forget_notices,
    )
)
register(
    Holding(
        key="notifications.calendar",
        title="Your calendar",
        fields=("notifications.CalendarEntry.person",),
        rows=lambda subject: CalendarEntry.objects.filter(person_id=subject.person_id).prefetch_related(
            "days"
        ),
        show=_entry,
        goes="Places of the bookings.",
        stays="The days, under a number: they belong to bookings that are counted.",
        erase=forget_calendar,
    )
)
register(
    Holding(
        key="notifications.feeds",
        title="Private calendar addresses",
        fields=("notifications.CalendarFeed.person",),
        rows=lambda subject: CalendarFeed.objects.filter(person_id=subject.person_id),
        show=lambda row: named(row, "created_at", "revoked_at"),
        goes="The address stops at once.",
        stays="When there was one; the address itself was never kept.",
        erase=forget_feeds,
    )
)
register(
    Holding(
        key="notifications.choices",
        title="Messages you turned off",
        fields=("notifications.NoticeRefusal.person",),
        rows=lambda subject: NoticeRefusal.objects.filter(person_id=subject.person_id),
        show=lambda row: named(row, "group", "since"),
        goes="All of them.",
        erase=forget_choices,
    )
)
