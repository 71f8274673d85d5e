"""Keeping calendar entries true: one identity for life, a sequence that only rises."""

from collections.abc import Sequence
from datetime import datetime

from portal.kernel.refs import Ref
from portal.notifications.models import CalendarDay, CalendarEntry

Days = Sequence[tuple[datetime, datetime]]


def put_calendar_entry(
    *, about: Ref, person_id: int, title: str, place: str, days: Days, now: datetime
) -> CalendarEntry:
    """Make or change somebody's calendar entry; SEQUENCE rises only when something changed.

    Args:
        about, person_id: whose entry for which thing; one for life.
        title, place: neutral words ("Practice Hub booking").
        days: (start, end) instants in UTC, in order.
    """
    entry, fresh = CalendarEntry.objects.get_or_create(
        about=str(about), person_id=person_id, defaults={"title": title, "place": place, "changed_at": now}
    )
    if not fresh:
        before = [(day.starts_at, day.ends_at) for day in entry.days.all()]
        stands = (entry.title, entry.place, entry.cancelled, entry.withdrawn) == (title, place, False, False)
        if stands and before == list(days):
            return entry
        entry.title, entry.place, entry.cancelled, entry.withdrawn = title, place, False, False
        _count_up(entry, now)
        entry.days.all().delete()
    CalendarDay.objects.bulk_create(
        CalendarDay(entry=entry, number=number, starts_at=start, ends_at=end)
        for number, (start, end) in enumerate(days, start=1)
    )
    return entry


def cancel_calendar_entry(
    *, about: Ref, person_id: int, now: datetime, withdrawn: bool = False
) -> CalendarEntry | None:
    """Cancel an entry: the whole event, or (`withdrawn`) only this person's place in it. None if there is none."""
    entry = CalendarEntry.objects.filter(about=str(about), person_id=person_id).first()
    if entry is None or entry.cancelled or entry.withdrawn:
        return entry
    entry.cancelled, entry.withdrawn = not withdrawn, withdrawn
    _count_up(entry, now)
    return entry


def _count_up(entry: CalendarEntry, now: datetime) -> None:
    entry.sequence += 1
    entry.changed_at = now
    entry.save(update_fields=["title", "place", "cancelled", "withdrawn", "sequence", "changed_at"])
