"""What an erasure takes from notifications. `personal_data.py` says it in words."""

from datetime import datetime

from portal.kernel.personal_data import Subject
from portal.notifications.models import CalendarEntry, Notice, NoticeRefusal
from portal.notifications.services.feeds import end_feed
from portal.notifications.states import NoticeState, notice_machine


def forget_notices(subject: Subject, now: datetime) -> None:
    """Cancel what is planned. What went out holds dates and numbers, no names."""
    planned = Notice.objects.filter(person_id=subject.person_id, state__in=notice_machine.sources("cancel"))
    planned.update(state=NoticeState.CANCELLED)


def forget_calendar(subject: Subject, now: datetime) -> None:
    """The places; the days stay with the bookings they belong to."""
    CalendarEntry.objects.filter(person_id=subject.person_id).update(place="")


def forget_feeds(subject: Subject, now: datetime) -> None:
    """The private address stops at once."""
    end_feed(person_id=subject.person_id, now=now)


def forget_choices(subject: Subject, now: datetime) -> None:
    """What was turned off."""
    NoticeRefusal.objects.filter(person_id=subject.person_id).delete()
