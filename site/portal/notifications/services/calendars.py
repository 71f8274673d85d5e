"""Keeping calendar entries true: one identity for life, a sequence that only rises."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import F

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
    put = put_calendar_entries(
        about=about, person_ids=(person_id,), title=title, place=place, days=days, now=now
    )
    return put[person_id]


def put_calendar_entries(
    *, about: Ref, person_ids: Iterable[int], title: str, place: str, days: Days, now: datetime
) -> dict[int, CalendarEntry]:
    """The same for everybody who comes to one thing, by person id. A handful of statements, however many they are."""
    wanted = set(person_ids)
    known = _entries(about, wanted)
    stand = _days_of(known.values())
    as_wanted = {"title": title, "place": place, "cancelled": False, "withdrawn": False}
    changed = [
        entry
        for entry in known.values()
        if stand[entry.pk] != list(days) or any(getattr(entry, name) != as_wanted[name] for name in as_wanted)
    ]
    fresh = CalendarEntry.objects.bulk_create(
        CalendarEntry(about=str(about), person_id=person_id, title=title, place=place, changed_at=now)
        for person_id in sorted(wanted - known.keys())
    )
    if changed:
        _change(changed, now, **as_wanted)
        CalendarDay.objects.filter(entry__in=changed).delete()
    CalendarDay.objects.bulk_create(
        CalendarDay(entry=entry, number=number, starts_at=start, ends_at=end)
        for entry in (*fresh, *changed)
        for number, (start, end) in enumerate(days, start=1)
    )
    return known | {entry.person_id: entry for entry in fresh}


def cancel_calendar_entry(
    *, about: Ref, person_id: int, now: datetime, withdrawn: bool = False
) -> CalendarEntry | None:
    """Cancel an entry: the whole event, or (`withdrawn`) only this person's place in it. None if there is none."""
    found = cancel_calendar_entries(about=about, person_ids=(person_id,), now=now, withdrawn=withdrawn)
    return found.get(person_id)


def cancel_calendar_entries(
    *, about: Ref, person_ids: Iterable[int], now: datetime, withdrawn: bool = False
) -> dict[int, CalendarEntry]:
    """The same for several people, by person id; those without an entry are left out."""
    found = _entries(about, set(person_ids))
    live = [entry for entry in found.values() if not (entry.cancelled or entry.withdrawn)]
    if live:
        _change(live, now, cancelled=not withdrawn, withdrawn=withdrawn)
    return found


def _entries(about: Ref, person_ids: set[int]) -> dict[int, CalendarEntry]:
    rows = CalendarEntry.objects.filter(about=str(about), person_id__in=person_ids)
    return {entry.person_id: entry for entry in rows}


def _days_of(entries: Iterable[CalendarEntry]) -> dict[int, list[tuple[datetime, datetime]]]:
    found: dict[int, list[tuple[datetime, datetime]]] = defaultdict(list)
    ids = [entry.pk for entry in entries]
    if ids:
        rows = CalendarDay.objects.filter(entry__in=ids).order_by("entry_id", "number")
        for entry_id, starts_at, ends_at in rows.values_list("entry_id", "starts_at", "ends_at"):
            found[entry_id].append((starts_at, ends_at))
    return found


def _change(entries: list[CalendarEntry], now: datetime, **values: Any) -> None:
    """Write what changed and count up, in the rows and in the objects at hand."""
    CalendarEntry.objects.filter(pk__in=[entry.pk for entry in entries]).update(
        sequence=F("sequence") + 1, changed_at=now, **values
    )
    for entry in entries:
        entry.sequence += 1
        entry.changed_at = now
        for name, value in values.items():
            setattr(entry, name, value)
