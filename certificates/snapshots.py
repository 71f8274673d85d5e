"""What a certificate says, frozen at the moment of issue. The page, the PDF and the check page read nothing else."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from certificates.rules import spoken_length
from portal.kernel.clock import spoken_date

VERSION = 1


@dataclass(frozen=True, slots=True)
class Accreditation:
    """Who accredits the course, under which reference, until when (empty: not said)."""

    body: str
    reference: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The facts of one certificate. Dates are ISO texts, so that the stored form and this one are the same.

    Args:
        name: as the holder chose it.
        cpd_minutes: minutes of active learning; `cpd_basis` says how they were counted.
        days: the dates attended.
        statement: what the certificate attests, in one sentence.
    """

    name: str
    course_title: str
    course_code: str
    edition: int
    description: str
    outcomes: tuple[str, ...]
    provider: str
    trainers: tuple[str, ...]
    days: tuple[str, ...]
    cpd_minutes: int
    cpd_basis: str
    mode: str
    statement: str
    completed_on: str
    issued_on: str
    accreditation: Accreditation | None = None
    version: int = VERSION

    @property
    def cpd(self) -> str:
        return spoken_length(self.cpd_minutes)

    @property
    def completed(self) -> date:
        return date.fromisoformat(self.completed_on)

    @property
    def issued(self) -> date:
        return date.fromisoformat(self.issued_on)

    @property
    def accredited_until(self) -> date | None:
        until = self.accreditation.until if self.accreditation else ""
        return date.fromisoformat(until) if until else None

    @property
    def attended(self) -> str:
        """The dates in one line: "12, 13 and 14 January 2027"."""
        return spoken_days(tuple(date.fromisoformat(day) for day in self.days))

    @property
    def trained_by(self) -> str:
        return listed(self.trainers)

    def frozen(self) -> dict[str, Any]:
        """As stored: plain JSON."""
        return {
            name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items()
        }


def thawed(stored: dict[str, Any]) -> Snapshot:
    """Read a stored snapshot back, of this or of an earlier version."""
    fields = dict(stored)
    for name in ("outcomes", "trainers", "days"):
        fields[name] = tuple(fields.get(name, ()))
    if fields.get("accreditation"):
        fields["accreditation"] = Accreditation(**fields["accreditation"])
    return Snapshot(**fields)


def listed(words: tuple[str, ...]) -> str:
    """A, B and C."""
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def spoken_days(days: tuple[date, ...]) -> str:
    """Dates in one line, the month and the year said once for those that share them."""
    if len(days) == 1:
        return spoken_date(days[0])
    months: dict[tuple[int, int], list[date]] = {}
    for day in sorted(days):
        months.setdefault((day.year, day.month), []).append(day)
    parts = [f"{listed(tuple(str(d.day) for d in group))} {group[0]:%B %Y}" for group in months.values()]
    return listed(tuple(parts))
