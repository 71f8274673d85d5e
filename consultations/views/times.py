"""A page of free times: grouped by day, those that fit first, later ones behind a link."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import QueryDict

from consultations.drafts import read_hours
from consultations.forms import HoursForm, SlotForm
from consultations.forms.booking import spoken_days
from consultations.rules import Slot, WorkingHours
from consultations.selectors.slots import SlotList, by_day, lead_names
from portal.kernel.web import HubRequest

DAYS_ON_A_PAGE = 5


@dataclass(frozen=True)
class SlotPage:
    """What one page of times shows."""

    days: list[tuple[date, list[Slot]]]
    near: list[Slot]
    later: date | None
    is_first: bool
    hours: WorkingHours | None
    hours_form: HoursForm
    hidden_by_hours: int
    has_lead: bool
    leads: dict[int, str]
    weekdays: str
    places: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        return not self.days

    def form(self, data: QueryDict | None, chosen: str = "") -> SlotForm:
        """The form with this page's times; those close to a time that was lost stand first."""
        near = [
            (f"Close to the time you wanted: {day}", slots) for day, slots in spoken_days(by_day(self.near))
        ]
        return SlotForm(
            data,
            initial={"slot": chosen},
            days=[*near, *spoken_days(self.days)],
            many_places=len(self.places) > 1,
        )


def slot_page(request: HubRequest, found: SlotList, *, near: Sequence[str] = ()) -> SlotPage:
    """The page that the address asks for (`?from=2026-12-03`); working hours come from the session."""
    hours = read_hours(request.session)
    fitting = [slot for slot in found.slots if hours is None or hours.fits(slot)]
    first = _asked_day(request)
    from_then = [slot for slot in fitting if first is None or slot.day >= first.toordinal()]
    days = by_day(from_then)
    shown = days[:DAYS_ON_A_PAGE]
    all_slots = [slot for _, slots in shown for slot in slots]
    return SlotPage(
        days=shown,
        near=[slot for slot in found.slots if slot.key in near],
        later=days[DAYS_ON_A_PAGE][0] if len(days) > DAYS_ON_A_PAGE else None,
        is_first=first is None,
        hours=hours,
        hours_form=HoursForm(initial=_initial(hours)),
        hidden_by_hours=len(found.slots) - len(fitting),
        has_lead=found.has_lead,
        leads=lead_names({slot.lead_id for slot in all_slots}),
        weekdays=_weekdays(found.slots),
        places=tuple(sorted({slot.where.place for slot in all_slots if slot.where.place})),
    )


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
        **{name: f"{minute // 60:02}:{minute % 60:02}" for name, minute in words.items()},
    }


NAMES = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")


def _weekdays(slots: Sequence[Slot]) -> str:
    """The weekdays on which there are times, in words: "Mondays and Thursdays"."""
    names = [NAMES[number] for number in sorted({(slot.day - 1) % 7 for slot in slots})]
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))
