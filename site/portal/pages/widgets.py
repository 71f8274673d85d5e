"""How Django's widgets wear GOV.UK's patterns: classes, ids and descriptions, set where they are drawn."""

from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.Textarea, "govuk-textarea"),
    (forms.Select, "govuk-select"),
    (forms.FileInput, "govuk-file-upload"),
    (forms.TextInput, "govuk-input"),
)
# The boxes of a date, and how many characters each shows.
DATE_PARTS = {"day": 2, "month": 2, "year": 4}


class SlotRadios(forms.RadioSelect):
    """Radios drawn as chips, for times of a day; groups of choices become days."""


class DateParts(forms.MultiWidget):
    """Day, month and year in three fields, as people write a date."""

    use_fieldset = True

    def __init__(self) -> None:
        super().__init__({"day": forms.TextInput(), "month": forms.TextInput(), "year": forms.TextInput()})

    def decompress(self, value: object) -> list[object]:
        if isinstance(value, date):
            return [value.day, value.month, value.year]
        return [None, None, None]

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_day" if id_ else id_


def describedby_of(bound: BoundField) -> str:
    """Ids of hint, error and the count of a long text."""
    ids = [f"{bound.auto_id}_hint"] if bound.help_text else []
    if bound.errors:
        ids.append(f"{bound.auto_id}_error")
    if _room_of(bound):
        ids.append(f"{bound.auto_id}_room")
    return " ".join(ids)


def first_id(bound: BoundField) -> str:
    """The id of the first input."""
    widget = bound.field.widget
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return f"{bound.auto_id}_0"
    if isinstance(widget, DateParts):
        return f"{bound.auto_id}_{next(iter(_wrong_parts(bound)), 'day')}"
    return str(bound.auto_id)


def dressed(bound: BoundField) -> SafeString:
    """The widget in its pattern."""
    widget = bound.field.widget
    if isinstance(widget, SlotRadios):
        return _slots(bound)
    if isinstance(widget, forms.CheckboxSelectMultiple):  # first: Django derives it from RadioSelect
        return _choices(bound, "checkboxes", "checkbox")
    if isinstance(widget, forms.RadioSelect):
        return _choices(bound, "radios", "radio")
    if isinstance(widget, forms.CheckboxInput):
        return _checkbox(bound)
    if isinstance(widget, DateParts):
        return _date(bound)
    drawn = bound.as_widget(attrs=_attrs(bound, _class_for(widget)))
    if _hides(widget):
        return format_html('<div class="hub-password">{}</div>', drawn)
    if room := _room_of(bound):
        return format_html(
            '{}<p class="hub-count" id="{}_room">You can write up to {} characters</p>',
            drawn,
            bound.auto_id,
            room,
        )
    return drawn


def _room_of(bound: BoundField) -> int:
    """How many characters a text of several lines may have; 0 for other fields."""
    widget = bound.field.widget
    return int(widget.attrs.get("maxlength", 0)) if isinstance(widget, forms.Textarea) else 0


def _hides(widget: forms.Widget) -> bool:
    return getattr(widget, "input_type", "") == "password"


def _class_for(widget: forms.Widget) -> str:
    return next((name for kind, name in CLASSES if isinstance(widget, kind)), "govuk-input")


def _attrs(bound: BoundField, css: str) -> dict[str, Any]:
    own = str(bound.field.widget.attrs.get("class", ""))
    error = f"{css}--error" if bound.errors else ""
    # A placeholder vanishes when one types and is too pale to read: label and hint say what is wanted.
    attrs: dict[str, Any] = {
        "class": " ".join(part for part in (css, own, error) if part),
        "placeholder": False,
    }
    if described := describedby_of(bound):
        attrs["aria-describedby"] = described
    if room := _room_of(bound):
        # A browser cuts in silence what is pasted beyond `maxlength`; the server says what is too long.
        attrs |= {"maxlength": False, "data-room": room}
    if _hides(bound.field.widget):
        attrs |= {"spellcheck": "false", "autocapitalize": "none"}
    return attrs


