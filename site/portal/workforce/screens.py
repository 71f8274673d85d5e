"""What the pages of figures draw: pictures and the tables beside them. Both say the same numbers."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.safestring import SafeString

from portal.pages.pictures import Bar, Share, Tile, bar_rows, london_tile_map, said, share_bar
from portal.workforce.models import CountedCourse
from portal.workforce.rules import Cell, headline
from portal.workforce.selectors import BoroughFigure, Chain, Coverage, Row

NOT_KNOWN = "not known"
TOO_FEW = "hidden"
# With fewer boroughs known, a map of all London would be empty squares; the table says it sooner.
WORTH_A_MAP = 6


@dataclass(frozen=True, slots=True)
class Shade:
    """One square of the grid: its words, and how dark it stands (0 to 5; empty: not known or hidden)."""

    words: str
    detail: str
    level: int | None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the grid."""

    label: str
    part_of: str
    people: str
    shades: tuple[Shade, ...]


@dataclass(frozen=True, slots=True)
class ChainTable:
    """The chain by group: headings, (label, numbers in words) for each row, the total last.

    `left_out` names the columns that say nothing, because they are hidden throughout; `hides`: some number is hidden;
    `is_silent`: there is no number to read but zeros.
    """

    headings: tuple[str, ...]
    rows: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    left_out: str
    hides: bool
    is_silent: bool


@dataclass(frozen=True, slots=True)
class BoroughLine:
    """One line of the list of boroughs."""

    name: str
    url: str
    share: str
    detail: str


def boroughs_title(figures: list[BoroughFigure], course: str) -> str:
    """How many boroughs can say how far they have come."""
    known = sum(figure.cell.percent is not None for figure in figures)
    if not course or not known:
        return "Coverage: where do you want to look?"
    return f"We know for {known} of {len(figures)} boroughs how many frontline staff are trained in {course}"


def borough_lines(figures: list[BoroughFigure]) -> list[BoroughLine]:
    """The boroughs one has a figure for, with the same numbers as the map; hidden ones say so."""
    return [
        BoroughLine(
            figure.organisation.name,
            _address(figure),
            TOO_FEW if figure.hidden else said(figure.cell.percent),
            "" if figure.cell.base is None else f"{figure.cell.trained} of {figure.cell.base}",
        )
        for figure in figures
        if not _is_unknown(figure)
    ]


def boroughs_not_known(figures: list[BoroughFigure]) -> list[tuple[str, str]]:
    """Name and address of the others: no roster says who holds cases there."""
    return [(figure.organisation.name, _address(figure)) for figure in figures if _is_unknown(figure)]


def _is_unknown(figure: BoroughFigure) -> bool:
    return figure.cell.percent is None and not figure.hidden


def borough_map(figures: list[BoroughFigure], course: str) -> SafeString | None:
    """The boroughs on the map of London, each leading to its page; None when too few of them are known."""
    if sum(figure.cell.percent is not None for figure in figures) < WORTH_A_MAP:
        return None
    tiles = {figure.organisation.gss_code: Tile(figure.cell.percent, _address(figure)) for figure in figures}
    return london_tile_map(f"Trained in {course}, by borough", tiles)


def _address(figure: BoroughFigure) -> str:
    return reverse("workforce:borough", args=[figure.organisation.code])


def title_of(coverage: Coverage, organisation: str) -> str:
    """The answer of the page, and whose it is."""
    if not coverage.courses:
        return "No course counts yet"
    if coverage.total.hidden:
        return f"Too few people in {coverage.whose} for a figure"
    all_of_it = coverage.whose == organisation
    staff = f"{organisation}’s frontline staff" if all_of_it else f"the frontline staff in {coverage.whose}"
    leading = coverage.courses[0]
    return headline(coverage.total.cells[leading.course_code], leading.short_name, staff)


def table_of(coverage: Coverage) -> list[Line]:
    """The grid, the total last where it is more than its only group."""
    rows = coverage.rows if len(coverage.rows) == 1 else (*coverage.rows, coverage.total)
    return [_line(row, coverage.courses) for row in rows]


