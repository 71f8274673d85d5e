"""How full runs are, who asks, and what stands in the way: facts for `rules.enrolling`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, TypedDict

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from courses.busy import busy_times_of
from courses.models import Course, Enrolment, EnrolmentChange, Run, RunDay
from courses.rules.dates import deadline, overlaps, resumed_deadline
from courses.rules.enrolling import Asker, Reason, Terms, why_not_enrol, why_not_wait
from courses.selectors.glance import Fullness, fullness_of
from courses.selectors.opening import opening_of
from courses.states import HELD, LIVE, OCCUPYING, UNDOING, EnrolmentState
from portal.kernel import clock
from portal.kernel.actors import Actor, Place


class Places(TypedDict):
    """What `with_places` adds to a run."""

    taken: int
    waiting: int


if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    FullRun = WithAnnotations[Run, Places]


@dataclass(frozen=True, slots=True)
class ClashRow:
    """A day on which the person is booked or held elsewhere: a course's title, or "a consultation"."""

    what: str
    on: date


def with_places(runs: QuerySet[Run]) -> "QuerySet[FullRun]":
    """Runs with `taken` and `waiting`, counted in SQL."""
    rows = Enrolment.objects.filter(run=OuterRef("pk")).order_by().values("run")
    taken = rows.filter(state__in=OCCUPYING).annotate(n=Count("pk")).values("n")
    waiting = rows.filter(state=EnrolmentState.WAITING).annotate(n=Count("pk")).values("n")
    return runs.annotate(taken=Coalesce(Subquery(taken), 0), waiting=Coalesce(Subquery(waiting), 0))


def live_counts(enrolments: QuerySet[Enrolment]) -> QuerySet[Enrolment, tuple[int, str, int]]:
    """How many live enrolments each run has in each state: run, state, count."""
    rows = enrolments.filter(state__in=LIVE).order_by().values_list("run_id", "state")
    return rows.annotate(n=Count("pk"))


def fullness_of_rows(rows: Iterable[tuple[int, str, int]]) -> dict[int, dict[str, int]]:
    """Places taken and people waiting by run, from `live_counts`."""
    found: dict[int, dict[str, int]] = {}
    for run_id, state, count in rows:
        counts = found.setdefault(run_id, {"taken": 0, "waiting": 0})
        counts["waiting" if state == EnrolmentState.WAITING else "taken"] += count
    return found


def live_enrolment(run_id: int, person_id: int) -> Enrolment | None:
    """The one enrolment of this person in this run that has not ended."""
    found = Enrolment.objects.filter(run_id=run_id, person_id=person_id, state__in=LIVE)
    return found.select_related("run__course", "edition").first()


@dataclass(frozen=True, slots=True)
class Need:
    """A course that has to be completed first, and whether this person has."""

    title: str
    held: bool

    @property
    def held_words(self) -> str:
        return "You have this" if self.held else ""

    @property
    def missing_words(self) -> str:
        return "" if self.held else f"{self.title} is missing"


def needs_of(course_id: int, person_id: int) -> tuple[Need, ...]:
    """What a course requires, each with whether it is held. One query, two if it requires anything."""
    needed = Course.requires.through.objects.filter(from_course_id=course_id)
    titles = dict(needed.order_by().values_list("to_course_id", "to_course__title"))
    if not titles:
        return ()
    done = Enrolment.objects.filter(
        person_id=person_id, run__course_id__in=titles, state=EnrolmentState.COMPLETED
    )
    held = set(done.values_list("run__course_id", flat=True))
    return tuple(Need(title, pk in held) for pk, title in titles.items())


def missing_courses(course_id: int, person_id: int) -> tuple[str, ...]:
    """Titles of the courses that have to be completed first and are not. One query, two if there are any."""
    return tuple(need.title for need in needs_of(course_id, person_id) if not need.held)


def clashes_of(person_id: int, run_id: int) -> list[ClashRow]:
    """Days of other runs, booked or held for this person, that fall on days of this one. One query, two if any."""
    elsewhere = Enrolment.objects.filter(
        person_id=person_id, state__in=(*HELD, EnrolmentState.BOOKED), run__ends_at__isnull=False
    ).exclude(run_id=run_id)
    titles = dict(elsewhere.values_list("run_id", "run__course__title"))
    if not titles:
        return []
    days = list(RunDay.objects.filter(run_id__in=[*titles, run_id]).order_by("starts_at"))
    ours = [(day.starts_at, day.ends_at) for day in days if day.run_id == run_id]
    return [
        ClashRow(titles[day.run_id], day.on)
        for day in days
        if day.run_id != run_id and overlaps(ours, [(day.starts_at, day.ends_at)])
    ]


