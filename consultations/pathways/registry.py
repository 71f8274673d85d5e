"""Every version of every pathway, checked when the list is built: a contradiction does not start."""

from datetime import date
from itertools import pairwise

from consultations.pathways import connect, elsewhere, marac, restart, trafford, young_people
from consultations.pathways.shapes import Pathway

VERSIONS: tuple[Pathway, ...] = (
    *restart.VERSIONS,
    *marac.VERSIONS,
    *connect.VERSIONS,
    *young_people.VERSIONS,
    *trafford.VERSIONS,
    *elsewhere.VERSIONS,
)


def faults(versions: tuple[Pathway, ...]) -> list[str]:
    """What contradicts itself: versions named twice or overlapping, questions asked by nobody or by no criterion,
    diversions to nowhere, links without criteria."""
    names = [found.version for found in versions]
    found = [f"{name} is there twice" for name in {n for n in names if names.count(n) > 1}]
    codes = {version.code for version in versions}
    for version in versions:
        asked = {question.code for question in version.questions}
        needed = {code for criterion in version.criteria for code in criterion.rule.asks}
        if asked != needed:
            found.append(f"{version.version} asks {sorted(asked)} and judges {sorted(needed)}")
        found += [
            f"{version.version} diverts to nowhere"
            for c in version.criteria
            if c.divert_to not in {"", *codes}
        ]
        if version.accepts_links and not version.criteria:
            found.append(f"{version.version} accepts links without criteria")
        if not version.version.startswith(f"{version.code}/"):
            found.append(f"{version.version} does not belong to {version.code}")
    for code in codes:
        dated = sorted((v for v in versions if v.code == code), key=lambda v: v.valid_from or date.min)
        found += [
            f"{a.version} overlaps {b.version}"
            for a, b in pairwise(dated)
            if (a.valid_to or date.max) >= (b.valid_from or date.min)
        ]
    return found


if _found := faults(VERSIONS):
    raise ValueError("; ".join(_found))


def pathway_on(code: str, on: date) -> Pathway | None:
    """The version of a pathway in force on a day; None when there is none."""
    return next((v for v in VERSIONS if v.code == code and v.in_force(on)), None)


def pathways_on(on: date) -> tuple[Pathway, ...]:
    """Every pathway in force on a day, in the order of the list."""
    return tuple(v for v in VERSIONS if v.in_force(on))


def version_named(name: str) -> Pathway:
    """A version by its name, in force or not. Raises `KeyError`."""
    for version in VERSIONS:
        if version.version == name:
            return version
    raise KeyError(name)


def names_by_code() -> dict[str, str]:
    """Code to name, for lists and reports."""
    return {version.code: version.name for version in VERSIONS}
