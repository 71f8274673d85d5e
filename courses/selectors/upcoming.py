"""The queries behind every list of dates, their SQL built once: the catalogue, a course's page, a borough's page."""

from datetime import UTC, datetime
from typing import Any

from django.db.models import QuerySet

from courses.models import Enrolment, Run, RunDay
from courses.selectors.opening import opening_rows
from courses.selectors.places import live_counts
from courses.states import RunState
from portal.kernel.querying import Prepared

RUN_COLUMNS = (
    "id",
    "reference",
    "course_id",
    "mode",
    "venue",
    "capacity",
    "starts_at",
    "booking_opens_at",
    "booking_closes_at",
)


class Upcoming:
    """Published runs that have not begun: their columns, days, organisations and how full they are."""

    def __init__(self, **samples: Any) -> None:
        self.runs = Prepared(
            lambda **of: _coming(Run, "", of).order_by("starts_at", "id").values_list(*RUN_COLUMNS), **samples
        )
        self.days = Prepared(
            lambda **of: (
                _coming(RunDay, "run__", of)
                .order_by("starts_at")
                .values_list("run_id", "on", "starts", "ends")
            ),
            **samples,
        )
        self.open_to = Prepared(lambda **of: opening_rows(_coming(Run, "", of)), **samples)
        self.live = Prepared(lambda **of: live_counts(_coming(Enrolment, "run__", of)), **samples)


def _coming(model: type[Any], run: str, of: dict[str, Any]) -> QuerySet[Any]:
    found: QuerySet[Any] = model.objects.filter(
        **{f"{run}state": RunState.PUBLISHED, f"{run}starts_at__gt": of["now"]}
    )
    return found.filter(**{f"{run}course_id": of["course"]}) if "course" in of else found


UPCOMING = Upcoming(now=datetime(1900, 1, 1, tzinfo=UTC))
UPCOMING_OF_COURSE = Upcoming(now=datetime(1900, 1, 1, tzinfo=UTC), course=-1_234_567)
