"""Where colleagues stand towards one course, for whoever answers for them: who needs something, and what."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, IntegerField, Prefetch, Q, QuerySet, When
from django.urls import reverse

from courses.models import Course, Enrolment, EnrolmentChange
from courses.permissions import enrolments_decided_by, enrolments_seen_by
from courses.rules.dates import spoken_span
from courses.states import HELD, EndReason, EnrolmentState
from portal.kernel import clock
from portal.kernel.actors import Actor

_S = EnrolmentState
UNDER_WAY = (*HELD, _S.WAITING, _S.BOOKED)
WAITS_FOR_YOU = ("Your answer", "due")
TAGS = {
    _S.REQUESTED: ("Asked", "info"),
    _S.AGREED: ("Asked", "info"),
    _S.WAITING: ("Waiting list", "info"),
    _S.OFFERED: ("Offered", "info"),
    _S.BOOKED: ("Has a place", "ok"),
    _S.COMPLETED: ("Out of date", "due"),
}
SENTENCES = {
    _S.REQUESTED: "Asked for {when}. Somebody else has to answer.",
    _S.AGREED: "Asked for {when}. Agreed once; the lead has to agree too.",
    _S.WAITING: "On the waiting list for {when}.",
    _S.OFFERED: "Was offered a place on {when}, and has to take it.",
    _S.BOOKED: "Has a place on {when}.",
    _S.LAPSED: "No place: what they asked for on {when} has lapsed.",
    _S.CANCELLED: "No place any more on {when}.",
    _S.COMPLETED: "Came on {when}; that has run out.",
    _S.NOT_COMPLETED: "Came on {when}, and did not complete it.",
}


@dataclass(frozen=True, slots=True)
class ColleagueStanding:
    """What stands between one colleague and one course. `url` is empty where the reader may not open the place."""

    sentence: str
    tag: str
    tag_kind: str
    url: str = ""
    under_way: bool = False


NOTHING_ASKED = ColleagueStanding("Has asked for nothing yet.", "Nothing asked", "due")


def need_of(course_code: str, actor: Actor) -> Case:
    """How much a person (`person_id`) needs something, for ordering: 0 waits for this actor's answer, 1 has nothing
    under way, 2 waits for somebody else, 3 has a place."""
    places = Enrolment.objects.filter(run__course__code=course_code)
    waits = enrolments_decided_by(actor).filter(run__course__code=course_code)
    return Case(
        When(_among(waits), then=0),
        When(_among(places.filter(state=_S.BOOKED)), then=3),
        When(_among(places.filter(state__in=(*HELD, _S.WAITING))), then=2),
        default=1,
        output_field=IntegerField(),
    )


def _among(enrolments: QuerySet[Enrolment]) -> Q:
    return Q(person_id__in=enrolments.values("person_id"))


def standings_towards(
    course_code: str, person_ids: Collection[int], *, actor: Actor, on: date
) -> dict[int, ColleagueStanding]:
    """Where each of these people stands; whoever is left out has asked for nothing. Two queries.

    `on` is today: a day of another year is said with its year.

    What waits for this actor counts first, then a place, then what is under way, then the newest.
    """
    rows: QuerySet[Any] = Enrolment.objects.filter(run__course__code=course_code, person_id__in=person_ids)
    rows = rows.annotate(
        mine=Q(pk__in=enrolments_decided_by(actor).values("pk")),
        seen=Q(pk__in=enrolments_seen_by(actor).values("pk")),
    )
    refusals = Prefetch("changes", EnrolmentChange.objects.filter(move="decline"), to_attr="refusals")
    found: dict[int, Any] = {}
    for row in rows.select_related("run").prefetch_related(refusals).order_by("requested_at", "id"):
        if row.person_id not in found or _weight(row) >= _weight(found[row.person_id]):
            found[row.person_id] = row
    return {person_id: _standing(row, actor, on) for person_id, row in found.items()}


def _weight(row: Any) -> int:
    return 3 if row.mine else 2 if row.state == _S.BOOKED else 1 if row.state in UNDER_WAY else 0


def _standing(row: Any, actor: Actor, on: date) -> ColleagueStanding:
    state, when = EnrolmentState(row.state), _when(row)
    if row.mine:
        address = f"{reverse('courses:approvals')}?request={row.pk}#request-{row.pk}"
        return ColleagueStanding(f"Asked for {when}.", *WAITS_FOR_YOU, url=address, under_way=True)
    sentence = _refusal(row, when, actor, on) if state == _S.DECLINED else SENTENCES[state].format(when=when)
    tag, kind = TAGS.get(state, ("No place", "due"))
    url = reverse("courses:place", args=[row.pk]) if row.seen else ""
    return ColleagueStanding(sentence, tag, kind, url, under_way=state in UNDER_WAY)


def _refusal(row: Any, when: str, actor: Actor, today: date) -> str:
    """Who said no and when; why, to whoever may open the place."""
    last: EnrolmentChange | None = row.refusals[-1] if row.refusals else None
    if last is None:
        return f"Was refused {when}."
    by = "you" if last.actor_person_id == actor.person_id is not None else "somebody else"
    on = clock.short_date(clock.today(last.at), today)
    why = f": “{EndReason(row.end_reason).label}”" if row.seen else ""
    return f"Asked for {when}. Refused by {by} on {on}{why}."


def _when(row: Any) -> str:
    run = row.run
    if run.starts_at is None or run.ends_at is None:
        return "dates that are not set"
    return spoken_span(clock.today(run.starts_at), clock.today(run.ends_at))


@dataclass(frozen=True, slots=True)
class CoursePage:
    """A course's title and the path of its page."""

    title: str
    path: str


def page_of_course(course_code: str) -> CoursePage | None:
    """The page with the dates of a course; None where it is not listed. One query."""
    row = Course.objects.filter(code=course_code, listed=True).values_list("title", "slug").first()
    return CoursePage(row[0], reverse("courses:course", args=[row[1]])) if row else None
