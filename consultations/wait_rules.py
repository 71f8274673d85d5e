"""For whom an earlier time can come, and until when it is kept. Pure."""

from datetime import date, datetime, time, timedelta

from portal.kernel import clock
from portal.kernel.working_days import next_working_day

# People answer at work: an offer ends with a working day, UK time.
END_OF_WORK = time(17, 0)
# The lead has to know; and nobody can answer what they hear of too late.
BEFORE_IT_BEGINS = timedelta(hours=4)
LEAST_TO_ANSWER = timedelta(hours=2)


# Somebody who comes tomorrow has no use for today.
FEWEST_DAYS = timedelta(days=2)


def can_come_earlier(day: date, today: date) -> bool:
    """Whether an earlier day than `day` is worth waiting for."""
    return day - today >= FEWEST_DAYS


def answer_by(now: datetime, starts_at: datetime) -> datetime | None:
    """When an offer made now passes on: 17:00 UK time of the next working day, and four hours before it begins.

    None: too little would be left to answer, so the time is not offered.
    """
    day = next_working_day(clock.today(now) + timedelta(days=1))
    until = min(clock.wall_to_utc(day, END_OF_WORK), starts_at - BEFORE_IT_BEGINS)
    return until if until - now >= LEAST_TO_ANSWER else None