def _line(row: Row, courses: tuple[CountedCourse, ...]) -> Line:
    people = TOO_FEW if row.hidden else str(row.base or NOT_KNOWN)
    shades = tuple(_shade(row.cells[course.course_code], hidden=row.hidden) for course in courses)
    return Line(row.label, row.part_of, people, shades)


def _shade(cell: Cell, *, hidden: bool) -> Shade:
    if cell.percent is None:
        return Shade(TOO_FEW if hidden else NOT_KNOWN, "", None)
    return Shade(
        f"{cell.percent}%", f"{cell.trained} of {cell.base}", min(cell.percent // 20, 4) + (cell.percent > 0)
    )


def picture_of(coverage: Coverage) -> SafeString | None:
    """Bars of the leading course, longest first; None when there are not two groups to compare."""
    rows = [row for row in coverage.rows if not row.hidden]
    if not coverage.courses or len(rows) < 2:
        return None
    leading = coverage.courses[0]
    rows.sort(key=lambda row: (-(row.cells[leading.course_code].percent or 0), row.label))
    return bar_rows(
        f"{leading.short_name}: share of frontline staff trained, by group",
        [Bar(row.label, row.cells[leading.course_code].percent) for row in rows],
        target=leading.target_percent,
    )


STAGE_WORDS = {
    "trained": "Trained",
    "consulted": "Consultations",
    "referred": "Referrals",
    "taken_up": "Taken up",
    "waiting": "Waiting",
    "declined": "Declined",
    "withdrawn": "Withdrawn",
}
OUTCOME_LOOKS = {"taken_up": "bar", "waiting": "soft", "declined": "stop", "withdrawn": "due"}
COUNTED = {
    "trained": ("person trained", "people trained"),
    "consulted": ("consultation", "consultations"),
    "referred": ("referral", "referrals"),
}


def chain_title(chain: Chain) -> str:
    """The chain in one line; numbers that are hidden are left out of it."""
    shown = {stage: chain.total.numbers[stage] for stage in COUNTED}
    if not any(shown.values()) and None not in shown.values():
        return "Nobody was trained, consulted or referred"
    said = [
        f"{number} {COUNTED[stage][number != 1]}" for stage, number in shown.items() if number is not None
    ]
    return ", ".join(said) if any(shown.values()) else "Too few to show a number"


def chain_table(chain: Chain) -> ChainTable:
    """The table, without columns that show no number: what came of no referral, and what is hidden throughout."""
    rows = (*chain.rows, chain.total)
    silent = {stage for stage in STAGE_WORDS if not any(row.numbers[stage] for row in rows)}
    hidden = [stage for stage in STAGE_WORDS if stage in silent and chain.total.numbers[stage] is None]
    gone = {*hidden, *(silent & OUTCOME_LOOKS.keys() if chain.total.numbers["referred"] == 0 else ())}
    shown = {stage: words for stage, words in STAGE_WORDS.items() if stage not in gone}
    return ChainTable(
        headings=tuple(shown.values()),
        rows=tuple(
            (row.label, tuple((words, _in_words(row.numbers[stage])) for stage, words in shown.items()))
            for row in rows
        ),
        left_out=_listed([STAGE_WORDS[stage] for stage in hidden]),
        hides=any(number is None for row in rows for number in row.numbers.values()),
        is_silent=not any(number for row in rows for number in row.numbers.values()),
    )


def _in_words(number: int | None) -> str:
    return TOO_FEW if number is None else str(number)


def _listed(words: list[str]) -> str:
    """ "Taken up, waiting and declined": for the beginning of a sentence."""
    *most, last = words or [""]
    return (", ".join(most) + f" and {last}").capitalize() if most else last


def shares_of(chain: Chain) -> SafeString | None:
    """What came of the referrals, as one bar; None when there are none, or a number of it is hidden."""
    shares = [
        Share(STAGE_WORDS[stage], number, look)
        for stage, look in OUTCOME_LOOKS.items()
        if (number := chain.total.numbers[stage]) is not None
    ]
    if len(shares) < len(OUTCOME_LOOKS) or not any(share.count for share in shares):
        return None
    return share_bar("What came of the referrals", shares)
