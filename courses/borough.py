"""The next dates on a borough's page: runs open to it, venues named only to staff with a place."""

from datetime import datetime

from django.urls import reverse

from courses.models import Course
from courses.selectors.run_cards import upcoming_runs
from portal.kernel.actors import Actor
from portal.kernel.querying import Prepared
from portal.pages.borough_parts import Borough, Part, PartRow, register_part

NEXT_DATES = 3


@register_part
def dates_part(borough: Borough, actor: Actor, now: datetime) -> Part | None:
    """The next few runs that somebody of this borough can ask for. Five queries."""
    upcoming = upcoming_runs(now, known=actor.is_placed)
    runs = [run for run in upcoming if run.bookable and run.fits(borough.organisation_id)][:NEXT_DATES]
    pages = {pk: (title, slug) for pk, title, slug in _PAGES.rows(ids=tuple({run.course_id for run in runs}))}
    rows = tuple(
        PartRow(
            title=pages[run.course_id][0],
            url=reverse("courses:course", args=[pages[run.course_id][1]]),
            detail=f"{run.times}. {run.where}." if run.where else f"{run.times}.",
            when=run.when,
            when_small=run.when_small,
            tag=run.tag,
            tag_kind=run.tag_kind,
        )
        for run in runs
        if run.course_id in pages
    )
    return Part(
        "dates",
        "Next dates",
        20,
        rows=rows,
        words="" if rows else "No date is open at the moment. New dates appear here.",
        more_text="All courses open to this borough",
        more_url=borough.courses_url,
    )


_PAGES = Prepared(
    lambda ids: Course.objects.filter(listed=True, pk__in=ids).order_by().values_list("pk", "title", "slug"),
    ids=(-2_000_000,),
)
