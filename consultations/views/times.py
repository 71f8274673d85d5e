"""A page of free times: grouped by day, those that fit first, later ones behind a link."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from consultations.drafts import read_hours
from consultations.forms import HoursForm, SlotForm
from consultations.forms.booking import spoken_days
from consultations.rules import Slot, WorkingHours, from_minute, spoken_minute
from consultations.selectors.slots import SlotList, by_day, leads_listed
from consultations.services.times import read_key
from portal.kernel import attempts, clock
from portal.kernel.web import HubRequest

DAYS_ON_A_PAGE = 5
MOST_GAPS = 3


@dataclass(frozen=True)
class SlotPage:
    """What one page of times shows."""

    days: list[tuple[date, list[Slot]]]
    near: list[Slot]
    later: date | None
    is_first: bool
    hours: WorkingHours | None
    hours_form: HoursForm
    some_hidden: bool
    has_lead: bool
    leads: str

    @property
    def slots(self) -> list[Slot]:
        return [slot for _, slots in self.days for slot in slots]

    @property
    def weekdays(self) -> str:
        return _weekdays(self.slots)

    @property
    def places(self) -> list[str]:
        return sorted({slot.where.place for slot in self.slots if slot.where.place})

    @property
    def minutes(self) -> str:
        """How long a consultation takes: "45", or "45 or 60" where leads differ."""
        return " or ".join(map(str, sorted({slot.minutes for slot in self.slots})))

    @property
    def gaps(self) -> str:
        """Days in words on which one would expect a time between these, and there is none."""
        shown = {day for day, _ in self.days}
        usual = {day.weekday() for day in shown}
        between = range(min(shown).toordinal(), max(shown).toordinal()) if shown else ()
        missing = [
            day for day in map(date.fromordinal, between) if day.weekday() in usual and day not in shown
        ]
        words = [clock.spoken_date(day) for day in missing[:MOST_GAPS]]
        more = ["others"] if len(missing) > MOST_GAPS else []
        return _in_a_row([*words, *more])

    @property
    def is_empty(self) -> bool:
        return not self.days

    def form(self, request: HubRequest, chosen: str = "") -> SlotForm:
        """The form with this page's times; those close to a time that was lost stand first."""
        near = [
            (f"Close to the time you wanted: {day}", slots) for day, slots in spoken_days(by_day(self.near))
        ]
        return attempts.asked(
            request,
            SlotForm,
            initial={"slot": chosen},
            days=[*near, *spoken_days(self.days)],
            many_places=len(self.places) > 1,
        )


# Enough for five days of a lead who comes twice a week; the rest is looked at only when these do not suffice.
FIRST_LOOK = timedelta(days=20)
Load = Callable[..., SlotList]


def slot_page(request: HubRequest, load: Load, *, near: Sequence[str] = ()) -> SlotPage:
    """The page that the address asks for (`?from=2026-12-03`); working hours come from the session.

    Args:
        load: `slots_for` with everything but the days; called with `first_day` and `last_day`.
        near: keys of times close to one that was lost.
    """
    hours = read_hours(request.session)
    today = clock.today(request.now)
    asked = _asked_day(request)
    first = max(asked or today, today)
    found = load(first_day=first, last_day=first + FIRST_LOOK)
    days = by_day(_fitting(found, hours))
    if len(days) <= DAYS_ON_A_PAGE and found.has_lead:
        found = load(first_day=first, last_day=None)
        days = by_day(_fitting(found, hours))
    shown = days[:DAYS_ON_A_PAGE]
    return SlotPage(
        days=shown,
        near=_near(load, near),
        later=days[DAYS_ON_A_PAGE][0] if len(days) > DAYS_ON_A_PAGE else None,
        is_first=asked is None,
        hours=hours,
        hours_form=HoursForm(initial=_initial(hours)),
        some_hidden=not days and bool(found.slots),
        has_lead=found.has_lead,
        leads=" or ".join(leads_listed(slot.lead_id for _, slots in shown for slot in slots)),
    )


def _fitting(found: SlotList, hours: WorkingHours | None) -> list[Slot]:
    return [slot for slot in found.slots if hours is None or hours.fits(slot)]


def _near(load: Load, keys: Sequence[str]) -> list[Slot]:
    """The slots behind some keys, if they are still free."""
    if not keys:
        return []
    days = [clock.today(from_minute(read_key(key)[1])) for key in keys]
    return [slot for slot in load(first_day=min(days), last_day=max(days)).slots if slot.key in keys]


def _asked_day(request: HubRequest) -> date | None:
    try:
        return date.fromisoformat(request.GET.get("from", ""))
    except ValueError:
        return None


def _initial(hours: WorkingHours | None) -> dict[str, Any]:
    if hours is None:
        return {}
    words = {"works_from": hours.starts, "works_until": min(hours.ends, 23 * 60 + 59)}
    return {
        "days": sorted(hours.weekdays),
        **{name: spoken_minute(minute) for name, minute in words.items()},
    }


NAMES = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")


def _weekdays(slots: Sequence[Slot]) -> str:
    """The weekdays on which there are times, in words: "Mondays and Thursdays"."""
    return _in_a_row([NAMES[number] for number in sorted({(slot.day - 1) % 7 for slot in slots})])


def _in_a_row(words: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))
