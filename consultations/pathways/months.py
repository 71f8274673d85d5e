"""Calendar months, because thresholds are written in months and months differ in length.

The rule: a number of months after a day falls on the day with the same number, or on the last day of the
month when it has no such day. 31 August and six months is 28 February, or 29 in a leap year. A period of
"at least four months" is reached on that day; something is "within 18 months" up to and including that day.
"""

from calendar import monthrange
from datetime import date


def add_months(day: date, months: int) -> date:
    """The day `months` calendar months after `day`; negative numbers go back."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def has_lasted(started_on: date, months: int, on: date) -> bool:
    """Whether something that began on `started_on` has run for at least `months` by `on`."""
    return on >= add_months(started_on, months)


def is_within(first: date, second: date, months: int) -> bool:
    """Whether `second` comes on or after `first` and no later than `months` after it."""
    return first <= second <= add_months(first, months)
