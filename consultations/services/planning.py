"""A lead's plan: settings, weekly rules, days that differ. The past stays as it was."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from consultations.codes import Mode
from consultations.days_off import runs_of_days
from consultations.errors import HoursWrong, NotYourTime, PastEdit, TwoPlacesAtOnce, UnknownCode
from consultations.models import ExceptionKind, LeadPlan, PlanException, Weekday, WeeklyRule
from consultations.permissions import boroughs_led_by, is_lead, may_keep_plan
from portal.audit.services import record
from portal.kernel import clock
from portal.kernel.actors import Actor
from portal.kernel.errors import DomainError, NotAllowed, NotFound
from portal.kernel.refs import Ref

MOST_DAYS_OFF = 60
LIMITS = {
    "meeting_minutes": (10, 480),
    "buffer_before": (0, 240),
    "buffer_after": (0, 240),
    "notice_hours": (0, 720),
    "horizon_days": (1, 366),
    "daily_cap": (0, 20),
    "weekly_cap": (0, 60),
}


@dataclass(frozen=True, slots=True)
class Stretch:
    """Hours of wall time, and what comes with them.

    Args:
        starts, ends: wall time of London.
        organisation_id: for this borough only; None: for every borough of the lead.
        place: where, in the lead's words; shown after sign-in only.
        mode: a code.
        kept_for_urgent: not on the list; the lead offers these times.
    """

    starts: time
    ends: time
    organisation_id: int | None = None
    place: str = ""
    mode: str = Mode.IN_PERSON
    kept_for_urgent: bool = False


def plan_of(*, actor: Actor, now: datetime) -> LeadPlan:
    """The actor's own plan, made when there is none. Raises `NotAllowed` for anybody who is no lead."""
    if not is_lead(actor):
        raise NotAllowed("Only leads have a plan.")
    plan, fresh = LeadPlan.objects.get_or_create(lead_id=actor.person_id)
    if fresh:
        _trail(actor, "plan begun", plan, now)
    return plan


def change_settings(*, actor: Actor, plan_id: int, now: datetime, **settings: int) -> LeadPlan:
    """Change lengths, buffers, notice, horizon and caps (minutes, hours, days, numbers). Bookings stay as they are.

    Raises:
        NotFound, NotYourTime; DomainError beside the field that is out of bounds.
    """
    for name, value in settings.items():
        low, high = LIMITS[name]
        if not low <= value <= high:
            raise DomainError(f"Enter a number from {low} to {high}.", field=name)
    with transaction.atomic():
        plan = _locked(actor, plan_id)
        for name, value in settings.items():
            setattr(plan, name, value)
        plan.save(update_fields=list(settings))
        _trail(actor, "plan settings changed", plan, now, **settings)
    return plan


def add_weekly_rule(
    *,
    actor: Actor,
    plan_id: int,
    weekday: int,
    stretch: Stretch,
    starts_on: date,
    now: datetime,
    ends_on: date | None = None,
) -> WeeklyRule:
    """Add the same hours every week, from a day on. Overlapping rules of one place count as one.

    Raises:
        NotFound, NotYourTime, UnknownCode.
        PastEdit: it would begin before today. HoursWrong: no consultation fits.
        TwoPlacesAtOnce: at that time the lead is elsewhere.
    """
    if weekday not in Weekday.values:
        raise UnknownCode(field="weekday")
    _require_not_past(starts_on, now, field="starts_on")
    if ends_on and ends_on < starts_on:
        raise PastEdit("The last day cannot come before the first.", field="ends_on")
    with transaction.atomic():
        plan = _locked(actor, plan_id)
        _check(stretch, plan, actor, now)
        _require_one_place(plan, weekday, stretch, starts_on, ends_on)
        rule = WeeklyRule.objects.create(
            plan=plan, weekday=weekday, starts_on=starts_on, ends_on=ends_on, **_columns(stretch)
        )
        _trail(actor, "weekly rule added", plan, now, rule=rule.pk)
    return rule


def end_weekly_rule(*, actor: Actor, rule_id: int, last_day: date, now: datetime) -> WeeklyRule:
    """End a rule: its last day is `last_day`; yesterday ends it at once. Raises `NotFound` and `PastEdit`."""
    _require_not_past(last_day, now - timedelta(days=1), field="ends_on")
    with transaction.atomic():
        found = WeeklyRule.objects.filter(pk=rule_id).first()
        if found is None:
            raise NotFound()
        plan = _locked(actor, found.plan_id)
        if found.ends_on and found.ends_on < clock.today(now):
            raise PastEdit("This rule has already ended.", field="ends_on")
        if found.starts_on > last_day:  # it never came into force, so there is no history to keep
            found.delete()
        else:
            found.ends_on = last_day
            found.save(update_fields=["ends_on"])
        _trail(actor, "weekly rule ended", plan, now, rule=rule_id)
    return found


