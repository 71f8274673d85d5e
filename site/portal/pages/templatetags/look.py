"""The look's small pieces, drawn in Python: a row or a tag costs no template of its own.

docs/features/design.md shows each of them with an example.
"""

from datetime import date, datetime, time
from typing import Any

from django import template
from django.forms import BaseForm, BoundField, CheckboxInput
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from portal.kernel import clock
from portal.pages.drawings import ICONS, LOGO, SCENE, SIGNS
from portal.pages.widgets import DateParts, describedby_of, dressed, first_id
from portal.people.sessions import limits

register = template.Library()

# In this order: each names the ones before it too.
BROWSERS = (("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "an iPhone"),
    ("iPad", "an iPad"),
    ("Mac", "a Mac"),
    ("Linux", "Linux"),
)
TAG = '<span class="hub-tag hub-tag--{}">{}</span>'
CARD = (
    '<li class="hub-card">{}<div class="hub-card__words"><h2><a href="{}">{}</a></h2><p>{}</p></div>'
    '<span class="hub-card__go">{}</span></li>'
)
ROW = (
    '<li class="hub-row{}">{}<div class="hub-row__what"><p class="hub-row__title">{}</p>'
    '<p class="hub-row__detail">{}</p></div><div class="hub-row__state">{}</div></li>'
)


@register.simple_tag
def logo() -> SafeString:
    """Two arcs sheltering a point."""
    return LOGO


@register.simple_tag
def scene() -> SafeString:
    """A parent and a child under two arcs."""
    return SCENE


@register.simple_tag
def icon(name: str) -> SafeString:
    """A drawing for a task: consultation, course, toolkit, certificate, pathway, champion, borough."""
    return ICONS[name]


@register.simple_tag
def sign(name: str) -> SafeString:
    """A small sign in the colour of its words: success, error, warning, info, search, go."""
    return SIGNS[name]


@register.simple_tag
def tag(text: str, kind: str = "info") -> SafeString:
    """A state in words. Kinds: ok (done), due (waiting), stop (danger, missed), info."""
    return format_html(TAG, kind, text)


@register.filter
def uk_date(value: date | datetime | None) -> str:
    """Tuesday 24 November 2026."""
    day = _day(value)
    return clock.spoken_date(day) if day else ""


@register.filter
def short_date(value: date | datetime | None) -> str:
    """24 Nov, with its year unless it is this one."""
    day = _day(value)
    return clock.short_date(day, clock.today(clock.now())) if day else ""


@register.filter
def uk_time(value: datetime | time | None) -> str:
    """09:30, on the clock of London."""
    if value is None:
        return ""
    return clock.spoken_time(clock.local(value) if isinstance(value, datetime) else value)


def _day(value: date | datetime | None) -> date | None:
    return clock.local(value).date() if isinstance(value, datetime) else value


@register.simple_tag
def session_limits() -> str:
    """When a session ends by itself, in a sentence."""
    return str(limits())


@register.filter
def device(user_agent: str) -> str:
    """Chrome on Windows: enough for people to know their own devices, and no more."""
    browser = next((name for sign, name in BROWSERS if sign in user_agent), "A browser")
    system = next((name for sign, name in SYSTEMS if sign in user_agent), "")
    return f"{browser} on {system}" if system else browser


@register.simple_tag
def field(bound: BoundField) -> SafeString:
    """One field with label, hint, error and widget."""
    return bound.as_field_group()


@register.inclusion_tag("components/error_summary.html")
def error_summary(form: BaseForm) -> dict[str, Any]:
    """The list of what is wrong, each linked to its field. Stands first in every form."""
    return {"form": form}


@register.simple_tag
def button(text: str, kind: str = "", name: str = "", value: str = "") -> SafeString:
    """A button that sends its form. Kinds: empty (main), secondary, warning."""
    look = format_html(" govuk-button--{}", kind) if kind else ""
    names = format_html(' name="{}" value="{}"', name, value) if name else ""
    return format_html('<button class="govuk-button{}" type="submit"{}>{}</button>', look, names, text)


@register.simple_tag
def link_button(url: str, text: str, quiet: bool = False) -> SafeString:
    """A link that starts a task."""
    look = mark_safe(" govuk-button--secondary") if quiet else ""
    return format_html('<a class="govuk-button{}" href="{}">{}</a>', look, url, text)


@register.simple_tag
def empty(text: str) -> SafeString:
    """What stands where a list has nothing: what to change, or when something will appear."""
    return format_html('<p class="hub-empty">{}</p>', text)


@register.simple_tag
def card(url: str, title: str, detail: str = "", drawing: str = "") -> SafeString:
    """A task to start. Stands in `<ul class="hub-cards">`; `drawing` is a name that `icon` knows."""
    return format_html(CARD, ICONS.get(drawing, ""), url, title, detail, SIGNS["go"])


@register.simple_tag
def row(
    when: str = "",
    when_small: str = "",
    title: str = "",
    url: str = "",
    detail: str = "",
    tag: str = "",
    tag_kind: str = "info",
    about: str = "",
) -> SafeString:
    """The working unit: when, what, state. Stands in `<ul class="hub-rows">`.

    `about` is read out with a link whose title stands in the list more than once, such as “Online”.
    """
    small = format_html("<small>{}</small>", when_small) if when_small else ""
    lead = format_html('<div class="hub-row__when">{}{}</div>', when, small) if when or when_small else ""
    more = format_html('<span class="govuk-visually-hidden">, {}</span>', about) if about else ""
    head = format_html('<a href="{}">{}{}</a>', url, title, more) if url else title
    state = format_html(TAG, tag_kind, tag) if tag else ""
    return format_html(ROW, "" if lead else mark_safe(" hub-row--plain"), lead, head, detail or "", state)


@register.simple_block_tag
def notice(content: str, kind: str = "calm") -> SafeString:
    """A box to stop at. Kinds: calm, due, ok, stop."""
    return format_html('<div class="hub-notice hub-notice--{}">{}</div>', kind, content)


@register.filter
def describedby(bound: BoundField) -> str:
    """Ids of the hint and the error of a field, for a fieldset."""
    return describedby_of(bound)


@register.filter
def first_input_id(bound: BoundField) -> str:
    """Where an error's link leads: the first input of the field."""
    return first_id(bound)


@register.filter
def is_checkbox(bound: BoundField) -> bool:
    """A lone checkbox carries its label behind it."""
    return isinstance(bound.field.widget, CheckboxInput)


@register.filter
def is_date(bound: BoundField) -> bool:
    """Three boxes of text: JAWS reads out their hint and error only where the fieldset is called a group."""
    return isinstance(bound.field.widget, DateParts)


@register.filter
def gds_widget(bound: BoundField) -> SafeString:
    """The widget, dressed in the classes of its pattern and wired to hint and error."""
    return dressed(bound)
