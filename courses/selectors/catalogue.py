"""The catalogue and the course page: each loaded by one function, with a number of queries that does not grow."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from courses.models import Course, Enrolment
from courses.rules.dates import short_days, spoken_days, spoken_minutes, spoken_times
from courses.rules.enrolling import in_words
from courses.selectors.places import Need, fullness_of_rows, needs_of
from courses.selectors.upcoming import RUN_COLUMNS, UPCOMING, UPCOMING_OF_COURSE
from courses.states import LIVE, TAG_KINDS, EnrolmentState, Mode
from portal.kernel import clock
from portal.kernel.actors import Actor


@dataclass(frozen=True, slots=True)
class Filters:
    """What somebody looks for. Empty values ask for nothing."""

    audience: str = ""
    organisation_id: int | None = None
    mode: str = ""
    month: str = ""
    length: str = ""
    places: bool = False
    for_me: bool = False

    @property
    def asks_for_dates(self) -> bool:
        """Whether a course without a fitting run is left out."""
        return bool(self.organisation_id or self.mode or self.month or self.places)

    @property
    def asks_anything(self) -> bool:
        return bool(self.asks_for_dates or self.audience or self.length)


@dataclass(frozen=True, slots=True)
class RunCard:
    """A run as a row: when, where, for whom, and how many places are left."""

    id: int
    reference: str
    course_id: int
    when: str
    when_small: str
    spoken: str
    times: str
    mode: str
    mode_label: str
    where: str
    open_to: dict[int, str]
    starts_at: datetime
    closes_at: datetime
    places_left: int
    waiting: int
    tag: str
    tag_kind: str
    bookable: bool

    @property
    def has_place(self) -> bool:
        return self.bookable and self.places_left > 0 and not self.waiting

    @property
    def detail(self) -> str:
        return f"{self.times}. {self.for_whom}."

    @property
    def for_whom(self) -> str:
        return f"For {in_words(sorted(self.open_to.values()))}" if self.open_to else "For everybody"

    def fits(self, organisation_id: int | None) -> bool:
        return not self.open_to or organisation_id in self.open_to


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
        if self.first and not self.mine:
            return "Not yet for you"
        return self.mine or (self.next_run.tag if self.next_run else "")

    @property
    def tag_kind(self) -> str:
        if self.first and not self.mine:
            return "info"
        return self.mine_kind or (self.next_run.tag_kind if self.next_run else "info")


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
    has_it: bool = False

    @property
    def cpd(self) -> str:
        """CPD in hours and minutes, as they were counted."""
        return spoken_minutes(self.words["cpd_minutes"])

    @property
    def bookable(self) -> RunCard | None:
        """The next run that somebody can ask for: one with a place, else one with a waiting list."""
        return next((r for r in self.runs if r.has_place), next((r for r in self.runs if r.bookable), None))


def upcoming_runs(now: datetime, *, course_id: int | None = None, known: bool = False) -> list[RunCard]:
    """Published runs that have not begun, soonest first. Four queries.

    Args:
        course_id: of this course only.
        known: the reader is signed in, so venues are named; they are never public.
    """
    upcoming = UPCOMING if course_id is None else UPCOMING_OF_COURSE
    which: dict[str, Any] = {"now": now} if course_id is None else {"now": now, "course": course_id}
    rows = [dict(zip(RUN_COLUMNS, row, strict=True)) for row in upcoming.runs.rows(**which)]
    days: dict[int, list[tuple[Any, ...]]] = {}
    for run_id, *day in upcoming.days.rows(**which):
        days.setdefault(run_id, []).append(tuple(day))
    open_to: dict[int, dict[int, str]] = {}
    for run_id, pk, name in upcoming.open_to.rows(**which):
        open_to.setdefault(run_id, {})[pk] = name
    full = fullness_of_rows(upcoming.live.rows(**which))
    return [
        run_card(
            row, full.get(row["id"], EMPTY), days.get(row["id"], []), open_to.get(row["id"], {}), now, known
        )
        for row in rows
    ]


EMPTY = {"taken": 0, "waiting": 0}


def run_card(
    columns: dict[str, Any],
    full: dict[str, int],
    days: list[tuple[Any, ...]],
    open_to: dict[int, str],
    now: datetime,
    known: bool,
) -> RunCard:
    """A run's row from its columns (`RUN_COLUMNS`), how full it is, its days (on, starts, ends), whom it is open to."""
    row = columns | full
    dates = [day[0] for day in days]
    when, small = short_days(dates)
    mode = Mode(row["mode"])
    left = max(0, row["capacity"] - row["taken"])
    tag, kind, bookable = _tag(row, left, now)
    return RunCard(
        id=row["id"],
        reference=row["reference"],
        course_id=row["course_id"],
        when=when,
        when_small=small,
        spoken=spoken_days(dates),
        times=spoken_times([(day[1], day[2]) for day in days]),
        mode=mode,
        mode_label=mode.label,
        where=row["venue"] if known and row["venue"] else mode.label,
        open_to=open_to,
        starts_at=row["starts_at"],
        closes_at=row["booking_closes_at"],
        places_left=left,
        waiting=row["waiting"],
        tag=tag,
        tag_kind=kind,
        bookable=bookable,
    )


def _tag(row: dict[str, Any], left: int, now: datetime) -> tuple[str, str, bool]:
    if row["booking_opens_at"] and now < row["booking_opens_at"]:
        return f"Opens {_short(row['booking_opens_at'], now)}", "info", False
    if row["booking_closes_at"] <= now:
        return "Booking closed", "info", False
    if left and not row["waiting"]:
        return ("1 place" if left == 1 else f"{left} places"), "ok", True
    waiting = row["waiting"]
    return (f"Full: {waiting} waiting" if waiting else "Full"), "stop", True