def all_clashes(person_id: int, run_id: int, now: datetime, *, courses: bool = True) -> list[ClashRow]:
    """The same with what other rooms say of the person's time. Two queries more, for the run's days and for that.

    Args:
        courses: False where it is known already that the person has no other course.
    """
    found = clashes_of(person_id, run_id) if courses else []
    if busy := busy_times_of(person_id, now):
        days = RunDay.objects.filter(run_id=run_id).values_list("starts_at", "ends_at")
        ours = list(days)
        theirs = [span for span in busy if overlaps(ours, [(span.starts_at, span.ends_at)])]
        found += [ClashRow(span.what, clock.today(span.starts_at)) for span in theirs]
    return sorted(found, key=lambda clash: clash.on)


def asker_of(person_id: int | None, place: Place, course_id: int, *, live_state: str | None = None) -> Asker:
    """What counts about a person who asks for a run of a course. One query, two if it requires anything."""
    if person_id is None:
        return Asker(None)
    return Asker(
        person_id=person_id,
        organisation_id=place.organisation_id,
        live_state=live_state,
        missing=missing_courses(course_id, person_id),
    )


def terms_of(run: Run, fullness: Fullness, open_to: dict[int, str]) -> Terms:
    """What counts about a run whose row is loaded. No query."""
    return Terms(
        state=run.state,
        opens_at=run.booking_opens_at,
        closes_at=run.booking_closes_at,
        starts_at=run.starts_at,
        open_to=open_to,
        places_left=max(0, run.capacity - fullness.taken),
        waiting=fullness.waiting,
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """Somebody's position towards a run: what they have, what stands in the way, what clashes."""

    enrolment: Enrolment | None
    reasons: tuple[Reason, ...]
    wait_reasons: tuple[Reason, ...]
    clashes: tuple[ClashRow, ...]
    places_left: int
    waiting: int
    open_to: tuple[str, ...]

    @property
    def may_ask(self) -> bool:
        return not self.reasons

    @property
    def may_wait(self) -> bool:
        return bool(self.reasons) and not self.wait_reasons


def standing_of(actor: Actor, run: Run, now: datetime) -> Standing:
    """The page's, the API's and the form's one answer to "may I have a place?". The service asks again, locked."""
    enrolment = live_enrolment(run.pk, actor.person_id) if actor.person_id else None
    fullness = fullness_of(run.pk)
    asker = asker_of(
        actor.person_id, actor.place, run.course_id, live_state=enrolment.state if enrolment else None
    )
    terms = terms_of(run, fullness, opening_of(run.pk))
    return Standing(
        enrolment=enrolment,
        reasons=why_not_enrol(asker, terms, now),
        wait_reasons=why_not_wait(asker, terms, now),
        clashes=tuple(all_clashes(actor.person_id, run.pk, now)) if actor.person_id else (),
        places_left=terms.places_left,
        waiting=terms.waiting,
        open_to=tuple(sorted(terms.open_to.values())),
    )


def held_until(run: Run, now: datetime) -> datetime | None:
    """Until when a place asked for now is held: for the course's days, and never after the run begins. No query."""
    return deadline(now, run.course.hold_days, latest=run.starts_at) if run.starts_at else None


def held_again_until(enrolment: Enrolment, answer: EnrolmentChange, now: datetime) -> datetime | None:
    """Until when a place is held whose answer is taken back: as long as it was to be, or a working day. One query."""
    run = enrolment.run
    if run.starts_at is None:
        return None
    waited = enrolment.changes.filter(to_state=answer.from_state, at__lte=answer.at).exclude(move__in=UNDOING)
    first = waited.last() or answer
    return resumed_deadline(first.at, now, run.course.hold_days, latest=run.starts_at)


def waiting_in_order(run_id: int) -> QuerySet[Enrolment]:
    """The waiting list of a run, next one first."""
    return Enrolment.objects.filter(run_id=run_id, state=EnrolmentState.WAITING).order_by("queue_number")


def names_of_places(run_id: int) -> list[str]:
    """Names of the people who take a place in a run, for its keepers."""
    rows = Enrolment.objects.filter(run_id=run_id, state__in=OCCUPYING).select_related("person")
    return [row.person.name for row in rows.order_by("person__family_name", "person__given_name")]
