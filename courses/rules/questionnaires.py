"""When a questionnaire is asked, until when its answers compare, and what counts as an answer (CO-20). Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import mean
from typing import Any

from courses.delivery_states import QuestionKind, Wave
from portal.kernel.clock import day_bounds, today

THREE_MONTHS = timedelta(days=91)
TIME_TO_ANSWER = {
    Wave.BEFORE: timedelta(0),
    Wave.AFTER: timedelta(days=14),
    Wave.THREE_MONTHS: timedelta(days=60),
    Wave.MANAGER: timedelta(days=60),
}
LONGEST_TEXT = 500
# Fewer people than these could be told apart, so a group of them is not shown.
SMALLEST_GROUP = 5

Questions = Sequence[Mapping[str, Any]]


def opens_at(wave: str, starts_at: datetime, ends_at: datetime) -> datetime | None:
    """The instant from which a wave can be answered; None: as soon as there is a place.

    Args:
        starts_at, ends_at: of the run. The questionnaire after the course opens in the morning of its last day, so
            that it can be filled in before people leave.
    """
    if wave == Wave.BEFORE:
        return None
    if wave == Wave.AFTER:
        return day_bounds(today(ends_at))[0]
    return ends_at + THREE_MONTHS


def due_on(wave: str, starts_at: datetime, ends_at: datetime) -> date:
    """The last day on which an answer is in time. Later ones are taken, but compare with nothing."""
    start = opens_at(wave, starts_at, ends_at) or starts_at
    return today(start + TIME_TO_ANSWER[Wave(wave)])


def asked_at(wave: str, starts_at: datetime, ends_at: datetime) -> tuple[datetime, datetime]:
    """The two instants at which somebody who has not answered is written to. There is no third."""
    if wave == Wave.BEFORE:
        return starts_at - timedelta(days=7), starts_at - timedelta(days=1)
    first = ends_at if wave == Wave.AFTER else ends_at + THREE_MONTHS
    return first, first + timedelta(days=7 if wave == Wave.AFTER else 14)


def is_late(wave: str, starts_at: datetime, ends_at: datetime, sent_at: datetime) -> bool:
    return today(sent_at) > due_on(wave, starts_at, ends_at)


def unanswered(questions: Questions, answers: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Questions that must be answered and are not."""
    return [
        question
        for question in questions
        if question["required"] and answers.get(question["id"]) in (None, "", [])
    ]


def split_words(questions: Questions, answers: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """Answers in codes and numbers, and answers in people's own words, which are kept encrypted."""
    texts = {question["id"] for question in questions if question["kind"] == QuestionKind.TEXT}
    coded = {key: value for key, value in answers.items() if key not in texts}
    return coded, {key: str(value) for key, value in answers.items() if key in texts}


@dataclass(frozen=True, slots=True)
class Pair:
    """How one measure moved between two waves, over the people who answered both in time.

    Args:
        n: people who answered both; `only_before`, `only_after` answered one of the two.
        before, after: means of the scale; None where the group is too small to show.
    """

    measure: str
    question: str
    n: int
    only_before: int
    only_after: int
    before: float | None
    after: float | None

    @property
    def is_shown(self) -> bool:
        return self.before is not None

    @property
    def figures(self) -> tuple[float | None, ...]:
        """As a table shows them: who answered both, who one only, before, after."""
        return (self.n, self.missing, self.before, self.after)

    @property
    def missing(self) -> int:
        """People whose other answer is missing."""
        return self.only_before + self.only_after


def matched_pairs(
    measures: Mapping[str, str],
    before: Mapping[int, Mapping[str, int]],
    after: Mapping[int, Mapping[str, int]],
) -> tuple[Pair, ...]:
    """Compare like with like: only people who answered before and after.

    Args:
        measures: measure -> the question's words.
        before, after: person -> measure -> 0 to 10.
    """
    return tuple(_pair(measure, words, before, after) for measure, words in measures.items())


def _pair(
    measure: str, words: str, before: Mapping[int, Mapping[str, int]], after: Mapping[int, Mapping[str, int]]
) -> Pair:
    first = {person: answers[measure] for person, answers in before.items() if measure in answers}
    second = {person: answers[measure] for person, answers in after.items() if measure in answers}
    both = first.keys() & second.keys()
    shown = len(both) >= SMALLEST_GROUP
    return Pair(
        measure=measure,
        question=words,
        n=len(both),
        only_before=len(first.keys() - both),
        only_after=len(second.keys() - both),
        before=round(mean(first[person] for person in both), 1) if shown else None,
        after=round(mean(second[person] for person in both), 1) if shown else None,
    )
