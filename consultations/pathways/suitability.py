"""Is this pathway right for this family, on this day? Answered in words, with every reason."""

from dataclasses import dataclass
from datetime import date

from consultations.pathways.areas import area_name
from consultations.pathways.shapes import Answers, Criterion, Outcome, Pathway, Verdict, all_of, any_of

AREA = "area"

HEADLINES = {
    Outcome.SUITABLE: "{name} looks suitable",
    Outcome.NOT_SUITABLE: "{name} is not the right route",
    Outcome.NOT_KNOWN: "We cannot tell yet whether {name} is suitable",
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One criterion, its verdict and the sentence for the screen."""

    code: str
    verdict: Verdict
    sentence: str


@dataclass(frozen=True, slots=True)
class Assessment:
    """The answer to `suitability`.

    Args:
        result: suitable, not suitable, not known.
        reasons: every criterion in order, with its words.
        divert: code of the pathway to look at instead, when a criterion that failed names one.
        at_once: what to do first, because a criterion failed that says so.
    """

    pathway: str
    version: str
    headline: str
    result: Outcome
    reasons: tuple[Reason, ...]
    divert: str = ""
    at_once: tuple[str, ...] = ()

    @property
    def stops(self) -> bool:
        """Something else comes before everything that a programme can do."""
        return bool(self.divert or self.at_once)

    @property
    def criteria(self) -> dict[str, str]:
        """Criterion code to verdict: what a case system may fetch."""
        return {reason.code: str(reason.verdict) for reason in self.reasons}

    @property
    def worst_first(self) -> tuple[Reason, ...]:
        """The reasons for the screen: what failed, what is not known, what is met."""
        order = (Verdict.NOT_MET, Verdict.NOT_KNOWN, Verdict.MET)
        return tuple(sorted(self.reasons, key=lambda reason: order.index(reason.verdict)))

    @property
    def sentences(self) -> tuple[str, ...]:
        return tuple(reason.sentence for reason in self.reasons)


def suitability(pathway: Pathway, answers: Answers, on: date, area: str) -> Assessment:
    """Judge the answers by this version of the pathway.

    Args:
        pathway: the version that applies; a link keeps the one it was made under.
        answers: question code to yes, no, not_known or an ISO date; a missing answer is not known.
        on: the day, in London, on which it is asked.
        area: GSS code of the authority where the family lives; empty is not known.

    An exclusion or a failed condition decides even while other answers are missing.
    """
    where = [_area_reason(pathway, area)] if pathway.areas is not None else []
    every = [_reason(criterion, answers, on) for criterion in pathway.every]
    any_one = [_reason(criterion, answers, on) for criterion in pathway.any_one]
    verdicts = [reason.verdict for reason in (*where, *every)]
    if any_one:
        verdicts.append(any_of([reason.verdict for reason in any_one]))
    result = _outcome(all_of(verdicts)) if verdicts else Outcome.NOT_KNOWN
    failed = _failed(pathway, (*every, *any_one))
    return Assessment(
        pathway=pathway.code,
        version=pathway.version,
        headline=HEADLINES[result].format(name=pathway.name),
        result=result,
        reasons=(*where, *every, *any_one),
        divert=next((criterion.divert_to for criterion in failed if criterion.divert_to), ""),
        at_once=tuple(criterion.at_once for criterion in failed if criterion.at_once),
    )


def _outcome(verdict: Verdict) -> Outcome:
    return {Verdict.MET: Outcome.SUITABLE, Verdict.NOT_MET: Outcome.NOT_SUITABLE}.get(
        verdict, Outcome.NOT_KNOWN
    )


def _reason(criterion: Criterion, answers: Answers, on: date) -> Reason:
    verdict = criterion.rule.judge(answers, on)
    return Reason(criterion.code, verdict, criterion.words(verdict))


def _area_reason(pathway: Pathway, area: str) -> Reason:
    if not area:
        return Reason(AREA, Verdict.NOT_KNOWN, "We need to know which borough or county the family lives in.")
    if pathway.serves(area):
        return Reason(
            AREA, Verdict.MET, f"The family lives in {area_name(area)}, which {pathway.name} serves."
        )
    served = " and ".join(", ".join(area_name(code) for code in pathway.areas or ()).rsplit(", ", 1))
    where = area_name(area) if area_name(area) != area else "where the family lives"
    return Reason(AREA, Verdict.NOT_MET, f"{pathway.name} serves {served}, not {where}.")


def _failed(pathway: Pathway, reasons: tuple[Reason, ...]) -> list[Criterion]:
    codes = {reason.code for reason in reasons if reason.verdict is Verdict.NOT_MET}
    return [criterion for criterion in pathway.criteria if criterion.code in codes]
