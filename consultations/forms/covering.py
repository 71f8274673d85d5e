"""Who leads where."""

from collections.abc import Iterable
from typing import Any

from django import forms

from consultations.models import Rank
from portal.pages.forms import DateField3, HubForm


class CoverForm(HubForm):
    """A lead, a borough, from when to when."""

    lead = forms.TypedChoiceField(label="Lead", coerce=int, error_messages={"required": "Choose a lead."})
    organisation = forms.TypedChoiceField(
        label="Borough", coerce=int, error_messages={"required": "Choose a borough."}
    )
    rank = forms.TypedChoiceField(
        label="As", widget=forms.RadioSelect, coerce=int, choices=Rank.choices, initial=Rank.OWN
    )
    starts_on = DateField3(label="First day", help_text="Today or later, for example 27 11 2026")
    ends_on = DateField3(label="Last day (optional)", required=False)

    def __init__(
        self,
        *args: Any,
        leads: Iterable[tuple[int, str]] = (),
        boroughs: Iterable[tuple[int, str]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead"].choices = [("", "Choose"), *leads]  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["organisation"].choices = [("", "Choose"), *boroughs]  # type: ignore[attr-defined]
