"""Forms in the GOV.UK pattern. They parse and show; services save."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import pretty_name

from portal.pages.widgets import DateParts, SlotRadios

__all__ = ["DateField3", "HubForm", "HubModelForm", "SlotRadios"]


DJANGO_SAYS = forms.Field.default_error_messages["required"]


def say_what_is_missing(fields: Mapping[str, forms.Field]) -> None:
    """Give every required field that has no words of its own a sentence that names it."""
    for name, field in fields.items():
        if field.error_messages.get("required") == DJANGO_SAYS:
            label = str(field.label or pretty_name(name))
            field.error_messages["required"] = _missing(field.widget, label)


def _missing(widget: forms.Widget, label: str) -> str:
    if label.endswith("?"):
        return f"Answer “{label}”"
    if isinstance(widget, forms.CheckboxInput):
        return f"Tick “{label}”"
    if isinstance(widget, forms.FileInput):
        return f"Choose a file for “{label}”"
    if isinstance(widget, forms.Select | forms.RadioSelect | forms.CheckboxSelectMultiple):
        return f"Choose from “{label}”"
    return f"Fill in “{label}”"


class HubForm(forms.Form):
    """A form drawn by the project's form renderer; labels carry no colon, and what is missing is named."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        say_what_is_missing(self.fields)


class HubModelForm(forms.ModelForm):
    """The same for a model; it still saves nothing by itself."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        say_what_is_missing(self.fields)


# "26" is 2026: nobody here types a birthday.
SHORT_YEAR, CENTURY = 2, 2000
YEARS = range(1900, 2201)


class DateField3(forms.MultiValueField):
    """A date as day, month and year. Cleans to a `date`, or None when left empty and not required.

    Args:
        named: where a form has several alike, what a refusal calls this one, such as "Day 2".
    """

    widget = DateParts

    def __init__(self, *, named: str = "", **kwargs: Any) -> None:
        self.named = named
        whole = {"invalid": "Use numbers"}
        super().__init__(
            fields=(
                forms.IntegerField(min_value=1, max_value=31, error_messages=whole),
                forms.IntegerField(min_value=1, max_value=12, error_messages=whole),
                forms.IntegerField(error_messages=whole),
            ),
            require_all_fields=False,
            **kwargs,
        )

    def clean(self, value: list[Any]) -> date | None:
        """Three numbers that are a date. One clear sentence for whatever is wrong."""
        parts = [str(part or "").strip() for part in value or []]
        if not any(parts):
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        if missing := [n for n, part in zip(("a day", "a month", "a year"), parts, strict=True) if not part]:
            raise self._refusal(f"The date needs {' and '.join(missing)}.", "incomplete")
        try:
            day, month, year = map(int, parts)
            found = date(year + CENTURY if len(parts[2]) == SHORT_YEAR else year, month, day)
        except (ValueError, OverflowError):
            raise self._refusal("This is not a date. Write it like 27 11 2026.", "invalid") from None
        if found.year not in YEARS:
            raise self._refusal("Write the year in full, like 2026.", "invalid")
        return found

    def _refusal(self, words: str, code: str) -> ValidationError:
        return ValidationError(
            f"{self.named}: {words[0].lower()}{words[1:]}" if self.named else words, code=code
        )

    def compress(self, data_list: list[Any]) -> Any:
        return data_list
