"""The few choices of the coverage page, read from the address and forgiving of nonsense."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.http import QueryDict

from portal.workforce.selectors import GROUPINGS

# No roster is older; a day long before would run out of the calendar when validity is counted back from it.
FIRST_DAY = date(2015, 1, 1)
A_YEAR = timedelta(days=364)


@dataclass(frozen=True, slots=True)
class Choices:
    """How the figures are grouped, and the day they are asked for."""

    grouping: str
    on: date


@dataclass(frozen=True, slots=True)
class Period:
    """From one day to another, both included."""

    first_day: date
    last_day: date


def read_period(query: QueryDict, today: date) -> Period:
    """What the address asks for; the last twelve months where it makes no sense, never a day to come."""
    last = _day(query.get("to", ""), today, today)
    first = _day(query.get("from", ""), last - A_YEAR, last)
    return Period(first, last)


def _day(text: str, otherwise: date, latest: date) -> date:
    try:
        return max(min(date.fromisoformat(text), latest), FIRST_DAY)
    except ValueError:
        return otherwise


def read_choices(query: QueryDict, today: date) -> Choices:
    """What the address asks for; by team and today where it asks for nothing we know, never a day to come."""
    grouping = query.get("by", "team")
    on = _day(query.get("on", ""), today, today)
    return Choices(grouping if grouping in GROUPINGS else "team", on)
