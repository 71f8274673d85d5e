"""The catalogue, loaded by one function, with a number of queries that does not grow."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from courses.models import Course, Enrolment
from courses.rules.enrolling import in_words
from courses.selectors.narrowing import CourseOnOffer, Filters, Left, length_code
from courses.selectors.run_cards import RunCard, upcoming_runs
from courses.states import LIVE, TAG_KINDS, EnrolmentState
from portal.kernel.actors import Actor

NOT_YET = "Not yet for you: something else comes first"
HELD = "You have these"


@dataclass(frozen=True, slots=True)
class CourseCard:
    """A course as a row of the catalogue."""

    id: int
    slug: str
    words: dict[str, Any]
    next_run: RunCard | None
    more_runs: int
    mine: str
    mine_kind: str
    first: tuple[str, ...] = ()
    apart: str = ""

    @property
    def when(self) -> str:
        return self.next_run.when if self.next_run else "No date"

    @property
    def when_small(self) -> str:
        return self.next_run.when_small if self.next_run else "yet"

    @property
    def detail(self) -> str:
        # A number stays on the line of the word it counts.
        more = (
            f" {self.more_runs}\u00a0more date{'s' if self.more_runs > 1 else ''}." if self.more_runs else ""
        )
        length = self.words["length"][:1].upper() + self.words["length"][1:]
        first = f" You need {in_words(self.first)} first." if self.first else ""
        return f"{self.words['summary']} {length}, {self.words['mode'].lower()}.{more}{first}"

    @property
    def tag(self) -> str:
        if self.first and not self.mine and not self.apart:
            return "Not yet for you"
        return self.mine or (self.next_run.tag if self.next_run else "")

    @property
    def tag_kind(self) -> str:
        if self.first and not self.mine and not self.apart:
            return "info"
        return self.mine_kind or (self.next_run.tag_kind if self.next_run else "info")


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The courses that fit, and how many each choice of the filters would leave.

    With "For me", what the reader has already, or cannot take yet, stands apart at the end and is not counted.
    """

    cards: tuple[CourseCard, ...]
    left: Left
    for_me: bool

    @property
    def meant(self) -> list[CourseCard]:
        return [card for card in self.cards if not card.apart]

    @property
    def in_short(self) -> str:
        """What the list comes to: how many, and the soonest place."""
        count = len(self.meant)
        if not count:
            return "Nothing is left for you now." if self.for_me else ""
        courses = f"{count} course{'' if count == 1 else 's'}{' for you' if self.for_me else ''}"
        runs = [card.next_run for card in self.meant if card.next_run and not card.first]
        soonest = next((run for run in runs if run.has_place), None)
        return (
            f"{courses}. The soonest place: {soonest.spoken}."
            if soonest
            else f"{courses}, none with a place left."
        )


def catalogue(filters: Filters, *, actor: Actor, now: datetime) -> Catalogue:
    """Courses that fit, the soonest date first. Five queries, seven for somebody who is signed in."""
    rows = Course.objects.filter(listed=True, active=True).values("id", "slug", "words", "audiences", "days")
    runs: dict[int, list[RunCard]] = {}
    for run in upcoming_runs(now, known=actor.is_placed):
        runs.setdefault(run.course_id, []).append(run)
    mine = _my_courses(actor.person_id) if actor.person_id else {}
    first = _missing_first(mine) if actor.person_id else {}
    cards, offered = [], []
    for row in rows:
        pk = row["id"]
        apart = _apart(mine.get(pk, ""), first.get(pk, ())) if filters.for_me else ""
        course = CourseOnOffer(
            frozenset(row["audiences"] or ()), length_code(row["days"]), tuple(runs.get(pk, ()))
        )
        if not apart:
            offered.append(course)
        if filters.keeps(course):
            fitting = filters.dates_of(course)
            cards.append(_course_card(dict(row), fitting, mine.get(pk, ""), first.get(pk, ()), apart))
    return Catalogue(tuple(sorted(cards, key=_by_next_place)), Left(filters, offered), filters.for_me)


def _apart(state: str, first: tuple[str, ...]) -> str:
    """Under which heading "For me" sets a course apart; empty when it is for the reader now."""
    if state == EnrolmentState.COMPLETED:
        return HELD
    return NOT_YET if first and not state else ""


def _by_next_place(card: CourseCard) -> tuple[Any, ...]:
    run = card.next_run
    return (
        ("", NOT_YET, HELD).index(card.apart),
        run is None,
        run.starts_at.isoformat() if run else "",
        card.words["title"],
    )


def _missing_first(mine: dict[int, str]) -> dict[int, tuple[str, ...]]:
    """Course id -> titles of the courses that have to be completed first and are not. One query."""
    found: dict[int, tuple[str, ...]] = {}
    needed = Course.requires.through.objects.order_by("from_course_id", "to_course__title")
    for course_id, needed_id, title in needed.values_list(
        "from_course_id", "to_course_id", "to_course__title"
    ):
        if mine.get(needed_id) != EnrolmentState.COMPLETED:
            found[course_id] = (*found.get(course_id, ()), title)
    return found


def _course_card(
    row: dict[str, Any], runs: list[RunCard], state: str, first: tuple[str, ...], apart: str
) -> CourseCard:
    labels = {EnrolmentState.COMPLETED: "You have this"}
    return CourseCard(
        id=row["id"],
        slug=row["slug"],
        words=row["words"],
        next_run=next((run for run in runs if run.has_place), runs[0] if runs else None),
        more_runs=max(0, len(runs) - 1),
        mine=labels.get(EnrolmentState(state), EnrolmentState(state).label) if state else "",
        mine_kind=TAG_KINDS[EnrolmentState(state)] if state else "",
        first=first,
        apart=apart,
    )


def _my_courses(person_id: int) -> dict[int, str]:
    """Course id -> the state that says most: completed, else what is under way."""
    rows = Enrolment.objects.filter(person_id=person_id, state__in=LIVE).order_by("requested_at")
    found: dict[int, str] = {}
    for course_id, state in rows.values_list("run__course_id", "state"):
        if found.get(course_id) != EnrolmentState.COMPLETED and state != EnrolmentState.NOT_COMPLETED:
            found[course_id] = state
    return found
