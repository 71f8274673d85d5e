"""A course's page, loaded by one function."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from courses.models import Course, Enrolment
from courses.rules.dates import spoken_minutes
from courses.selectors.places import Need, needs_of
from courses.selectors.run_cards import RunCard, upcoming_runs
from courses.states import LIVE, EnrolmentState
from portal.kernel.actors import Actor


@dataclass(frozen=True, slots=True)
class CourseScreen:
    """Everything a course page shows."""

    id: int
    slug: str
    code: str
    approval: str
    words: dict[str, Any]
    runs: tuple[RunCard, ...]
    other_runs: tuple[RunCard, ...]
    needs: tuple[Need, ...] = ()
    mine: dict[int, str] = field(default_factory=dict)
    refused: frozenset[int] = frozenset()
    has_it: bool = False

    @property
    def cpd(self) -> str:
        """CPD in hours and minutes, as they were counted."""
        return spoken_minutes(self.words["cpd_minutes"])

    @property
    def bookable(self) -> RunCard | None:
        """The next run that somebody can ask for: one with a place, else one with a waiting list."""
        runs = [run for run in self.runs if run.id not in self.refused]
        return next((r for r in runs if r.has_place), next((r for r in runs if r.bookable), None))


def course_screen(slug: str, *, actor: Actor, now: datetime) -> CourseScreen | None:
    """A course page by its address; None when there is none. Five queries, seven for somebody signed in."""
    row = (
        Course.objects.filter(slug=slug, listed=True)
        .values("id", "slug", "code", "approval", "words")
        .first()
    )
    if row is None:
        return None
    runs = upcoming_runs(now, course_id=row["id"], known=actor.is_placed)
    organisation_id = actor.place.organisation_id if actor.is_person else None
    ours = tuple(run for run in runs if organisation_id is None or run.fits(organisation_id))
    others = tuple(run for run in runs if run not in ours)
    if not actor.is_person or actor.person_id is None:
        return CourseScreen(runs=ours, other_runs=others, **row)
    counts = (*LIVE, EnrolmentState.DECLINED)
    rows = Enrolment.objects.filter(run__course_id=row["id"], person_id=actor.person_id, state__in=counts)
    found = rows.values_list("run_id", "state")
    states = {run_id: state for run_id, state in found if state != EnrolmentState.DECLINED}
    refused = frozenset(run_id for run_id, _ in found) - states.keys()
    return CourseScreen(
        runs=tuple(
            replace(run, tag="Not agreed", tag_kind="stop") if run.id in refused else run for run in ours
        ),
        other_runs=others,
        needs=needs_of(row["id"], actor.person_id),
        mine={run_id: EnrolmentState(state).label for run_id, state in states.items()},
        refused=refused,
        has_it=EnrolmentState.COMPLETED in states.values(),
        **row,
    )