def _short(moment: datetime, now: datetime) -> str:
    day = clock.today(moment)
    return f"{day.day} {day:%b}" if day.year == clock.today(now).year else f"{day.day} {day:%b} {day.year}"


def catalogue(
    filters: Filters, *, actor: Actor, now: datetime, audiences: frozenset[str]
) -> list[CourseCard]:
    """Courses that fit, those with the soonest place first. Five queries, seven for somebody who is signed in.

    Args:
        audiences: of the person, from their job title; used by "For me".
    """
    rows = Course.objects.filter(listed=True, active=True).values("id", "slug", "words", "audiences", "days")
    runs: dict[int, list[RunCard]] = {}
    for card in upcoming_runs(now, known=actor.is_person):
        if _run_fits(card, filters, actor):
            runs.setdefault(card.course_id, []).append(card)
    mine = _my_courses(actor.person_id) if actor.person_id else {}
    first = _missing_first(mine) if actor.person_id else {}
    cards = [
        _course_card(dict(row), runs.get(row["id"], []), mine, first.get(row["id"], ()))
        for row in rows
        if _course_fits(dict(row), filters, audiences, bool(runs.get(row["id"])))
    ]
    return sorted(cards, key=_by_next_place)


def in_short(cards: list[CourseCard]) -> str:
    """What a list of courses comes to: how many, and the soonest place."""
    count = "1 course" if len(cards) == 1 else f"{len(cards)} courses"
    mine = [card.next_run for card in cards if card.next_run and not card.first]
    soonest = next((run for run in mine if run.has_place), None)
    return (
        f"{count}. The soonest place: {soonest.spoken}." if soonest else f"{count}, none with a place left."
    )


def _by_next_place(card: CourseCard) -> tuple[bool, bool, bool, str, str]:
    run = card.next_run
    return (
        run is None,
        bool(card.first),
        not (run and run.has_place),
        run.starts_at.isoformat() if run else "",
        card.words["title"],
    )


def _run_fits(card: RunCard, filters: Filters, actor: Actor) -> bool:
    organisation_id = filters.organisation_id or (actor.place.organisation_id if filters.for_me else None)
    if organisation_id and not card.fits(organisation_id):
        return False
    if filters.mode and card.mode != filters.mode:
        return False
    if filters.places and not card.has_place:
        return False
    return not filters.month or f"{clock.local(card.starts_at):%Y-%m}" == filters.month


def _course_fits(row: dict[str, Any], filters: Filters, audiences: frozenset[str], has_runs: bool) -> bool:
    if filters.asks_for_dates and not has_runs:
        return False
    if filters.audience and row["audiences"] and filters.audience not in row["audiences"]:
        return False
    if filters.for_me and audiences and row["audiences"] and not audiences & set(row["audiences"]):
        return False
    return not filters.length or filters.length == length_code(row["days"])


def length_code(days: int | None) -> str:
    """The length filter's code of a number of days; empty while it is not known."""
    if days is None:
        return ""
    return "one" if days <= 1 else "few" if days <= 3 else "many"


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
    row: dict[str, Any], runs: list[RunCard], mine: dict[int, str], first: tuple[str, ...]
) -> CourseCard:
    state = mine.get(row["id"], "")
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
    )


def _my_courses(person_id: int) -> dict[int, str]:
    """Course id -> the state that says most: completed, else what is under way."""
    rows = Enrolment.objects.filter(person_id=person_id, state__in=LIVE).order_by("requested_at")
    found: dict[int, str] = {}
    for course_id, state in rows.values_list("run__course_id", "state"):
        if found.get(course_id) != EnrolmentState.COMPLETED and state != EnrolmentState.NOT_COMPLETED:
            found[course_id] = state
    return found


def course_screen(slug: str, *, actor: Actor, now: datetime) -> CourseScreen | None:
    """A course page by its address; None when there is none. Five queries, seven for somebody signed in."""
    row = (
        Course.objects.filter(slug=slug, listed=True)
        .values("id", "slug", "code", "approval", "words")
        .first()
    )
    if row is None:
        return None
    runs = upcoming_runs(now, course_id=row["id"], known=actor.is_person)
    organisation_id = actor.place.organisation_id if actor.is_person else None
    ours = tuple(run for run in runs if organisation_id is None or run.fits(organisation_id))
    others = tuple(run for run in runs if run not in ours)
    if not actor.is_person or actor.person_id is None:
        return CourseScreen(runs=ours, other_runs=others, **row)
    mine = Enrolment.objects.filter(run__course_id=row["id"], person_id=actor.person_id, state__in=LIVE)
    states = dict(mine.values_list("run_id", "state"))
    return CourseScreen(
        runs=ours,
        other_runs=others,
        needs=needs_of(row["id"], actor.person_id),
        mine={run_id: EnrolmentState(state).label for run_id, state in states.items()},
        has_it=EnrolmentState.COMPLETED in states.values(),
        **row,
    )


def months_ahead(now: datetime, count: int = 12) -> list[tuple[str, str]]:
    """The coming months for the date filter: ("2027-01", "January 2027")."""
    first = clock.today(now).replace(day=1)
    found = []
    for _ in range(count):
        found.append((f"{first:%Y-%m}", f"{first:%B %Y}"))
        first = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return found
