"""The shape of a pathway: who it is for, what to ask, what follows. Data only, frozen, dated.

Rules of a programme change; a change is a new version with its own dates, and a link keeps the version under
which it was made. What no source says stays open (`None`, or a sentence in `open_points`), never guessed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from consultations.pathways.months import has_lasted, is_within

Answers = Mapping[str, str]


class Verdict(StrEnum):
    """One criterion, looked at: the words of the API."""

    MET = "met"
    NOT_MET = "not_met"
    NOT_KNOWN = "not_known"


class Outcome(StrEnum):
    """All criteria together."""

    SUITABLE = "suitable"
    NOT_SUITABLE = "not_suitable"
    NOT_KNOWN = "not_known"


class Kind(StrEnum):
    """How a question is answered."""

    YES_NO = "yes_no"
    DATE = "date"


class Whose(StrEnum):
    """Whose consent it is: the words of the API."""

    PERSON_USING_HARM = "person_using_harm"
    VICTIM_SURVIVOR = "victim_survivor"


YES, NO, NOT_KNOWN = "yes", "no", "not_known"


@dataclass(frozen=True, slots=True)
class Question:
    """What the practitioner is asked. An answer is yes, no, not_known, or an ISO date; missing is not known."""

    code: str
    words: str
    help: str = ""
    examples: tuple[str, ...] = ()
    kind: Kind = Kind.YES_NO


class Rule(Protocol):
    """Judges the answers on a day."""

    @property
    def asks(self) -> tuple[str, ...]: ...

    def judge(self, answers: Answers, on: date) -> Verdict: ...


def _yes_no(answer: str | None, wanted: str) -> Verdict:
    if answer not in (YES, NO):
        return Verdict.NOT_KNOWN
    return Verdict.MET if answer == wanted else Verdict.NOT_MET


def _day(answer: str | None) -> date | None:
    try:
        return date.fromisoformat(answer or "")
    except ValueError:
        return None


def _verdict(held: bool) -> Verdict:
    return Verdict.MET if held else Verdict.NOT_MET


@dataclass(frozen=True, slots=True)
class Yes:
    """Met when the answer is yes."""

    question: str

    @property
    def asks(self) -> tuple[str, ...]:
        return (self.question,)

    def judge(self, answers: Answers, on: date) -> Verdict:
        return _yes_no(answers.get(self.question), YES)


@dataclass(frozen=True, slots=True)
class No:
    """Met when the answer is no: an exclusion."""

    question: str

    @property
    def asks(self) -> tuple[str, ...]:
        return (self.question,)

    def judge(self, answers: Answers, on: date) -> Verdict:
        return _yes_no(answers.get(self.question), NO)


@dataclass(frozen=True, slots=True)
class EitherYes:
    """Met when at least one answer is yes; not met when all are no."""

    asks: tuple[str, ...]

    def judge(self, answers: Answers, on: date) -> Verdict:
        return any_of([_yes_no(answers.get(code), YES) for code in self.asks])


@dataclass(frozen=True, slots=True)
class LastedMonths:
    """Met when `months` calendar months or more have passed since the answered date (see `months`)."""

    question: str
    months: int

    @property
    def asks(self) -> tuple[str, ...]:
        return (self.question,)

    def judge(self, answers: Answers, on: date) -> Verdict:
        day = _day(answers.get(self.question))
        return Verdict.NOT_KNOWN if day is None else _verdict(has_lasted(day, self.months, on))


@dataclass(frozen=True, slots=True)
class WithinMonths:
    """Met when `second` lies at most `months` calendar months after `first` (see `months`)."""

    first: str
    second: str
    months: int

    @property
    def asks(self) -> tuple[str, ...]:
        return (self.first, self.second)

    def judge(self, answers: Answers, on: date) -> Verdict:
        first, second = _day(answers.get(self.first)), _day(answers.get(self.second))
        if first is None or second is None:
            return Verdict.NOT_KNOWN
        return _verdict(is_within(first, second, self.months))


@dataclass(frozen=True, slots=True)
class Criterion:
    """One condition with its words for each verdict.

    `divert_to` names the pathway shown when it fails; `at_once` says what to do first then.
    """

    code: str
    rule: Rule
    met: str
    not_met: str
    not_known: str
    divert_to: str = ""
    at_once: str = ""

    def words(self, verdict: Verdict) -> str:
        return {Verdict.MET: self.met, Verdict.NOT_MET: self.not_met}.get(verdict, self.not_known)


@dataclass(frozen=True, slots=True)
class ConsentRule:
    """Whose consent is asked for which purpose. A required one must be given before anything is sent."""

    whose: Whose
    purpose: str
    words: str
    required: bool = True


@dataclass(frozen=True, slots=True)
class Stage:
    """A step of the programme. Days where a source gives them; None is open."""

    name: str
    words: str
    days_min: int | None = None
    days_max: int | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    words: str
    email: str = ""


@dataclass(frozen=True, slots=True)
class Pathway:
    """One version of one pathway.

    Args:
        code, version: stable code ("restart") and version ("restart/2").
        valid_from, valid_to: first and last day; None is open, or not known (then `open_points` says so).
        source: where the facts come from.
        areas: GSS codes of the authorities it serves; None is everywhere.
        every: criteria that must all be met. any_one: of these at least one, where there are any.
        review_days: days between reviews; None where no source gives a number.
        accepts_links: whether a link can be sent; information pages only otherwise.
        open_points: what the sources leave open or disagree about, for readers and maintainers.
    """

    code: str
    name: str
    version: str
    summary: str
    source: str
    areas: tuple[str, ...] | None
    valid_from: date | None = None
    valid_to: date | None = None
    audience: str = ""
    questions: tuple[Question, ...] = ()
    every: tuple[Criterion, ...] = ()
    any_one: tuple[Criterion, ...] = ()
    consents: tuple[ConsentRule, ...] = ()
    consent_words: str = ""
    stages: tuple[Stage, ...] = ()
    review_days: int | None = None
    review_words: str = ""
    roles: tuple[str, ...] = ()
    contact: Contact = Contact("Ask your Safe & Together lead for the local contact.")
    otherwise: str = ""
    open_points: tuple[str, ...] = ()
    accepts_links: bool = False

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        return (*self.every, *self.any_one)

    @property
    def exclusions(self) -> tuple[Criterion, ...]:
        """What rules somebody out, whatever else is true."""
        return tuple(criterion for criterion in self.every if isinstance(criterion.rule, No))

    @property
    def conditions(self) -> tuple[Criterion, ...]:
        """What has to be true, apart from what rules somebody out."""
        return tuple(criterion for criterion in self.every if not isinstance(criterion.rule, No))

    @property
    def edition(self) -> str:
        """The number of the version, for people: "2"."""
        return self.version.rpartition("/")[2]

    @property
    def required_consents(self) -> tuple[ConsentRule, ...]:
        return tuple(rule for rule in self.consents if rule.required)

    def serves(self, area: str) -> bool:
        return self.areas is None or area in self.areas

    def in_force(self, on: date) -> bool:
        return (self.valid_from is None or self.valid_from <= on) and (
            self.valid_to is None or on <= self.valid_to
        )


def all_of(verdicts: list[Verdict]) -> Verdict:
    """Not met as soon as one is not; else not known as soon as one is; else met."""
    if Verdict.NOT_MET in verdicts:
        return Verdict.NOT_MET
    return Verdict.NOT_KNOWN if Verdict.NOT_KNOWN in verdicts else Verdict.MET


def any_of(verdicts: list[Verdict]) -> Verdict:
    """Met as soon as one is; else not known as soon as one is; else not met."""
    if Verdict.MET in verdicts:
        return Verdict.MET
    return Verdict.NOT_KNOWN if Verdict.NOT_KNOWN in verdicts else Verdict.NOT_MET
