"""A time of day as people type it: 09:30, 9.30, 0930, 9am, 5pm, 5.30 pm, 17:30."""

import re
from datetime import time
from typing import Any

from django import forms

HINT = "For example {}"
_TYPED = re.compile(r"(\d{1,2})(?:\s*[:.h]?\s*(\d{2}))?\s*(?:([ap])\.?\s?m\.?)?", re.ASCII | re.IGNORECASE)
# Nobody says "5" for the small hours; which half of the day it is, is asked rather than guessed.
_EITHER_HALF = range(1, 7)


def read_clock(typed: str) -> time | None:
    """The time of day that somebody typed; None when it is no time, or could be one of two.

    A lone figure from one to six ("5", "5.30") needs "am" or "pm", unless it is written "05:30" or "17:30".
    """
    found = _TYPED.fullmatch(typed.strip())
    if found is None:
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
    if not half and hour in _EITHER_HALF and not found[1].startswith("0"):
        return None
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0) if hour else 24
    elif half == "a":
        return None
    return time(hour, minute) if hour < 24 and minute < 60 else None


class ClockField(forms.Field):
    """A time of day, typed the way people write it. Cleans to a `time`; None when left empty and not required."""

    widget = forms.TextInput
    default_error_messages = {"invalid": "Write the time like 09:30, 9.30am or 5pm."}

    def __init__(self, *, example: str = "", **kwargs: Any) -> None:
        attrs = {"class": "govuk-input--width-5", "autocomplete": "off"}
        kwargs.setdefault("help_text", HINT.format(example) if example else "")
        super().__init__(widget=forms.TextInput(attrs=attrs), **kwargs)

    def to_python(self, value: Any) -> time | None:
        if isinstance(value, time) or value in self.empty_values:
            return value or None
        found = read_clock(str(value))
        if found is None:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return found

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%H:%M}" if isinstance(value, time) else value
