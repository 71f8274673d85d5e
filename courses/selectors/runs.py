"""A run's page, its workspace, and the list its keepers work from."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from courses.models import Enrolment, Run
from courses.permissions import may_see_roster, runs_kept_by, runs_seen_by
from courses.rules.dates import short_days, spoken_days, spoken_times
from courses.rules.enrolling import in_words
from courses.selectors.places import with_places
from courses.states import CONFIRMED, ENDED, PENDING, TAG_KINDS, EnrolmentState, RunState
from portal.kernel import clock
from portal.kernel.actors import Actor
from portal.kernel.errors import NotFound
from portal.kernel.querying import Prepared
from portal.kernel.working_days import bank_holiday

if TYPE_CHECKING:
    from courses.selectors.places import FullRun


@dataclass(frozen=True, slots=True)
class RunFacts:
    """What other rooms may know of a run."""

    run_id: int
    reference: str
    course_code: str
    course_title: str
    state: str
    mode: str
    days: tuple[date, ...]
    starts_at: datetime | None
    ends_at: datetime | None
    capacity: int
    taken: int
    waiting: int
    open_to: tuple[int, ...]
    trainer_ids: tuple[int, ...]


def run_facts(run_id: int) -> RunFacts:
    """Everything about one run that may cross a door. Raises `NotFound`."""
    run = with_places(Run.objects.filter(pk=run_id)).select_related("course").first()
    if run is None:
        raise NotFound()
    return RunFacts(
        run_id=run.pk,
        reference=run.reference,
        course_code=run.course.code,
        course_title=run.course.title,
        state=run.state,
        mode=run.mode,
        days=tuple(run.days.values_list("on", flat=True)),
        starts_at=run.starts_at,
        ends_at=run.ends_at,
        capacity=run.capacity,
        taken=run.taken,
        waiting=run.waiting,
        open_to=tuple(run.open_to.values_list("pk", flat=True)),
        trainer_ids=tuple(run.trainer_places.values_list("person_id", flat=True)),
    )


@dataclass(frozen=True, slots=True)
class DayRow:
    """One day on screen; `flag` names a bank holiday."""

    id: int
    on: date
    starts: time
    ends: time
    flag: str

    @property
    def when(self) -> str:
        return short_days([self.on])[0]

    @property
    def when_small(self) -> str:
        return short_days([self.on])[1]

    @property
    def hours(self) -> str:
        return f"{clock.spoken_time(self.starts)} to {clock.spoken_time(self.ends)}"


def run_seen(actor: Actor, reference: str) -> "FullRun":
    """A run this actor may know of, with what its page shows. Raises `NotFound`."""
    rows = runs_seen_by(actor).filter(reference=reference).select_related("course", "edition")
    run = with_places(rows).prefetch_related("days", "trainers", "open_to").first()
    if run is None:
        raise NotFound()
    return run


def run_id_of(reference: str) -> int:
    """The id behind a reference, for a command that checks the rest itself. Raises `NotFound`."""
    found = _IDS.rows(reference=reference)
    if not found:
        raise NotFound()
    return int(found[0][0])


# Hundreds of people send the same command when booking opens.
_IDS = Prepared(
    lambda reference: Run.objects.filter(reference=reference).order_by().values_list("pk"), reference="RN-?"
)


def day_rows(run: Run) -> list[DayRow]:
    """The days of a loaded run."""
    return [
        DayRow(day.pk, day.on, day.starts, day.ends, bank_holiday(day.on) or "") for day in run.days.all()
    ]


def trainers_named(actor: Actor, run: Run) -> str:
    """Who gives a loaded run, in words, to somebody at work; empty to anybody else. No query.

    Whoever is hidden on rosters is named to co-trainers and keepers alone: a name with a place and a day is what
    somebody who looks for them would need.
    """
    if not actor.is_placed:
        return ""
    trainers = list(run.trainers.all())
    shown = [t.name for t in trainers if not t.hidden_on_rosters or may_see_roster(actor, run)]
    if len(shown) < len(trainers):
        shown.append("a trainer who is not named here" if shown else "Not named here")
    return in_words(shown) or "To be announced"


def spoken_run_days(run: Run) -> str:
    """12 to 15 January 2027."""
    return spoken_days([day.on for day in run.days.all()])


def spoken_run_times(run: Run) -> str:
    """09:30 to 16:30 each day."""
    return spoken_times([(day.starts, day.ends) for day in run.days.all()])


# A roster stands in parts, and the heading of the part says it.
SAID_ABOVE = (
    EnrolmentState.BOOKED,
    EnrolmentState.REQUESTED,
    EnrolmentState.OFFERED,
    EnrolmentState.WAITING,
)


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One person in a run, for its trainers and keepers."""

    enrolment_id: int
    name: str
    organisation: str
    team: str
    state: str
    state_label: str
    tag_kind: str
    hold_until: datetime | None
    queue_number: int | None

    @property
    def tag(self) -> str:
        """What the heading above does not say already."""
        return "" if self.state in SAID_ABOVE else self.state_label

    @property
    def detail(self) -> str:
        """Where they work, and until when their place is held."""
        until = f"Held until {clock.spoken_moment(self.hold_until)}." if self.hold_until else ""
        return ". ".join(filter(None, (", ".join(filter(None, (self.organisation, self.team))), until)))


