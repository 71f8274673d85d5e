"""Time: instants in UTC, wall time in London, and the words for both.

Working hours and course days are kept as wall time; instants as UTC. In March an hour does not exist and
is refused; in October an hour comes twice and the writer must say which (`fold`).
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from portal.kernel.errors import DomainError

LONDON = ZoneInfo("Europe/London")


class NonexistentTime(DomainError):
    sentence = "{time} does not exist on {date}: the clocks go forward. Choose another time."


class AmbiguousTime(DomainError):
    sentence = (
        "{time} comes twice on {date}: the clocks go back. Choose another time, or say which one you mean."
    )


def now() -> datetime:
    """This instant, in UTC. Only views, tasks and commands ask; services are told."""
    return timezone.now().astimezone(UTC)


def local(moment: datetime) -> datetime:
    """The instant on the clock of London."""
    return moment.astimezone(LONDON)


def today(moment: datetime) -> date:
    """The calendar day in London at that instant."""
    return local(moment).date()


def wall_to_utc(day: date, at: time, *, fold: int | None = None) -> datetime:
    """The instant at which London's clocks show `day` and `at`.

    Args:
        day, at: wall date and time.
        fold: 0 for the first, 1 for the second coming of an hour that comes twice; None asks.

    Raises:
        NonexistentTime: the clocks jump over that time.
        AmbiguousTime: the time comes twice and `fold` does not say which.
    """
    wall = datetime.combine(day, at.replace(tzinfo=None, fold=0), tzinfo=LONDON)
    first, second = wall.astimezone(UTC), wall.replace(fold=1).astimezone(UTC)
    if first.astimezone(LONDON).replace(tzinfo=None) != wall.replace(tzinfo=None):
        raise NonexistentTime(time=spoken_time(at), date=spoken_date(day))
    if first != second and fold is None:
        raise AmbiguousTime(time=spoken_time(at), date=spoken_date(day))
    return second if fold == 1 else first


def day_bounds(day: date) -> tuple[datetime, datetime]:
    """The instants at which the day begins and ends in London: 23, 24 or 25 hours apart."""
    start = datetime.combine(day, time.min, tzinfo=LONDON)
    return start.astimezone(UTC), datetime.combine(
        day + timedelta(days=1), time.min, tzinfo=LONDON
    ).astimezone(UTC)


def spoken_date(day: date) -> str:
    """Tuesday 24 November 2026."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def short_date(day: date, today: date) -> str:
    """24 Nov; 24 Nov 2026 while it is another year."""
    return f"{day.day} {day:%b}" if day.year == today.year else f"{day.day} {day:%b %Y}"


def spoken_time(at: time | datetime) -> str:
    """09:30."""
    return f"{at:%H:%M}"


def spoken_moment(moment: datetime) -> str:
    """Tuesday 24 November 2026 at 09:30 UK time."""
    wall = local(moment)
    return f"{spoken_date(wall.date())} at {spoken_time(wall)} UK time"
