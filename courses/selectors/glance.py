"""One look at a run by somebody who asks for a place: the portal's hottest read, so it is written as SQL.

When booking opens, hundreds of people press the same button. The ORM builds seven queries for what one statement
tells; building them costs more than running them. Everything here is also said by `places`, and a test compares.
"""

from dataclasses import dataclass

from django.db import connection

from courses.states import HELD, LIVE, OCCUPYING, EnrolmentState
from portal.kernel.errors import NotFound


def _codes(states: tuple[EnrolmentState, ...]) -> str:
    return ", ".join(f"'{state.value}'" for state in states)


COUNTS = f"""
    SELECT COUNT(CASE WHEN state IN ({_codes(OCCUPYING)}) THEN 1 END),
           COUNT(CASE WHEN state = 'waiting' THEN 1 END),
           COALESCE(MAX(queue_number), 0),
           MAX(CASE WHEN person_id = %s AND state IN ({_codes(LIVE)}) THEN id END)
      FROM courses_enrolment
     WHERE run_id = %s
"""  # noqa: S608 - codes of our own enums

FACTS = f"""
    SELECT run.course_id, run.state, run.capacity, course.approval,
           EXISTS (SELECT 1 FROM courses_course_requires WHERE from_course_id = run.course_id),
           EXISTS (SELECT 1 FROM courses_enrolment AS other
                    WHERE other.person_id = %s AND other.run_id <> run.id
                      AND other.state IN ({_codes((*HELD, EnrolmentState.BOOKED))}))
      FROM courses_run AS run
      JOIN courses_course AS course ON course.id = run.course_id
     WHERE run.id = %s
"""  # noqa: S608 - codes of our own enums


@dataclass(frozen=True, slots=True)
class Fullness:
    """Places taken and people waiting, counted from states; and the live place of the one who asks, if any."""

    taken: int = 0
    waiting: int = 0
    last_number: int = 0
    mine: int | None = None


@dataclass(frozen=True, slots=True)
class Glance:
    """The course's policy, and what there is to look up about a person and a run; most often nothing."""

    course_id: int
    state: str
    capacity: int
    approval: str
    has_requirements: bool
    is_busy_elsewhere: bool


def fullness_of(run_id: int, *, person_id: int = 0) -> Fullness:
    """How full a run is, and what `person_id` has in it: certain only while the run is locked. One query."""
    with connection.cursor() as cursor:
        cursor.execute(COUNTS, [person_id, run_id])
        return Fullness(*cursor.fetchone())


def glance_at(run_id: int, person_id: int) -> Glance:
    """Which further questions an asking raises. One query. Raises `NotFound`."""
    with connection.cursor() as cursor:
        cursor.execute(FACTS, [person_id, run_id])
        row = cursor.fetchone()
    if row is None:
        raise NotFound()
    course_id, state, capacity, approval, *answers = row
    return Glance(course_id, state, capacity, approval, *map(bool, answers))
