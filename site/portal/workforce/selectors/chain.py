"""From training to outcome: how many were trained, consulted and referred, and what came of it (RF-09)."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from consultations.selectors.chain import STANDINGS, consultations_by_place, referrals_sent
from courses.selectors import completions_as_of
from portal.kernel.actors import Actor
from portal.kernel.periods import Quarter
from portal.kernel.querying import within
from portal.people.models import Organisation, Service
from portal.workforce.permissions import organisations_with_figures_for, reach_of_figures
from portal.workforce.rules import EVERYBODY, hidden_numbers
from portal.workforce.selectors.coverage import counted_courses, whose_figures

OUTCOMES = tuple(STANDINGS)
STAGES = ("trained", "consulted", "referred", *OUTCOMES)
# The stages that are counted and hidden here.
COUNTED = ("trained", "referred", *OUTCOMES)


@dataclass(frozen=True, slots=True)
class ChainRow:
    """One group, with a number for each of `STAGES`; None where it is hidden."""

    label: str
    numbers: dict[str, int | None]


@dataclass(frozen=True, slots=True)
class Chain:
    """The chain of a quarter, by borough, or by service where there is one borough; the total first.

    `whose` says what is counted, for the middle of a sentence.
    """

    quarter: Quarter
    whose: str
    heading: str
    total: ChainRow
    rows: tuple[ChainRow, ...]
    courses: tuple[str, ...]


def chain_of(actor: Actor, quarter: Quarter) -> Chain:
    """The chain within the actor's reach. Eight queries, however many groups.

    People are counted once in each group and once in the total; consultations and referrals each as they are.
    Numbers under five are hidden, and more with them until none can be worked out from a row or a column.
    Consultations are hidden where the page of their counts hides them: one would bare what the other hides.
    """
    organisations = list(organisations_with_figures_for(actor).order_by("name"))
    one = organisations[0] if len(organisations) == 1 else None
    in_all, consulted = consultations_by_place(actor, quarter, by_service=one is not None)
    numbers, courses = _numbers(actor, quarter, by_service=one is not None)
    names = _service_names(one) if one else {row.pk: row.name for row in organisations}
    total = numbers.pop(EVERYBODY)
    groups = sorted(numbers.keys() | consulted.keys(), key=lambda key: names.get(key, "~"))
    label = "All" if len(groups) != 1 else names.get(groups[0], "All")
    shown = {key: numbers.get(key, dict.fromkeys(COUNTED, 0)) for key in groups if len(groups) > 1}
    hidden = hidden_numbers({**shown, EVERYBODY: total}, parts=("referred", *OUTCOMES))
    rows = (
        _row(names.get(key, "No service known"), key, found, hidden, consulted.get(key, 0))
        for key, found in shown.items()
    )
    return Chain(
        quarter,
        whose=whose_figures(actor, one) if one else "the boroughs you see figures of",
        heading="Service" if one else "Borough",
        total=_row(label, EVERYBODY, total, hidden, in_all),
        rows=tuple(rows),
        courses=courses,
    )


def _numbers(
    actor: Actor, quarter: Quarter, *, by_service: bool
) -> tuple[dict[int, dict[str, int]], tuple[str, ...]]:
    """A number for each of `COUNTED`, by group, and for everybody; and what the courses are called."""
    by_team = within(reach_of_figures(actor), service="team__service_id")
    counted = counted_courses(quarter.last_day)
    done = completions_as_of(quarter.last_day).filter(
        by_team,
        completed_on__gte=quarter.first_day,
        course_code__in=[course.course_code for course in counted],
    )
    sent = referrals_sent(quarter).filter(by_team)
    numbers: dict[int, dict[str, int]] = defaultdict(lambda: dict.fromkeys(COUNTED, 0))
    of_team = "team__service_id" if by_service else "organisation_id"
    for key, stage, number in (
        *_counted(done, of_team, "trained", of="person_id"),
        *_counted(sent, of_team, ""),
    ):
        numbers[key][stage] += number
        if stage in OUTCOMES:
            numbers[key]["referred"] += number
    return dict(numbers | {EVERYBODY: numbers[EVERYBODY]}), tuple(course.short_name for course in counted)


def _counted(rows: QuerySet[Any], group: str, stage: str, *, of: str = "pk") -> list[tuple[int, str, int]]:
    """(group, stage, number) for each group and for everybody; the stage is the row's standing where it has one."""
    fields = () if stage else ("standing",)
    number = Count(of, distinct=True)
    found = []
    for by in (group, None):
        names = (*((by,) if by else ()), *fields)
        if not names:
            found.append((EVERYBODY, stage, rows.aggregate(number=number)["number"]))
            continue
        for row in rows.values(*names).annotate(number=number).order_by():
            key = (row[by] or 0) if by else EVERYBODY
            found.append((key, stage or row["standing"], row["number"]))
    return found


def _service_names(organisation: Organisation) -> dict[int, str]:
    return dict(Service.objects.filter(organisation=organisation).values_list("pk", "name"))


def _row(
    label: str, key: int, numbers: dict[str, int], hidden: set[tuple[int, str]], consulted: int | None
) -> ChainRow:
    shown = {stage: None if (key, stage) in hidden else numbers[stage] for stage in COUNTED}
    return ChainRow(label, {"consulted": consulted, **shown})
