"""The few choices of the pages of figures. They come by an address: nonsense there shows the usual figures."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import QueryDict

from portal.pages.forms import DateField3, HubForm
from portal.workforce.selectors import GROUPINGS

# No roster is older; a day long before would run out of the calendar when validity is counted back from it.
FIRST_DAY = date(2015, 1, 1)
A_YEAR = timedelta(days=364)
LONGER = timedelta(days=3 * 365)
GROUPING_WORDS = {"team": "Team", "service": "Service", "role": "Job role"}


@dataclass(frozen=True, slots=True)
class Choices:
    """How the figures are grouped, and the day they are asked for."""

    grouping: str
    on: date


@dataclass(frozen=True, slots=True)
class Period:
    """From one day to another, both included."""

    first_day: date
    last_day: date


class PeriodForm(HubForm):
    """From one day to another, both included."""

    first_day = DateField3(label="From", error_messages={"required": "Write the first day."})
    last_day = DateField3(label="To", error_messages={"required": "Write the last day."})

    def clean(self) -> dict[str, Any]:
        found = dict(self.cleaned_data)
        if found.get("first_day") and found.get("last_day") and found["last_day"] < found["first_day"]:
            self.add_error("last_day", "The last day cannot come before the first.")
        return found


class ChoicesForm(HubForm):
    """How to group the figures, and on which day."""

    by = forms.ChoiceField(label="Group by", choices=tuple(GROUPING_WORDS.items()))
    on = DateField3(label="As at", error_messages={"required": "Write the day."})


def period_form(query: QueryDict, today: date) -> tuple[PeriodForm, Period]:
    """The form and what it asks for; the last twelve months where it makes no sense, never a day to come."""
    last = _day(query.get("to", ""), today, today)
    period = Period(_day(query.get("from", ""), last - A_YEAR, last), last)
    if "first_day_day" not in query:
        return PeriodForm(initial={"first_day": period.first_day, "last_day": period.last_day}), period
    form = PeriodForm(query)
    if form.is_valid():
        last = _within(form.cleaned_data["last_day"], today)
        period = Period(_within(form.cleaned_data["first_day"], last), last)
    return form, period


def longer_period(period: Period) -> Period | None:
    """Three years up to the same day, where that is longer: for a team in which little happens in one."""
    longer = Period(max(period.last_day - LONGER, FIRST_DAY), period.last_day)
    return longer if longer.first_day < period.first_day else None


def choices_form(query: QueryDict, today: date) -> tuple[ChoicesForm, Choices]:
    """The form and what it asks for; by team and today where it makes no sense, never a day to come."""
    grouping = query.get("by", "team")
    grouping = grouping if grouping in GROUPINGS else "team"
    on = _day(query.get("on", ""), today, today)
    if "on_day" not in query:
        return ChoicesForm(initial={"by": grouping, "on": on}), Choices(grouping, on)
    form = ChoicesForm(query)
    if form.is_valid():
        on = _within(form.cleaned_data["on"], today)
    return form, Choices(grouping, on)


def _day(text: str, otherwise: date, latest: date) -> date:
    try:
        return _within(date.fromisoformat(text), latest)
    except ValueError:
        return otherwise


def _within(day: date, latest: date) -> date:
    return max(min(day, latest), FIRST_DAY)
