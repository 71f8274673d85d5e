"""What other systems may read of courses and runs that are open to their organisation."""

from typing import Annotated

from ninja import Query, Router
from ninja.errors import ValidationError

from courses.api_schemas import CoursesOut, Page, RunsOut, RunsWanted
from courses.selectors.listings import listed_courses, listed_runs
from portal.kernel.web import HubRequest
from portal.people.api_auth import BearerAuth

READ_COURSES = BearerAuth("courses.read")


def refuse_unknown(request: HubRequest, known: type[Page]) -> None:
    """A parameter that we do not know is a mistake of the caller's, who should hear of it."""
    unknown = sorted(set(request.GET) - set(known.model_fields))
    if unknown:
        raise ValidationError(
            [{"loc": ("query", name), "msg": "There is no such parameter."} for name in unknown]
        )


router = Router(tags=["courses"], auth=READ_COURSES)


@router.get("/courses", response=CoursesOut)
def get_courses(request: HubRequest, page: Annotated[Page, Query()]) -> dict[str, object]:
    """List published courses with the edition that is taught now, in the order of their ids."""
    refuse_unknown(request, Page)
    items, next_after = listed_courses(after=page.after, limit=page.limit)
    return {"items": items, "next_after": next_after}


@router.get("/runs", response=RunsOut)
def get_runs(request: HubRequest, wanted: Annotated[RunsWanted, Query()]) -> dict[str, object]:
    """List runs open to the token's organisation, with places left; not who is in them, nor where they meet."""
    refuse_unknown(request, RunsWanted)
    items, next_after = listed_runs(
        organisation_id=request.actor.place.organisation_id,
        course_code=wanted.course,
        starts_from=wanted.starts_from,
        after=wanted.after,
        limit=wanted.limit,
    )
    return {"items": items, "next_after": next_after}
