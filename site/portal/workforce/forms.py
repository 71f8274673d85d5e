"""The few choices of the coverage page, read from the address and forgiving of nonsense."""

from dataclasses import dataclass
from datetime import date

from django.http import QueryDict

from portal.workforce.selectors import GROUPINGS

# No roster is older; a day long before would run out of the calendar when validity is counted back from it.
FIRST_DAY = date(2015, 1, 1)


@dataclass(frozen=True, slots=True)
class Choices:
    """How the figures are grouped, and the day they are asked for."""

    grouping: str
    on: date


def read_choices(query: QueryDict, today: date) -> Choices:
    """What the address asks for; by team and today where it asks for nothing we know, never a day to come."""
    grouping = query.get("by", "team")
    try:
        on = max(min(date.fromisoformat(query.get("on", "")), today), FIRST_DAY)
    except ValueError:
        on = today
    return Choices(grouping if grouping in GROUPINGS else "team", on)
