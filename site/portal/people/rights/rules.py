"""The clocks of data rights. Pure; every rule names where it comes from."""

from calendar import monthrange
from datetime import date, timedelta

# DPA 2018 s. 164A (Data (Use and Access) Act 2025 s. 103): within 30 days, beginning when the complaint is received.
DAYS_TO_ACKNOWLEDGE = 30


# UK GDPR Art. 12(3): a month, and two further ones where a request is complex or one of many.
MONTHS_TO_ANSWER, FURTHER_MONTHS = 1, 2
# How long words about a request stay after its end, for the Information Commissioner or a court may ask.
# For a data protection officer to confirm.
WORDS_KEPT = timedelta(days=2 * 365)


def months_later(day: date, months: int) -> date:
    """The same day some months later, or the last day of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def answer_by(asked: date, *, extended: bool = False) -> date:
    """The last day for an answer to a request (UK GDPR Art. 12(3)), counted from the day it came, extended or not."""
    return months_later(asked, MONTHS_TO_ANSWER + (FURTHER_MONTHS if extended else 0))


def may_still_be_extended(asked: date, today: date) -> bool:
    """Whether the person can still be told of an extension in time: within one month of their request."""
    return today <= answer_by(asked)


def acknowledge_by(received: date) -> date:
    """The last day to acknowledge a complaint. The day it came is the first of the thirty: never late by one."""
    return received + timedelta(days=DAYS_TO_ACKNOWLEDGE - 1)


def days_left(due: date, today: date) -> str:
    """How long is left, in words: "6 days left", "due today", "2 days late"."""
    left = (due - today).days
    if left == 0:
        return "due today"
    count = f"{abs(left)} day{'' if abs(left) == 1 else 's'}"
    return f"{count} left" if left > 0 else f"{count} late"


def urgency(due: date, today: date) -> str:
    """The colour for a date: late, within a week, or later."""
    left = (due - today).days
    return "stop" if left < 0 else "due" if left <= 7 else "info"
