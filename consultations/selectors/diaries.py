"""A lead's week, the plan as the editor shows it, and who leads where."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db.models import Q

from consultations.days_off import runs_of_days
from consultations.models import Consultation, LeadCover, LeadPlan, PlanException, Weekday, WeeklyRule
from consultations.rules import (
    Hours,
    Plan,
    Where,
    free_slots,
    hours_on,
    merged,
    spoken_minute,
    to_minute,
    wall_minute,
)
from consultations.selectors.listings import diary_between
from consultations.selectors.serving import covers_with_standing
from consultations.selectors.slots import HORIZON_MOST, own_plan
from portal.kernel import clock
from portal.kernel.actors import Actor
from portal.kernel.working_days import bank_holiday, bank_holidays_from
from portal.people.models import Organisation, OrganisationKind, Standing
from portal.people.roles import Role
from portal.people.selectors import people_in_role


@dataclass(frozen=True, slots=True)
class DiaryDay:
    """One day of a diary. From today on `free` are the times nobody has yet, or `closed` says why there are none."""

    day: date
    consultations: list[Consultation]
    free: list[str]
    closed: str


def diary_week(actor: Actor, monday: date, now: datetime) -> list[DiaryDay]:
    """Monday to Sunday; a weekend day only when something is on it. Five queries."""
    lead_id, sunday = actor.person_id or 0, monday + timedelta(days=6)
    rows = list(diary_between(lead_id, monday, sunday))
    plan = own_plan(lead_id, now, (monday, sunday))
    days = []
    for number in range(7):
        day = monday + timedelta(days=number)
        found = [row for row in rows if row.starts_at and clock.local(row.starts_at).date() == day]
        free = _free_on(plan, day, now) if plan else []
        if found or free or number < Weekday.SATURDAY:
            ahead = day >= clock.today(now) and not free
            days.append(DiaryDay(day, found, free, _why_closed(plan, day) if ahead else ""))
    return days


def _free_on(plan: Plan, day: date, now: datetime) -> list[str]:
    """The times of a day that are still empty. The lead sees them however short the notice, however far ahead."""
    seen, on = replace(plan, notice=0, horizon=HORIZON_MOST), day.toordinal()
    slots = free_slots(seen, to_minute(now + timedelta(seconds=59)), first_day=on, last_day=on, urgent=True)
    return [spoken_minute(slot.minute) for slot in slots]


def _why_closed(plan: Plan | None, day: date) -> str:
    on = day.toordinal()
    if plan and hours_on(plan, on):
        return "No time is free."
    if holiday := bank_holiday(day):
        return f"Bank holiday: {holiday}."
    if plan and any(gap.day == on for gap in plan.off):
        return "You are off."
    return "No hours for consultations."


def rest_of_week_is_empty(actor: Actor, now: datetime) -> bool:
    """Whether nothing is in the diary from today to Sunday."""
    today = clock.today(now)
    sunday = today + timedelta(days=6 - today.weekday())
    return not diary_between(actor.person_id or 0, today, sunday).exists()


def boroughs_of(actor: Actor, now: datetime) -> list[tuple[int, str]]:
    """The boroughs that a lead serves now or will serve, for choices."""
    today = clock.today(now)
    covers = LeadCover.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=today), lead_id=actor.person_id
    ).select_related("organisation")
    return sorted(
        {(cover.organisation_id, cover.organisation.name) for cover in covers}, key=lambda pair: pair[1]
    )


@dataclass(frozen=True, slots=True)
class WeekdayHours:
    """The hours of one weekday as they count today: overlapping rules joined."""

    weekday: str
    stretches: list[str]


HOLIDAYS_SHOWN = 2


@dataclass(frozen=True, slots=True)
class PlanPage:
    """What the editor shows of a plan."""

    rules: list[WeeklyRule]
    week: list[WeekdayHours]
    open_days: list[str]
    exceptions: list[list[PlanException]]
    boroughs: list[LeadCover]
    holidays: list[tuple[date, str]]


def plan_page(plan: LeadPlan, now: datetime) -> PlanPage:
    """The plan from today on: rules, the week that follows from them, days that differ, boroughs."""
    today = clock.today(now)
    rules = list(
        plan.rules.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today)).select_related("organisation")
    )
    covers = LeadCover.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=today), lead_id=plan.lead_id
    ).select_related("organisation")
    return PlanPage(
        rules=rules,
        week=_week(rules),
        open_days=[
            day.label for day in Weekday if any(r.weekday == day and not r.kept_for_urgent for r in rules)
        ],
        exceptions=runs_of_days(plan.exceptions.filter(on__gte=today).select_related("organisation")),
        boroughs=list(covers),
        holidays=bank_holidays_from(today)[:HOLIDAYS_SHOWN],
    )


def _week(rules: list[WeeklyRule]) -> list[WeekdayHours]:
    found = []
    for weekday in Weekday:
        hours = [_hours(rule) for rule in rules if rule.weekday == weekday]
        if hours:
            found.append(WeekdayHours(weekday.label, [_spoken(stretch) for stretch in merged(hours)]))
    return found


def _hours(rule: WeeklyRule) -> Hours:
    where = Where(rule.organisation_id, rule.place, rule.mode, rule.kept_for_urgent)
    return Hours(wall_minute(rule.starts), wall_minute(rule.ends), where)


def _spoken(hours: Hours) -> str:
    at = " to ".join(map(spoken_minute, (hours.starts, hours.ends)))
    return f"{at}, kept for urgent requests" if hours.where.kept_for_urgent else at


@dataclass(frozen=True, slots=True)
class BoroughCover:
    """A borough with everybody who leads it now or will; `served` when one of them still holds the role."""

    name: str
    covers: list[LeadCover]
    served: bool


def member_boroughs() -> list[tuple[int, str]]:
    """Local authorities that take part or are joining, for choices."""
    found = Organisation.objects.filter(kind=OrganisationKind.LOCAL_AUTHORITY).exclude(standing=Standing.LEFT)
    return list(found.values_list("pk", "name"))


def lead_choices(now: datetime) -> list[tuple[int, str]]:
    """Everybody who holds the lead's role today and is at work, for choices."""
    leads = people_in_role(Role.LEAD, clock.today(now))
    return sorted(((person.pk, person.name) for person in leads), key=lambda pair: pair[1])


def covers_ahead(boroughs: list[tuple[int, str]], now: datetime) -> list[BoroughCover]:
    """The boroughs with their leads from today on; those that nobody leads come first. One query."""
    rows = covers_with_standing(clock.today(now)).filter(organisation_id__in=dict(boroughs))
    by_borough: dict[int, list[LeadCover]] = {}
    for row in rows.select_related("lead"):
        by_borough.setdefault(row.organisation_id, []).append(row)
    found = []
    for pk, name in boroughs:
        covers = by_borough.get(pk, [])
        found.append(BoroughCover(name, covers, any(cover.serves for cover in covers)))  # type: ignore[attr-defined]  # annotated
    return sorted(found, key=lambda borough: (borough.served, borough.name))
