"""Days of a plan that differ, as runs: a fortnight off is one line, taken back as one. Pure."""

from collections.abc import Iterable
from datetime import timedelta

from consultations.models import PlanException


def runs_of_days(days: Iterable[PlanException]) -> list[list[PlanException]]:
    """Whole days off that follow each other, together; every other day that differs by itself.

    Args:
        days: of one plan, in the order of their dates.
    """
    runs: list[list[PlanException]] = []
    for day in days:
        last = runs[-1][-1] if runs else None
        if last and last.is_whole_day_off and day.is_whole_day_off and day.on - last.on <= timedelta(days=1):
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs
