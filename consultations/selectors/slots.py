"""The times that can be booked: everything loaded in four flat queries, then arithmetic in `rules`."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Func, IntegerField, Q, QuerySet
from django.db.models.sql.compiler import SQLCompiler

from consultations.models import (
    Consultation,
    EarlierWait,
    ExceptionKind,
    LeadCover,
    LeadPlan,
    PlanException,
    WeeklyRule,
)
from consultations.rules import (
    DAY_MINUTES,
    Busy,
    DayOff,
    ExtraHours,
    Hours,
    Plan,
    Slot,
    Weekly,
    Where,
    offered,
    to_minute,
    wall_minute,
)
from consultations.selectors.serving import covers_from, covers_on
from consultations.states import OCCUPIES, WAIT_KEEPS
from portal.kernel import clock
from portal.kernel.querying import Prepared
from portal.kernel.working_days import bank_holidays_between
from portal.people.models import Person
from portal.people.selectors import people_named

FOREVER = date.max.toordinal()
# No plan looks further ahead (`leadplan_horizon_under_a_year`).
HORIZON_MOST = 366
END_OF_TIME = datetime(9999, 1, 1, tzinfo=UTC)
# No row has this number.
NOBODY = 0


@dataclass(frozen=True, slots=True)
class Cover:
    """That a lead serves the borough asked about, from one day (ordinal) to another, and at which rank."""

    rank: int
    first_day: int
    last_day: int
    plan: Plan


@dataclass(frozen=True, slots=True)
class SlotList:
    """The free times of a borough, in order, and whether anybody leads there at all within the horizon."""

    slots: tuple[Slot, ...]
    has_lead: bool

    def find(self, key: str) -> Slot | None:
        """The slot that a form named; None when it is not on the list."""
        return next((slot for slot in self.slots if slot.key == key), None)


def slots_for(
    organisation_id: int,
    kind: str,
    now: datetime,
    *,
    requester_id: int | None = None,
    first_day: date | None = None,
    last_day: date | None = None,
    lead_id: int | None = None,
    urgent: bool = False,
    leave_out: int | None = None,
) -> SlotList:
    """Every time that a borough's practitioner can book: own lead first, cover by dated rule, nobody else.

    Args:
        organisation_id: the borough of whoever asks.
        kind: the kind of consultation. A drop-in is not booked, so it has no times.
        now: the instant; notice and horizon count from it.
        requester_id: times that clash with what this person has are left out.
        first_day, last_day: both included; default the whole horizon.
        lead_id: only this lead's times, whatever the rank: for a lead who books or offers.
        urgent: also the hours kept for urgent requests, and no notice.
        leave_out: a consultation that is about to move, so that its own time does not stand in its way.
    """
    if kind == "drop_in":
        return SlotList((), has_lead=True)
    today = clock.today(now)
    first_day = max(first_day or today, today)
    covers = covers_of(
        organisation_id,
        now,
        requester_id=requester_id,
        leave_out=leave_out,
        urgent=urgent,
        between=(first_day, last_day),
    )
    slots = offered(
        [(c.rank, c.first_day, c.last_day, c.plan) for c in covers if lead_id in (None, c.plan.lead_id)],
        to_minute(now + timedelta(seconds=59)),
        first_day=first_day.toordinal(),
        last_day=last_day.toordinal() if last_day else FOREVER,
        urgent=urgent,
    )
    return SlotList(tuple(slots), has_lead=any(lead_id in (None, c.plan.lead_id) for c in covers))


def covers_of(
    organisation_id: int,
    now: datetime,
    *,
    requester_id: int | None = None,
    leave_out: int | None = None,
    urgent: bool = False,
    between: tuple[date, date | None],
) -> list[Cover]:
    """Every dated cover of a borough from today on, with the plan of its lead. Four queries.

    Args:
        between: the days that are asked about; what is taken on others is not loaded.
    """
    today = clock.today(now)
    rows = _COVERS.rows(on=today, organisation_id=organisation_id, requester_id=requester_id or NOBODY)
    settings = {row[0]: dict(zip(SETTINGS, row[4:], strict=True)) for row in rows}
    hours = _hours_of({s["id"]: lead for lead, s in settings.items()}, organisation_id, today)
    busy, booked = taken_by(set(settings), between, requester_id, leave_out)
    plans = {
        lead: _plan(lead, said, hours, busy[lead], booked[lead], urgent=urgent)
        for lead, said in settings.items()
    }
    return [
        Cover(rank, starts.toordinal(), until.toordinal(), plans[lead])
        for lead, rank, starts, until, *_ in rows
    ]


def own_plan(lead_id: int, now: datetime, between: tuple[date, date]) -> Plan | None:
    """A lead's plan with the hours of every borough, and what is taken; None when there is none. Four queries."""
    said = LeadPlan.objects.filter(lead_id=lead_id).values(*SETTINGS).first()
    if said is None:
        return None
    hours = _hours_of({said["id"]: lead_id}, None, clock.today(now))
    busy, booked = taken_by({lead_id}, between, None, None)
    return _plan(lead_id, said, hours, busy[lead_id], booked[lead_id], urgent=False)


def _plan(
    lead: int, said: dict[str, int], hours: "_Hours", busy: list[Busy], booked: list[int], *, urgent: bool
) -> Plan:
    return Plan(
        lead_id=lead,
        minutes=said["meeting_minutes"],
        before=said["buffer_before"],
        after=said["buffer_after"],
        notice=0 if urgent else said["notice_hours"] * 60,
        horizon=said["horizon_days"],
        daily_cap=said["daily_cap"],
        weekly_cap=said["weekly_cap"],
        weekly=tuple(hours.weekly[lead]),
        off=tuple(hours.off[lead]),
        extra=tuple(hours.extra[lead]),
        busy=tuple(busy),
        booked=tuple(booked),
        rest=hours.rest,
    )


SETTINGS = (
    "id",
    "meeting_minutes",
    "buffer_before",
    "buffer_after",
    "notice_hours",
    "horizon_days",
    "daily_cap",
    "weekly_cap",
)
_COVERS = Prepared(
    lambda on, organisation_id, requester_id: (
        covers_from(on)
        .filter(organisation_id=organisation_id, lead__lead_plan__isnull=False)
        .exclude(lead_id=requester_id)
        .order_by("rank", "lead_id")
        .values_list(
            "lead_id", "rank", "starts_on", "until", *(f"lead__lead_plan__{name}" for name in SETTINGS)
        )
    ),
    on=date(1900, 1, 1),
    organisation_id=-1_234_567,
    requester_id=-7_654_321,
)


class _Hours:
    """What the rules and exceptions of some leads say, by lead; and the bank holidays, which are everybody's."""

    def __init__(self, today: date) -> None:
        holidays = bank_holidays_between(today, today + timedelta(days=HORIZON_MOST))
        self.rest = frozenset(day.toordinal() for day in holidays)
        self.weekly: defaultdict[int, list[Weekly]] = defaultdict(list)
        self.off: defaultdict[int, list[DayOff]] = defaultdict(list)
        self.extra: defaultdict[int, list[ExtraHours]] = defaultdict(list)


def _hours_of(lead_by_plan: dict[int, int], organisation_id: int | None, today: date) -> _Hours:
    """The hours that serve one borough; without one, all of them."""
    found = _Hours(today)
    plans = tuple(lead_by_plan)
    here = {"organisation_id": organisation_id} if organisation_id else {}
    weekly = (_WEEKLY_HERE if here else _WEEKLY).rows(plans=plans, on=today, **here)
    for plan, weekday, starts, ends, organisation, place, mode, urgent, first, last in weekly:
        hours = Hours(wall_minute(starts), wall_minute(ends), Where(organisation, place, mode, urgent))
        found.weekly[lead_by_plan[plan]].append(
            Weekly(weekday, hours, first.toordinal(), last.toordinal() if last else FOREVER)
        )
    for plan, kind, on, from_, until, organisation, place, mode in _EXCEPTIONS.rows(plans=plans, on=today):
        lead, day = lead_by_plan[plan], on.toordinal()
        stretch = (wall_minute(from_), wall_minute(until)) if from_ and until else (0, DAY_MINUTES)
        if kind == ExceptionKind.OFF:
            found.off[lead].append(DayOff(day, *stretch))
        elif organisation_id is None or organisation in (None, organisation_id):
            found.extra[lead].append(ExtraHours(day, Hours(*stretch, Where(organisation, place, mode))))
    return found


def _weekly(
    plans: Sequence[int], on: date, organisation_id: int | None = None
) -> QuerySet[WeeklyRule, tuple[Any, ...]]:
    serves = Q(organisation_id=organisation_id) | Q(organisation_id__isnull=True) if organisation_id else Q()
    rules = WeeklyRule.objects.filter(serves, Q(ends_on__isnull=True) | Q(ends_on__gte=on), plan_id__in=plans)
    return rules.order_by("weekday", "starts", "id").values_list(
        "plan_id", "weekday", "starts", "ends", "organisation_id", "place", "mode", "kept_for_urgent",
        "starts_on", "ends_on",
    )  # fmt: skip


_OF_PLANS: dict[str, Any] = {"plans": (-2_000_000,), "on": date(1900, 1, 1)}
_WEEKLY = Prepared(_weekly, **_OF_PLANS)
_WEEKLY_HERE = Prepared(_weekly, **_OF_PLANS, organisation_id=-1_234_567)
_EXCEPTIONS = Prepared(
    lambda plans, on: PlanException.objects.filter(plan_id__in=plans, on__gte=on).values_list(
        "plan_id", "kind", "on", "starts", "ends", "organisation_id", "place", "mode"
    ),
    **_OF_PLANS,
)


class EpochMinute(Func):
    """An instant as the nearest minute since 1970, worked out by the database: reading thousands of dates is slow."""

    output_field = IntegerField()

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any) -> Any:
        template = "CAST(ROUND((julianday(%(expressions)s) - 2440587.5) * 1440) AS INTEGER)"
        return super().as_sql(compiler, connection, template=template, **context)

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any) -> Any:
        template = "ROUND(EXTRACT(EPOCH FROM %(expressions)s) / 60)::bigint"
        return super().as_sql(compiler, connection, template=template, **context)


TAKEN = (EpochMinute("starts_at"), EpochMinute("busy_from"), EpochMinute("busy_until"))


def taken_by(
    leads: set[int], between: tuple[date, date | None], requester_id: int | None, leave_out: int | None
) -> tuple[defaultdict[int, list[Busy]], defaultdict[int, list[int]]]:
    """Time taken by lead (the requester's with it), and the starts that count against a lead's caps.

    What is kept for somebody who waits for an earlier time counts like a booking.
    """
    people = leads | ({requester_id} if requester_id else set())
    since, until = _whole_weeks(between)
    rows = _TAKEN.rows(people=tuple(people), since=since, until=until, leave_out=leave_out or NOBODY)
    busy: defaultdict[int, list[Busy]] = defaultdict(list)
    booked: defaultdict[int, list[int]] = defaultdict(list)
    for lead, requester, start, begins, ends in rows:
        stretch = Busy(begins, ends)
        if requester_id in (lead, requester):
            for held_by in leads:
                busy[held_by].append(stretch)
        else:
            busy[lead].append(stretch)
            busy[requester].append(stretch)
        booked[lead].append(start)
    return busy, booked


def _taken(
    people: Sequence[int], since: datetime, until: datetime, leave_out: int
) -> QuerySet[Any, tuple[Any, ...]]:
    touches = Q(busy_until__gte=since, busy_from__lt=until)
    rows = Consultation.objects.filter(
        Q(lead_id__in=people) | Q(requester_id__in=people), touches, state__in=OCCUPIES
    ).exclude(pk=leave_out)
    kept = EarlierWait.objects.filter(
        Q(lead_id__in=people) | Q(consultation__requester_id__in=people), touches, state__in=WAIT_KEEPS
    )
    return (
        rows.order_by()
        .values_list("lead_id", "requester_id", *TAKEN)
        .union(kept.order_by().values_list("lead_id", "consultation__requester_id", *TAKEN), all=True)
    )


_TAKEN = Prepared(
    _taken,
    people=(-2_000_000,),
    since=datetime(1900, 1, 1, tzinfo=UTC),
    until=datetime(1900, 1, 2, tzinfo=UTC),
    leave_out=-1_234_567,
)


def _whole_weeks(between: tuple[date, date | None]) -> tuple[datetime, datetime]:
    """The weeks of the days asked about, from Monday to Sunday: the caps count whole weeks."""
    first, last = between
    since, _ = clock.day_bounds(first - timedelta(days=first.weekday() + 1))
    if last is None:
        return since, END_OF_TIME
    _, until = clock.day_bounds(last + timedelta(days=7 - last.weekday()))
    return since, until


def lead_ids_of(organisation_id: int, on: date) -> list[int]:
    """Who serves a borough on a day, own lead first. Empty: nobody does."""
    covers = covers_on(on).filter(organisation_id=organisation_id)
    return list(dict.fromkeys(covers.order_by("rank", "starts_on", "pk").values_list("lead_id", flat=True)))


def lead_ids_ahead(organisation_id: int, on: date) -> list[int]:
    """Everybody who serves a borough on a day or will: whoever passes its freed times on locks their plans."""
    covers = LeadCover.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=on), organisation_id=organisation_id
    )
    return list(covers.order_by().values_list("lead_id", flat=True).distinct())


def by_day(slots: Iterable[Slot]) -> list[tuple[date, list[Slot]]]:
    """Slots grouped by the day London's calendars show, in order."""
    days: dict[int, list[Slot]] = {}
    for slot in slots:
        days.setdefault(slot.day, []).append(slot)
    return [(date.fromordinal(day), found) for day, found in days.items()]


def lead_names(lead_ids: Iterable[int]) -> dict[int, str]:
    """Names of leads by id, in one query; none for none."""
    ids = set(lead_ids)
    return people_named(ids) if ids else {}


def leads_listed(lead_ids: Iterable[int]) -> list[str]:
    """Who leads, for lists that a whole borough can look at: whoever is hidden on rosters is not named. One query.

    A name beside a place and a day is what somebody who looks for them would need.
    """
    people = _NAMES.rows(ids=tuple(set(lead_ids)))
    named = sorted(f"{given} {family}".strip() for given, family, hidden in people if not hidden)
    return named if len(named) == len(people) else [*named, "somebody who is not named in lists"]


_NAMES = Prepared(
    lambda ids: (
        Person.objects.filter(pk__in=ids)
        .order_by()
        .values_list("given_name", "family_name", "hidden_on_rosters")
    ),
    ids=(-2_000_000,),
)
