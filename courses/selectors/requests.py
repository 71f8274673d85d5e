"""Requests that wait for somebody's answer: all of them for their page, or one."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import F, QuerySet

from courses.models import Enrolment, RunDay
from courses.permissions import DECIDERS, enrolments_decided_by
from courses.rules.dates import overlaps, spoken_days
from courses.states import PENDING, EnrolmentState
from portal.kernel import clock
from portal.kernel.actors import Actor
from portal.kernel.querying import Prepared

# More than this are no page that anybody reads; the others come when these are answered.
MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A request that waits for this approver's answer."""

    id: int
    person_name: str
    team: str
    course_title: str
    run_reference: str
    spoken: str
    until: datetime
    clash: str
    clash_reason: str
    taken_by_team: int


@dataclass(frozen=True, slots=True)
class RunRequests:
    """The requests for one run, and when all of them run out; None when they do not all run out at once."""

    reference: str
    course_title: str
    spoken: str
    until: datetime | None
    rows: tuple[RequestRow, ...]


@dataclass(frozen=True, slots=True)
class RequestsToDecide:
    """The requests shown, by run, the first to run out on top; and how many wait in all."""

    runs: tuple[RunRequests, ...]
    count: int

    @property
    def ids(self) -> list[int]:
        return [row.id for run in self.runs for row in run.rows]

    @property
    def left_out(self) -> int:
        return self.count - len(self.ids)

    def only(self, ids: list[int]) -> list[RunRequests]:
        """The runs with some of their requests: these."""
        kept = [replace(run, rows=tuple(row for row in run.rows if row.id in ids)) for run in self.runs]
        return [run for run in kept if run.rows]

    def ids_meant(self, choose: str) -> list[int]:
        """What “choose all” ticks: the requests for the run with this reference, or every one for “all”."""
        return [row.id for run in self.runs for row in run.rows if choose in ("all", run.reference)]

    def one(self, request: str) -> list[int]:
        """The request with this id, where it is among those shown."""
        return [pk for pk in self.ids if str(pk) == request]


_ASKED = Prepared(
    lambda person_id: Enrolment.objects.filter(approver_id=person_id).values_list("pk")[:1],
    person_id=-1_234_567,
)


def answers_requests(actor: Actor) -> bool:
    """Whether this person answers requests: by their role, or because the roster's word made one theirs. A query
    at most."""
    if actor.person_id is None:
        return False
    return actor.holds(*DECIDERS) or bool(_ASKED.rows(person_id=actor.person_id))


def requests_to_decide(actor: Actor) -> RequestsToDecide:
    """Requests this actor may answer, the most urgent first, with what else the person is booked on then.

    Four queries, however many requests; five where they are more than a page shows.
    """
    waiting = enrolments_decided_by(actor)
    enrolments = list(_with_what_is_shown(waiting).order_by("hold_until", "id")[:MOST_SHOWN])
    rows = _request_rows(enrolments)
    count = len(rows) if len(rows) < MOST_SHOWN else waiting.count()
    return RequestsToDecide(_by_run(rows), count)


def _with_what_is_shown(enrolments: QuerySet[Enrolment]) -> QuerySet[Enrolment]:
    return enrolments.select_related("person", "team", "run__course").prefetch_related("run__days")


def _request_rows(enrolments: list[Enrolment]) -> list[RequestRow]:
    elsewhere = _booked_days({e.person_id for e in enrolments})
    team_mates = _taken_by_team(enrolments)
    return [_request_row(e, elsewhere.get(e.person_id, []), team_mates) for e in enrolments]


def _by_run(rows: list[RequestRow]) -> tuple[RunRequests, ...]:
    found: dict[str, list[RequestRow]] = {}
    for row in rows:
        found.setdefault(row.run_reference, []).append(row)
    return tuple(
        RunRequests(
            reference=reference,
            course_title=of_run[0].course_title,
            spoken=of_run[0].spoken,
            until=of_run[0].until if len({row.until for row in of_run}) == 1 else None,
            rows=tuple(of_run),
        )
        for reference, of_run in found.items()
    )


def request_to(approver_id: int, enrolment_id: int, now: datetime) -> RequestRow | None:
    """One request that waits for this person; None once it is answered or passed on, or its hold is over."""
    waiting = Enrolment.objects.filter(
        pk=enrolment_id, approver_id=approver_id, state__in=PENDING, hold_until__gt=now
    )
    rows = _request_rows(list(_with_what_is_shown(waiting)))
    return rows[0] if rows else None


def _request_row(
    enrolment: Enrolment, elsewhere: list[RunDay], team_mates: dict[tuple[int, int], int]
) -> RequestRow:
    days = list(enrolment.run.days.all())
    ours = [(day.starts_at, day.ends_at) for day in days]
    clash = next(
        (
            day
            for day in elsewhere
            if day.run_id != enrolment.run_id and overlaps(ours, [(day.starts_at, day.ends_at)])
        ),
        None,
    )
    return RequestRow(
        id=enrolment.pk,
        person_name=enrolment.person.name,
        team=enrolment.team.name if enrolment.team else "",
        course_title=enrolment.run.course.title,
        run_reference=enrolment.run.reference,
        spoken=spoken_days([day.on for day in days]),
        until=enrolment.hold_until or enrolment.requested_at,
        clash=f"{clash.run.course.title} on {clock.spoken_date(clash.on)}" if clash else "",
        clash_reason=enrolment.clash_reason,
        taken_by_team=team_mates.get((enrolment.run_id, enrolment.team_id or 0), 0),
    )


def _booked_days(person_ids: set[int]) -> dict[int, list[RunDay]]:
    rows = RunDay.objects.filter(
        run__enrolments__person_id__in=person_ids, run__enrolments__state=EnrolmentState.BOOKED
    ).annotate(person_id=F("run__enrolments__person_id"))
    found: dict[int, list[RunDay]] = {}
    for day in rows.select_related("run__course"):
        found.setdefault(day.person_id, []).append(day)
    return found


def _taken_by_team(enrolments: list[Enrolment]) -> dict[tuple[int, int], int]:
    """(run, team) -> how many of the team are booked on it: days the team has to do without them."""
    pairs = Enrolment.objects.filter(
        run_id__in={e.run_id for e in enrolments},
        team_id__in={e.team_id for e in enrolments if e.team_id},
        state=EnrolmentState.BOOKED,
    ).values_list("run_id", "team_id")
    found: dict[tuple[int, int], int] = {}
    for run_id, team_id in pairs:
        found[run_id, team_id] = found.get((run_id, team_id), 0) + 1
    return found