@dataclass(frozen=True, slots=True)
class Roster:
    """Who is in a run now, by what they are."""

    coming: tuple[RosterRow, ...]
    pending: tuple[RosterRow, ...]
    offered: tuple[RosterRow, ...]
    waiting: tuple[RosterRow, ...]

    @property
    def taken(self) -> int:
        return len(self.coming) + len(self.pending) + len(self.offered)


def roster_of(run: Run) -> Roster:
    """The live list by family name; those who wait, in their order. One query."""
    rows = Enrolment.objects.filter(run=run).exclude(state__in=ENDED)
    rows = rows.select_related("person", "organisation", "team")
    found = [
        RosterRow(
            enrolment_id=row.pk,
            name=row.person.name,
            organisation=row.organisation.name if row.organisation else "Not known",
            team=row.team.name if row.team else "",
            state=row.state,
            state_label=EnrolmentState(row.state).label,
            tag_kind=TAG_KINDS[EnrolmentState(row.state)],
            hold_until=row.hold_until,
            queue_number=row.queue_number,
        )
        for row in rows.order_by("person__family_name", "person__given_name", "pk")
    ]
    return Roster(
        coming=tuple(r for r in found if r.state in CONFIRMED),
        pending=tuple(r for r in found if r.state in PENDING),
        offered=tuple(r for r in found if r.state == EnrolmentState.OFFERED),
        waiting=tuple(
            sorted((r for r in found if r.state == EnrolmentState.WAITING), key=lambda r: r.queue_number or 0)
        ),
    )


@dataclass(frozen=True, slots=True)
class KeptRun:
    """A run as its keepers list it."""

    reference: str
    course_title: str
    when: str
    when_small: str
    detail: str
    tag: str
    tag_kind: str


def kept_runs(actor: Actor, now: datetime, *, past: bool = False) -> "QuerySet[FullRun]":
    """Runs this actor keeps: drafts and those to come, or those that are over."""
    found = with_places(runs_kept_by(actor)).select_related("course").prefetch_related("days")
    if past:
        return found.filter(starts_at__lte=now).order_by("-starts_at", "-id")
    return found.exclude(starts_at__lte=now).order_by("starts_at", "id")


def kept_run_rows(runs: "list[FullRun]", now: datetime) -> list[KeptRun]:
    """Rows of the keepers' list from loaded runs. No query."""
    rows = []
    for run in runs:
        when, small = short_days([day.on for day in run.days.all()])
        detail = f"{run.taken} of {run.capacity} places taken"
        if run.waiting:
            detail += f", {run.waiting} waiting"
        tag, kind = _run_tag(run, now)
        rows.append(KeptRun(run.reference, run.course.title, when, small, detail, tag, kind))
    return rows


def _run_tag(run: "FullRun", now: datetime) -> tuple[str, str]:
    """What is not as it should be, or not yet; most dates are published, and need no sign for it."""
    if run.state == RunState.CANCELLED:
        return "Cancelled", "stop"
    if run.state == RunState.DRAFT:
        return "Draft", "info"
    missing = run.minimum - run.taken if run.starts_at and run.starts_at > now else 0
    return (
        (f"Needs {missing} more {'person' if missing == 1 else 'people'}", "due")
        if missing > 0
        else ("", "info")
    )


def trained_runs(person_id: int, now: datetime, *, past: bool = False) -> "QuerySet[FullRun]":
    """Runs this person trains: those not over yet, or those that are."""
    found = with_places(Run.objects.filter(trainer_places__person_id=person_id))
    found = found.exclude(state=RunState.CANCELLED).select_related("course").prefetch_related("days")
    if past:
        return found.filter(ends_at__lte=now).order_by("-starts_at", "-id")
    return found.exclude(ends_at__lte=now).order_by("starts_at", "id")


def run_form_initial(run: Run) -> dict[str, Any]:
    """What the form for moving a run begins with."""
    initial: dict[str, Any] = {
        "mode": run.mode,
        "venue": run.venue,
        "room": run.room,
        "joining_link": run.joining_link,
        "minimum": run.minimum,
        "decision_on": run.decision_on,
        "opens_on": clock.today(run.booking_opens_at) if run.booking_opens_at else None,
        "closes_on": clock.today(run.booking_closes_at) if run.booking_closes_at else None,
    }
    for number, day in enumerate(run.days.all(), start=1):
        initial |= {
            f"day_{number}_on": day.on,
            f"day_{number}_starts": day.starts,
            f"day_{number}_ends": day.ends,
        }
    return initial


def runs_in_the_way(page_id: int, now: datetime) -> "list[FullRun]":
    """Runs of a page's course that are not over and in which people have places: they keep the page where it is."""
    runs = with_places(Run.objects.filter(course__page_id=page_id, ends_at__gt=now)).filter(taken__gt=0)
    return list(runs.select_related("course").prefetch_related("days").order_by("starts_at"))
