"""A lead's week, the plan as the editor shows it, and who leads where."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q

from consultations.models import Consultation, LeadCover, LeadPlan, PlanException, Weekday, WeeklyRule
from consultations.rules import Hours, Where, merged, wall_minute
from consultations.selectors.listings import diary_between
from portal.kernel import clock
from portal.kernel.actors import Actor
from portal.kernel.querying import on_date
from portal.people.models import Grant, Organisation, OrganisationKind, Standing
from portal.people.roles import Role


@dataclass(frozen=True, slots=True)
class DiaryDay:
    """One day of a diary."""

    day: date
    consultations: list[Consultation]


def diary_week(actor: Actor, monday: date) -> list[DiaryDay]:
    """Monday to Sunday; a weekend day only when something is on it. One query."""
    rows = list(diary_between(actor.person_id or 0, monday, monday + timedelta(days=6)))
    days = []
    for number in range(7):
        day = monday + timedelta(days=number)
        found = [row for row in rows if row.starts_at and clock.local(row.starts_at).date() == day]
        if found or number < Weekday.SATURDAY:
            days.append(DiaryDay(day, found))
    return days


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


@dataclass(frozen=True, slots=True)
class PlanPage:
    """What the editor shows of a plan."""

    rules: list[WeeklyRule]
    week: list[WeekdayHours]
    open_days: list[str]
    exceptions: list[PlanException]
    boroughs: list[LeadCover]


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
        exceptions=list(plan.exceptions.filter(on__gte=today).select_related("organisation")),
        boroughs=list(covers),
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
    at = " to ".join(f"{minute // 60:02}:{minute % 60:02}" for minute in (hours.starts, hours.ends))
    return f"{at}, kept for urgent requests" if hours.where.kept_for_urgent else at


@dataclass(frozen=True, slots=True)
class BoroughCover:
    """A borough with everybody who leads it now or will."""

    name: str
    covers: list[LeadCover]


def member_boroughs() -> list[tuple[int, str]]:
    """Local authorities that take part or are joining, for choices."""
    found = Organisation.objects.filter(kind=OrganisationKind.LOCAL_AUTHORITY).exclude(standing=Standing.LEFT)
    return list(found.values_list("pk", "name"))


def lead_choices(now: datetime) -> list[tuple[int, str]]:
    """Everybody who holds the lead's role today, for choices."""
    held = Grant.objects.filter(on_date(clock.today(now)), role=Role.LEAD).select_related("person")
    return sorted({(grant.person_id, grant.person.name) for grant in held}, key=lambda pair: pair[1])


def covers_ahead(boroughs: list[tuple[int, str]], now: datetime) -> list[BoroughCover]:
    """The boroughs with their leads from today on; those that nobody leads come first. One query."""
    rows = LeadCover.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=clock.today(now)), organisation_id__in=dict(boroughs)
    ).select_related("lead")
    by_borough: dict[int, list[LeadCover]] = {}
    for row in rows:
        by_borough.setdefault(row.organisation_id, []).append(row)
    found = [BoroughCover(name, by_borough.get(pk, [])) for pk, name in boroughs]
    return sorted(found, key=lambda borough: (bool(borough.covers), borough.name))
