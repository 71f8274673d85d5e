"""What happened to certificates, for whoever wants to know."""

from dataclasses import dataclass
from typing import ClassVar

from portal.kernel.refs import Ref
from portal.outbox.events import Event


@dataclass(frozen=True, slots=True)
class AwardIssued(Event):
    """A certificate was issued, for the first time or again. The code is what its holder may show to anyone."""

    name: ClassVar[str] = "certificates.award_issued.v1"

    award_id: int
    person_id: int
    code: str
    course_code: str
    enrolment_id: int

    @property
    def subject(self) -> str:
        return str(Ref("certificates.award", self.award_id))