def _options(bound: BoundField) -> list[tuple[str | None, list[dict[str, object]]]]:
    value = bound.value()
    chosen = {str(item) for item in value} if isinstance(value, list | tuple | set) else {str(value)}
    groups: list[tuple[str | None, list[dict[str, object]]]] = []
    number = 0
    for group, entries, _ in bound.field.widget.optgroups(bound.html_name, list(chosen)):
        made = []
        for entry in entries:
            identity = f"{bound.auto_id}_{number}"
            hint = getattr(bound.field, "option_hints", {}).get(str(entry["value"]), "")
            made.append(
                {
                    "id": identity,
                    "value": entry["value"],
                    "label": entry["label"],
                    "checked": str(entry["value"]) in chosen and str(entry["value"]) != "None",
                    "hint": hint,
                }
            )
            number += 1
        if groups and groups[-1][0] == group:
            groups[-1][1].extend(made)
        else:
            groups.append((group, made))
    return groups


def _choices(bound: BoundField, pattern: str, kind: str) -> SafeString:
    items = format_html_join(
        "",
        '<div class="govuk-{0}__item">'
        '<input class="govuk-{0}__input" type="{1}" id="{2}" name="{3}" value="{4}"{5}{6}>'
        '<label class="govuk-label govuk-{0}__label" for="{2}">{7}</label>{8}</div>',
        (
            (
                pattern,
                kind,
                o["id"],
                bound.html_name,
                o["value"],
                SafeString(" checked") if o["checked"] else "",
                format_html(' aria-describedby="{}_hint"', o["id"]) if o["hint"] else "",
                o["label"],
                format_html(
                    '<div class="govuk-hint govuk-{}__hint" id="{}_hint">{}</div>',
                    pattern,
                    o["id"],
                    o["hint"],
                )
                if o["hint"]
                else "",
            )
            for _, options in _options(bound)
            for o in options
        ),
    )
    return format_html('<div class="govuk-{}">{}</div>', pattern, items)


def _slots(bound: BoundField) -> SafeString:
    return format_html_join(
        "",
        '<fieldset class="govuk-fieldset hub-day"><legend class="govuk-fieldset__legend">{}</legend>'
        '<div class="hub-slots">{}</div></fieldset>',
        ((day or "", _chips(bound, options)) for day, options in _options(bound)),
    )


def _chips(bound: BoundField, options: list[dict[str, object]]) -> SafeString:
    name, checked = conditional_escape(bound.html_name), (SafeString(""), SafeString(" checked"))
    return format_html_join(
        "",
        '<div class="hub-slots__slot"><input type="radio" id="{0}" name="{1}" value="{2}"{3}>'
        '<label for="{0}">{4}</label></div>',
        ((o["id"], name, o["value"], checked[bool(o["checked"])], o["label"]) for o in options),
    )


def _checkbox(bound: BoundField) -> SafeString:
    return format_html(
        '<div class="govuk-checkboxes"><div class="govuk-checkboxes__item">{}'
        '<label class="govuk-label govuk-checkboxes__label" for="{}">{}</label>{}</div></div>',
        bound.as_widget(attrs=_attrs(bound, "govuk-checkboxes__input")),
        bound.id_for_label,
        bound.label,
        format_html(
            '<div class="govuk-hint govuk-checkboxes__hint" id="{}_hint">{}</div>',
            bound.auto_id,
            mark_safe(bound.help_text),  # written by us, in forms.py
        )
        if bound.help_text
        else "",
    )


def _parts(bound: BoundField) -> list[object]:
    """Day, month and year, as they were typed or as they are kept."""
    value = bound.value()
    return value if isinstance(value, list) else bound.field.widget.decompress(value)


def _wrong_parts(bound: BoundField) -> list[str]:
    """Which boxes of a refused date to look at: those left empty, or else the whole date."""
    if not bound.errors:
        return []
    empty = [
        name for name, part in zip(DATE_PARTS, _parts(bound), strict=True) if not str(part or "").strip()
    ]
    return empty or list(DATE_PARTS)


def _date(bound: BoundField) -> SafeString:
    wrong = _wrong_parts(bound)
    return format_html(
        '<div class="govuk-date-input">{}</div>',
        format_html_join(
            "",
            '<div class="govuk-date-input__item">'
            '<label class="govuk-label govuk-date-input__label" for="{0}_{1}">{2}</label>'
            '<input class="govuk-input govuk-date-input__input govuk-input--width-{3}{6}" id="{0}_{1}" name="{4}_{1}" '
            'type="text" inputmode="numeric" value="{5}"></div>',
            (
                (
                    bound.auto_id,
                    name,
                    name.capitalize(),
                    width,
                    bound.html_name,
                    part if part is not None else "",
                    SafeString(" govuk-input--error") if name in wrong else "",
                )
                for (name, width), part in zip(DATE_PARTS.items(), _parts(bound), strict=True)
            ),
        ),
    )