def take_time_off(
    *,
    actor: Actor,
    plan_id: int,
    on: date,
    now: datetime,
    until: date | None = None,
    starts: time | None = None,
    ends: time | None = None,
) -> list[PlanException]:
    """Take a day off, or hours of it, or several days. Why is not asked. What is booked then stays booked.

    Args:
        until: the last day, when it is more than one; every day from `on` is off then, whatever the week brings.

    Returns:
        One for each day that was not off before.

    Raises:
        NotFound, NotYourTime, PastEdit, HoursWrong.
        DomainError: the last day comes before the first, or too long after it.
    """
    _require_not_past(on, now, field="on")
    if (starts is None) != (ends is None) or (starts and ends and ends <= starts):
        raise HoursWrong("Give both hours, the later one last; or none for the whole day.")
    days = _days_off(on, until or on)
    if starts and len(days) > 1:
        raise HoursWrong("Hours are for one day. Leave them empty to be off from the first day to the last.")
    with transaction.atomic():
        plan = _locked(actor, plan_id)
        off = plan.exceptions.filter(on__in=days, kind=ExceptionKind.OFF, starts=starts, ends=ends)
        left = sorted(set(days) - set(off.values_list("on", flat=True)))
        made = PlanException.objects.bulk_create(
            PlanException(plan=plan, on=day, kind=ExceptionKind.OFF, starts=starts, ends=ends) for day in left
        )
        if made:
            _trail(actor, "time off", plan, now, on=on.isoformat(), days=len(made))
    return made


def _days_off(first: date, last: date) -> list[date]:
    if last < first:
        raise PastEdit("The last day cannot come before the first.", field="until")
    if (last - first).days >= MOST_DAYS_OFF:
        raise DomainError(
            f"Take at most {MOST_DAYS_OFF} days at once. Away for longer? Ask an administrator to name who covers.",
            field="until",
        )
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def add_extra_hours(
    *, actor: Actor, plan_id: int, on: date, stretch: Stretch, now: datetime
) -> PlanException:
    """Work on a day that the week would not bring. Raises `NotFound`, `NotYourTime`, `PastEdit`, `HoursWrong`."""
    _require_not_past(on, now, field="on")
    with transaction.atomic():
        plan = _locked(actor, plan_id)
        _check(stretch, plan, actor, now)
        columns = _columns(stretch)
        columns.pop("kept_for_urgent")
        found = PlanException.objects.create(plan=plan, on=on, kind=ExceptionKind.EXTRA, **columns)
        _trail(actor, "extra hours", plan, now, on=on.isoformat())
    return found


def drop_exception(*, actor: Actor, exception_id: int, now: datetime) -> None:
    """Take back a day that differs, while it is still to come; of whole days off all that follow without a gap.

    Raises: `NotFound`, `PastEdit`.
    """
    with transaction.atomic():
        found = PlanException.objects.filter(pk=exception_id).first()
        if found is None:
            raise NotFound()
        plan = _locked(actor, found.plan_id)
        _require_not_past(found.on, now, field="on")
        (run,) = runs_of_days([found, *plan.exceptions.filter(on__gt=found.on)])[:1]
        PlanException.objects.filter(pk__in=[day.pk for day in run]).delete()
        _trail(actor, "exception taken back", plan, now, on=found.on.isoformat(), days=len(run))


def _locked(actor: Actor, plan_id: int) -> LeadPlan:
    plan = LeadPlan.objects.select_for_update(no_key=True).filter(pk=plan_id).first()
    if plan is None:
        raise NotFound()
    if not may_keep_plan(actor, plan):
        raise NotYourTime()
    return plan


def _require_not_past(day: date, now: datetime, *, field: str) -> None:
    if day < clock.today(now):
        raise PastEdit(field=field)


def _check(stretch: Stretch, plan: LeadPlan, actor: Actor, now: datetime) -> None:
    long_enough = datetime.combine(date.min, stretch.starts) + timedelta(minutes=plan.meeting_minutes)
    if stretch.ends <= stretch.starts or datetime.combine(date.min, stretch.ends) < long_enough:
        raise HoursWrong()
    if stretch.mode not in Mode.values:
        raise UnknownCode(field="mode")
    if stretch.organisation_id and stretch.organisation_id not in boroughs_led_by(actor, clock.today(now)):
        raise UnknownCode("Choose a borough that you lead.", field="organisation")


def _require_one_place(
    plan: LeadPlan, weekday: int, stretch: Stretch, starts_on: date, ends_on: date | None
) -> None:
    rules = plan.rules.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=starts_on),
        weekday=weekday,
        starts__lt=stretch.ends,
        ends__gt=stretch.starts,
    )
    if ends_on:
        rules = rules.filter(starts_on__lte=ends_on)
    same = {"organisation_id": stretch.organisation_id, "place": stretch.place, "mode": stretch.mode}
    other = rules.exclude(**same).first()
    if other:
        words = f"{other.place or other.get_mode_display()}, {other.starts:%H:%M} to {other.ends:%H:%M}"
        raise TwoPlacesAtOnce(other=words)


def _columns(stretch: Stretch) -> dict[str, Any]:
    return {
        "starts": stretch.starts,
        "ends": stretch.ends,
        "organisation_id": stretch.organisation_id,
        "place": stretch.place.strip(),
        "mode": stretch.mode,
        "kept_for_urgent": stretch.kept_for_urgent,
    }


def _trail(actor: Actor, verb: str, plan: LeadPlan, now: datetime, **detail: int | str) -> None:
    record(actor=actor, verb=verb, about=Ref("consultations.plan", plan.pk), now=now, detail=detail)
