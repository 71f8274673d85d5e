"""A lead's plan."""

from collections.abc import Iterable
from typing import Any

from django import forms

from consultations.codes import Mode
from consultations.models import Weekday
from consultations.services import Stretch
from portal.kernel.clock_times import ClockField
from portal.pages.forms import DateField3, HubForm


def _number(label: str, unit: str) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        help_text=unit,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric"}),
        error_messages={"required": "Enter a number.", "invalid": "Enter a whole number."},
    )


class SettingsForm(HubForm):
    """Lengths, buffers, notice, horizon, caps."""

    meeting_minutes = _number("Length of a consultation", "In minutes")
    buffer_before = _number("Time kept before", "In minutes")
    buffer_after = _number("Time kept after", "In minutes")
    notice_hours = _number("Notice you need", "In hours")
    horizon_days = _number("How far ahead people can book", "In days")
    daily_cap = _number("At most in a day", "Consultations")
    weekly_cap = _number("At most in a week", "Consultations, Monday to Sunday")


class _HoursForm(HubForm):
    """Hours with a borough, a place and a mode."""

    def __init__(self, *args: Any, boroughs: Iterable[tuple[int, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "All boroughs I lead"), *boroughs]
        self.fields["organisation"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField

    @property
    def stretch(self) -> Stretch:
        """The hours said."""
        said = self.cleaned_data
        return Stretch(
            starts=said["starts"],
            ends=said["ends"],
            organisation_id=said["organisation"],
            place=said["place"],
            mode=said["mode"],
            kept_for_urgent=said.get("kept_for_urgent", False),
        )


def _organisation() -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label="For", required=False, coerce=int, empty_value=None)


def _place() -> forms.CharField:
    return forms.CharField(
        label="Where (optional)",
        help_text="Shown after sign-in only, never in mail.",
        required=False,
        max_length=120,
    )


class WeeklyRuleForm(_HoursForm):
    """The same hours every week."""

    weekday = forms.TypedChoiceField(label="Every", coerce=int, choices=Weekday.choices)
    starts = ClockField(label="From", example="9am or 09:00")
    ends = ClockField(label="Until", example="5pm or 17:00")
    organisation = _organisation()
    mode = forms.ChoiceField(label="How", choices=Mode.choices)
    place = _place()
    kept_for_urgent = forms.BooleanField(label="Keep these hours for urgent requests", required=False)
    starts_on = DateField3(label="First day", help_text="Today or later, for example 27 11 2026")
    ends_on = DateField3(label="Last day (optional)", required=False)


class TimeOffForm(HubForm):
    """A day off, part of one, or several."""

    on = DateField3(label="First day off", help_text="Today or later, for example 27 11 2026")
    until = DateField3(
        label="Last day off (optional)", required=False, help_text="If you are away for more than one day"
    )
    starts = ClockField(
        label="Off from, for part of one day (optional)", required=False, example="9am or 09:00"
    )
    ends = ClockField(label="Off until (optional)", required=False, example="5pm or 17:00")


class ExtraHoursForm(_HoursForm):
    """Hours on a day that the week would not bring."""

    on = DateField3(label="Day", help_text="Today or later, for example 27 11 2026")
    starts = ClockField(label="From", example="9am or 09:00")
    ends = ClockField(label="Until", example="5pm or 17:00")
    organisation = _organisation()
    mode = forms.ChoiceField(label="How", choices=Mode.choices)
    place = _place()
