"""The catalogue's filters: what fits them, and how many courses each choice would leave. No query."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from courses.selectors.run_cards import RunCard
from portal.kernel import clock

# The filters that ask for dates, each by the name of its field; the others ask about the course.
DATES = ("borough", "mode", "month", "places")
NAMES = ("audience", "length", *DATES)
# A course that fits whatever is chosen is counted once, under this.
ANY = "*"


@dataclass(frozen=True, slots=True)
class CourseOnOffer:
    """A course as the filters see it, with all of its dates to come."""

    audiences: frozenset[str]
    length: str
    runs: tuple[RunCard, ...]


@dataclass(frozen=True, slots=True)
class Filters:
    """What somebody looks for.

    Args:
        chosen: filter -> choice, by the names in `NAMES`; a filter that is left out, or empty, asks for nothing.
        for_me: only what is meant for the reader.
        mine: where the reader works: "For me" leaves out dates that are not open to it, unless a borough is chosen.
        my_audiences: of the reader, from their job title.
    """

    chosen: dict[str, str]
    for_me: bool = False
    mine: int | None = None
    my_audiences: frozenset[str] = frozenset()

    def keeps(self, course: CourseOnOffer) -> bool:
        """Whether a course stays in the list."""
        return self._fits_course(course) and (bool(self.dates_of(course)) or not self._asks_for_dates())

    def dates_of(self, course: CourseOnOffer, but: str = "") -> list[RunCard]:
        """The dates of a course that fit; `but` names a filter that is left aside."""
        return [run for run in course.runs if self._fits_run(run, but)]

    def left_by(self, course: CourseOnOffer) -> Iterator[tuple[str, set[str]]]:
        """For each filter, the choices of it that keep a course, the others as they are; "" is the choice of none."""
        fitting = self.dates_of(course)
        for name in NAMES:
            aside = bool(self.chosen.get(name)) or (name == "borough" and self.mine is not None)
            runs = self.dates_of(course, but=name) if aside and name in DATES else fitting
            if self._fits_course(course, but=name) and (runs or not self._asks_for_dates(but=name)):
                yield name, self._choices(name, course, runs)

    def _choices(self, name: str, course: CourseOnOffer, runs: list[RunCard]) -> set[str]:
        if name == "audience":
            return {"", *(course.audiences or (ANY,))}
        if name == "length":
            return {"", course.length}
        if name == "places":
            return {"", *("on" for run in runs if run.has_place)}
        if name != "borough":
            return {"", *(run.mode if name == "mode" else run.month for run in runs)}
        open_to = {str(pk) for run in runs for pk in run.open_to or (ANY,)}
        mine = self.mine is None or any(run.fits(self.mine) for run in runs)
        # Open to everybody: counted with any borough, so with none by name.
        open_to = {ANY} if ANY in open_to else open_to
        return open_to | ({""} if mine or not self._asks_for_dates(but=name) else set())

    def _asks_for_dates(self, but: str = "") -> bool:
        return any(self.chosen.get(name) for name in DATES if name != but)

    def _fits_run(self, run: RunCard, but: str) -> bool:
        chosen = self.chosen
        organisation_id = int(chosen["borough"]) if chosen.get("borough") else self.mine
        if but != "borough" and organisation_id and not run.fits(organisation_id):
            return False
        if chosen.get("mode") and but != "mode" and run.mode != chosen["mode"]:
            return False
        if chosen.get("places") and but != "places" and not run.has_place:
            return False
        return not chosen.get("month") or but == "month" or run.month == chosen["month"]

    def _fits_course(self, course: CourseOnOffer, but: str = "") -> bool:
        audience, length = (self.chosen.get(name) if but != name else "" for name in ("audience", "length"))
        if course.audiences:
            if audience and audience not in course.audiences:
                return False
            if self.my_audiences and not self.my_audiences & course.audiences:
                return False
        return not length or length == course.length


class Left:
    """How many courses each choice of each filter would leave."""

    def __init__(self, filters: Filters, courses: Iterable[CourseOnOffer]) -> None:
        self._counts: dict[str, Counter[str]] = {name: Counter() for name in NAMES}
        for course in courses:
            for name, choices in filters.left_by(course):
                self._counts[name].update(choices)

    def by(self, name: str, choice: str) -> int:
        """Courses left by a choice of a filter; "" is the choice of none."""
        count = self._counts[name]
        return count[choice] + (count[ANY] if choice else 0)


def length_code(days: int | None) -> str:
    """The length filter's code of a number of days; empty while it is not known."""
    if days is None:
        return ""
    return "one" if days <= 1 else "few" if days <= 3 else "many"


def months_ahead(now: datetime, count: int = 12) -> list[tuple[str, str]]:
    """The coming months for the date filter: ("2027-01", "January 2027")."""
    first = clock.today(now).replace(day=1)
    found = []
    for _ in range(count):
        found.append((f"{first:%Y-%m}", f"{first:%B %Y}"))
        first = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return found
