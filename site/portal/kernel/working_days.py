"""Bank holidays in England, and the days on which people are at work.

The days come from the package `holidays`, which follows gov.uk/bank-holidays, one-off days included: a new
one (a jubilee, a funeral) arrives with an upgrade of the lock.
"""

from datetime import date, timedelta
from functools import cache

from holidays import country_holidays

SATURDAY = 5
# Where the package and GOV.UK speak of the same day differently.
_AS_GOV_UK_SAYS = {
    "May Day": "Early May bank holiday",
    "Spring Bank Holiday": "Spring bank holiday",
    "Late Summer Bank Holiday": "Summer bank holiday",
}


def bank_holiday(day: date) -> str | None:
    """The name of the bank holiday on `day`, or None: “Boxing Day”, also on the Monday that makes it good.

    Christmas, Boxing Day and New Year's Day have their name at a weekend too: nobody meets then either.
    """
    return _bank_holidays(day.year).get(day)


def is_working_day(day: date) -> bool:
    """Whether people in offices are at work: neither at a weekend nor on a bank holiday."""
    return day.weekday() < SATURDAY and bank_holiday(day) is None


def next_working_day(day: date) -> date:
    """`day` itself, or the first working day after it."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def last_working_day(day: date) -> date:
    """`day` itself, or the last working day before it."""
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day


def bank_holidays_from(first: date, days: int = 366) -> list[tuple[date, str]]:
    """The bank holidays from `first` on, for as many days, on which people would be at work otherwise; in order."""
    found = bank_holidays_between(first, first + timedelta(days=days - 1))
    return [(day, name) for day, name in found.items() if day.weekday() < SATURDAY]


def bank_holidays_between(first: date, last: date) -> dict[date, str]:
    """Their names by day, both ends included, those at a weekend too; in order. Looks at no other day."""
    years = (_bank_holidays(year) for year in range(first.year, last.year + 1))
    return {day: name for year in years for day, name in sorted(year.items()) if first <= day <= last}


@cache
def _bank_holidays(year: int) -> dict[date, str]:
    """What is cached is small and bounded: a date has one of 9,999 years, and people plan a few of them."""
    found = country_holidays("GB", subdiv="ENG", years=year)
    names = {day: name.removesuffix(" (observed)").replace("'", "’") for day, name in found.items()}
    return {day: _AS_GOV_UK_SAYS.get(name, name) for day, name in names.items()}
