"""Which quarter a page of counts is for. It comes by an address, so that the page can be shared."""

from dataclasses import dataclass
from datetime import date

from django import forms
from django.http import QueryDict

from portal.kernel.periods import Quarter, settled_quarters
from portal.pages.forms import HubForm

# Older addresses named days.
OF_DAYS = ("from", "to", "first_day", "last_day")


class QuarterForm(HubForm):
    """One of the quarters whose counts are shown, the last one first."""

    def __init__(self, quarter: Quarter, today: date) -> None:
        super().__init__(initial={"quarter": quarter.code})
        choices = [(each.code, each.words) for each in settled_quarters(today)]
        self.fields["quarter"] = forms.ChoiceField(label="Quarter", choices=choices)


@dataclass(frozen=True, slots=True)
class QuarterAsked:
    """The quarter to show, the form to choose another, the next one to come, and whether something else was asked."""

    quarter: Quarter
    form: QuarterForm
    coming: Quarter
    is_another: bool


def quarter_asked(query: QueryDict, today: date) -> QuarterAsked:
    """What an address asks for; the last quarter that is shown where that is nothing that can be."""
    settled = {quarter.code: quarter for quarter in settled_quarters(today)}
    asked = query.get("quarter")
    last = next(iter(settled.values()))
    found = settled.get(asked or "", last)
    by_days = any(name.startswith(OF_DAYS) for name in query)
    return QuarterAsked(
        found, QuarterForm(found, today), last.next(), by_days or asked not in (None, found.code)
    )
