"""The few choices of the pages of figures. They come by an address: nonsense there shows the usual figures."""

from dataclasses import dataclass
from datetime import date

from django import forms
from django.http import QueryDict

from portal.pages.forms import DateField3, HubForm
from portal.workforce.selectors import GROUPINGS

# No roster is older; a day long before would run out of the calendar when validity is counted back from it.
FIRST_DAY = date(2015, 1, 1)
GROUPING_WORDS = {"team": "Team", "service": "Service", "role": "Job role"}


@dataclass(frozen=True, slots=True)
class Choices:
    """How the figures are grouped, and the day they are asked for."""

    grouping: str
    on: date


class ChoicesForm(HubForm):
    """How to group the figures, and on which day."""

    by = forms.ChoiceField(label="Group by", choices=tuple(GROUPING_WORDS.items()))
    on = DateField3(label="As at", error_messages={"required": "Write the day."})


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
