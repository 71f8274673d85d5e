"""The catalogue's filters as they are typed and drawn."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from courses.forms import organisation_choices
from courses.selectors.narrowing import Filters, Left, months_ahead
from courses.states import Audience, Mode

LENGTHS = (("one", "One day or less"), ("few", "Two or three days"), ("many", "Four days or more"))
PLACES = "Only dates with places left"


@dataclass(frozen=True, slots=True)
class Loosened:
    """One filter taken away: what it asked for, the address without it, and how many courses that leaves."""

    words: str
    query: str
    count: int


class CatalogueFilter:
    """The catalogue's filters, by GET. Anything it does not know is left out of the search, not an error.

    Drawn here and not by the form renderer, because the catalogue is the portal's busiest page: five selects
    cost more than all of its queries otherwise.
    """

    def __init__(self, typed: QueryDict, *, now: datetime, for_me: bool) -> None:
        self.selects = (
            ("audience", "For", (("", "Everybody"), *Audience.choices)),
            ("borough", "Borough or agency", (("", "Any"), *organisation_choices())),
            ("mode", "How", (("", "Any way"), *Mode.choices)),
            ("month", "When", (("", "Any time"), *months_ahead(now))),
            ("length", "Length", (("", "Any length"), *LENGTHS)),
        )
        self.said = {name: dict(choices) for name, _, choices in self.selects} | {"places": {"on": PLACES}}
        self.chosen = {name: typed.get(name, "") for name in self.said}
        self.chosen = {name: value for name, value in self.chosen.items() if value in self.said[name]}
        self.for_me = for_me

    @property
    def words(self) -> list[str]:
        """What was chosen, as it was said."""
        return [self.said[name][value] for name, value in self.chosen.items() if value]

    def filters(self, *, mine: int | None, my_audiences: frozenset[str]) -> Filters:
        """What was understood, for a reader who works there."""
        if not self.for_me:
            return Filters(self.chosen)
        return Filters(self.chosen, for_me=True, mine=mine, my_audiences=my_audiences)

    def drawn(self, left: Left) -> SafeString:
        """The fields in the GOV.UK pattern, each choice with the number of courses that it would leave."""
        fields = [self._select(name, label, choices, left) for name, label, choices in self.selects]
        checked = mark_safe(" checked" if self.chosen.get("places") else "")
        box = format_html(PLACES_BOX, checked, PLACES, left.by("places", "on"))
        return mark_safe("".join([*fields, box]))

    def _select(self, name: str, label: str, choices: tuple[tuple[str, str], ...], left: Left) -> SafeString:
        counted = tuple((value, said, left.by(name, value)) for value, said in choices)
        return _drawn_select(name, label, counted, self.chosen.get(name, ""))

    def loosened(self, left: Left) -> list[Loosened]:
        """What to change when nothing fits: each filter whose absence would leave something, the most first."""
        found = []
        for name, value in self.chosen.items():
            if value and (count := left.by(name, "")):
                others = {key: kept for key, kept in self.chosen.items() if kept and key != name}
                query = urlencode(others | ({"view": "me"} if self.for_me else {}))
                found.append(Loosened(self.said[name][value], query, count))
        return sorted(found, key=lambda one: -one.count)


SELECT = (
    '<div class="govuk-form-group"><label class="govuk-label" for="id_{}">{}</label>'
    '<select class="govuk-select" name="{}" id="id_{}">{}</select></div>'
)
OPTION = '<option value="{}"{}>{} ({})</option>'
PLACES_BOX = (
    '<div class="govuk-form-group"><div class="govuk-checkboxes govuk-checkboxes--small">'
    '<div class="govuk-checkboxes__item">'
    '<input class="govuk-checkboxes__input" type="checkbox" name="places" id="id_places"{}>'
    '<label class="govuk-label govuk-checkboxes__label" for="id_places">{} ({})</label>'
    "</div></div></div>"
)


@lru_cache(maxsize=256)
def _drawn_select(
    name: str, label: str, choices: tuple[tuple[str, str, int], ...], chosen: str
) -> SafeString:
    selected = mark_safe(" selected")
    options = format_html_join(
        "",
        OPTION,
        ((value, selected if value == chosen else "", said, count) for value, said, count in choices),
    )
    return format_html(SELECT, name, label, name, name, options)
