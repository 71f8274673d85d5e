"""What they learnt: courses, runs over five years and half a year to come, places and completions."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db import transaction

from courses.models import Completion, Course, CourseEdition, Enrolment, Run, RunDay
from courses.states import Approval, EnrolmentState, Mode, RunState
from portal.assembly.demo.scale.places import PREFIX, ROWS, Tick, Worker
from portal.kernel import clock

TITLES = (
    "Core",
    "Overview",
    "Supervision",
    "Mapping",
    "Engagement",
    "Coercive control",
    "Partners",
    "Refresher",
)
PLACES, SEATS_TAKEN = 24, 20
DAYS_BACK, DAYS_AHEAD = 5 * 365, 180
FROM, TO = time(9, 30), time(16, 30)
NOT_COMPLETED_EVERY = 10


@dataclass(frozen=True, slots=True)
class Plan:
    """So many runs of these editions, spread evenly over the years."""

    editions: list[CourseEdition]
    runs: int
    seats: int
    now: datetime

    def run(self, n: int) -> Run:
        """The nth run, not saved: on one weekday, over when that lies behind us."""
        day = clock.today(self.now) - timedelta(days=DAYS_BACK)
        day += timedelta(days=n * (DAYS_BACK + DAYS_AHEAD) // self.runs)
        day += timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)
        edition = self.editions[n % len(self.editions)]
        begins = clock.wall_to_utc(day, FROM)
        ends = clock.wall_to_utc(day, TO)
        return Run(
            course_id=edition.course_id,
            edition=edition,
            reference=f"SC-{n:07d}",
            state=RunState.FINISHED if ends < self.now else RunState.PUBLISHED,
            mode=Mode.ONLINE if n % 2 else Mode.IN_PERSON,
            capacity=PLACES,
            starts_at=begins,
            ends_at=ends,
            booking_closes_at=begins - timedelta(days=1),
        )


def fill_courses(count: int, workers: list[Worker], now: datetime, tick: Tick) -> None:
    """Make so many enrolments. Nobody is twice in one run, no run has more people than places."""
    if not count:
        return
    seats = min(SEATS_TAKEN, len(workers))
    plan = Plan(_make_editions(now), -(-count // seats), seats, now)
    step = max(1, ROWS // seats)
    for first in range(0, plan.runs, step):
        numbers = range(first, min(plan.runs, first + step))
        tick(_hold(plan, numbers, workers, count - first * seats))


@transaction.atomic
def _make_editions(now: datetime) -> list[CourseEdition]:
    made = now - timedelta(days=DAYS_BACK + 30)
    editions = []
    for n, title in enumerate(TITLES):
        words = {
            "title": f"Scale: {title}",
            "summary": "Invented, to measure with.",
            "outcomes": [],
            "cpd_minutes": 360,
        }
        course = Course.objects.create(
            code=f"{PREFIX}{n + 1}", slug=f"{PREFIX}{n + 1}", title=f"Scale: {title}", words=words,
            approval=Approval.NONE, forms_required=False, listed=False, days=1,
        )  # fmt: skip
        editions.append(
            CourseEdition.objects.create(
                course=course,
                number=1,
                title=course.title,
                cpd_minutes=360,
                cpd_basis="invented",
                made_at=made,
            )
        )
    return editions


@transaction.atomic
def _hold(plan: Plan, numbers: range, workers: list[Worker], most: int) -> int:
    runs = Run.objects.bulk_create(plan.run(n) for n in numbers)
    RunDay.objects.bulk_create(_day(run) for run in runs)
    places = Enrolment.objects.bulk_create(list(_places(plan, runs, numbers, workers))[:most])
    Completion.objects.bulk_create(_completions(places))
    return len(places)


def _day(run: Run) -> RunDay:
    assert run.starts_at  # noqa: S101 - plan.run gives both
    assert run.ends_at  # noqa: S101
    return RunDay(
        run=run,
        on=clock.today(run.starts_at),
        starts=FROM,
        ends=TO,
        starts_at=run.starts_at,
        ends_at=run.ends_at,
    )


def _places(plan: Plan, runs: list[Run], numbers: range, workers: list[Worker]) -> Iterator[Enrolment]:
    for run, n in zip(runs, numbers, strict=True):
        for seat in range(plan.seats):
            worker = workers[(n * plan.seats + seat) % len(workers)]
            assert run.starts_at  # noqa: S101 - plan.run gives one
            yield Enrolment(
                run=run,
                person_id=worker.person_id,
                edition_id=run.edition_id,
                state=_state(run, seat + n),
                approval=Approval.NONE,
                requested_at=run.starts_at - timedelta(days=30 + seat),
                organisation_id=worker.organisation_id,
                service_id=worker.service_id,
                team_id=worker.team_id,
            )


def _state(run: Run, n: int) -> str:
    if run.state == RunState.PUBLISHED:
        return EnrolmentState.BOOKED
    return EnrolmentState.NOT_COMPLETED if n % NOT_COMPLETED_EVERY == 0 else EnrolmentState.COMPLETED


def _completions(places: list[Enrolment]) -> Iterator[Completion]:
    for place in places:
        if place.state == EnrolmentState.COMPLETED and place.run.ends_at:
            yield Completion(
                enrolment=place,
                person_id=place.person_id,
                course_code=f"{place.run.edition.course.code}",
                edition_number=1,
                completed_on=clock.today(place.run.ends_at),
                organisation_id=place.organisation_id,
                team_id=place.team_id,
                recorded_at=place.run.ends_at,
            )
