"""What somebody can know, and whom they can ring, while no lead has answered their urgent request."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q

from consultations.models import ExceptionKind, PlanException, WeeklyRule
from consultations.selectors.serving import covers_on
from portal.kernel import clock
from portal.kernel.querying import on_date
from portal.kernel.working_days import bank_holiday
from portal.pages.office_days import spoken_days
from portal.pages.selectors import contacts_of_borough
from portal.people.models import Organisation

DAYS_LOOKED_AT = 28


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """Facts, not promises: the weekdays of the leads, the next such day, and the borough's own desks."""

    weekdays: str
    next_day: date | None
    is_today: bool
    page_url: str
    contacts: str


def meanwhile(organisation: Organisation, now: datetime) -> Meanwhile:
    """What is known about the leads of a borough from today on. Three queries."""
    today = clock.today(now)
    leads = covers_on(today).filter(organisation_id=organisation.pk).values("lead_id")
    here = Q(organisation_id=organisation.pk) | Q(organisation__isnull=True)
    rules = WeeklyRule.objects.filter(on_date(today), here, plan__lead_id__in=leads)
    works = set(rules.values_list("plan_id", "weekday"))
    last = today + timedelta(days=DAYS_LOOKED_AT)
    off = set(
        PlanException.objects.filter(
            plan__lead_id__in=leads, on__range=(today, last), kind=ExceptionKind.OFF, starts=None
        ).values_list("plan_id", "on")
    )
    days = (today + timedelta(days=number) for number in range(DAYS_LOOKED_AT))
    next_day = next((day for day in days if _somebody_works(day, works, off)), None)
    page_url, contacts = contacts_of_borough(organisation.code)
    weekdays = spoken_days(frozenset(weekday for _, weekday in works))
    return Meanwhile(weekdays, next_day, next_day == today, page_url, contacts)


def _somebody_works(day: date, works: set[tuple[int, int]], off: set[tuple[int, date]]) -> bool:
    """Whether one of the plans has hours on a day that is neither theirs to take off nor a bank holiday."""
    if bank_holiday(day):
        return False
    return any(weekday == day.weekday() and (plan, day) not in off for plan, weekday in works)
