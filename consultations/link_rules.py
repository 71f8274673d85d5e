"""Judgement on plain values about a referral link. Pure."""

from collections.abc import Iterable
from datetime import time

from consultations.pathways import Pathway, Whose

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def missing_consents(pathway: Pathway, standing: Iterable[tuple[str, str]]) -> tuple[Whose, ...]:
    """Whose required consent is not there.

    Args:
        pathway: the version that applies.
        standing: (person, purpose) of every consent that was given, not replaced and not withdrawn.
    """
    there = set(standing)
    return tuple(
        rule.whose for rule in pathway.required_consents if (str(rule.whose), rule.purpose) not in there
    )


def is_required(pathway: Pathway, person: str, purpose: str) -> bool:
    """Whether the pathway cannot go on without this consent."""
    return any(str(rule.whose) == person and rule.purpose == purpose for rule in pathway.required_consents)


def working_hours(days: Iterable[int], works_from: time | None, works_until: time | None) -> str:
    """Such as "Monday to Wednesday and Friday, 09:00 to 17:00", on London's clocks; empty while not known."""
    chosen = sorted({day for day in days if 0 <= day < len(DAYS)})
    if not chosen or works_from is None or works_until is None:
        return ""
    runs: list[list[int]] = []
    for day in chosen:
        if runs and day == runs[-1][-1] + 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    words = [
        part
        for run in runs
        for part in ([f"{DAYS[run[0]]} to {DAYS[run[-1]]}"] if len(run) > 2 else [DAYS[day] for day in run])
    ]
    return f"{' and '.join(', '.join(words).rsplit(', ', 1))}, {works_from:%H:%M} to {works_until:%H:%M}"
