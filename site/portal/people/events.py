"""What people announces."""

from dataclasses import dataclass
from typing import ClassVar

from portal.kernel.refs import Ref
from portal.outbox.events import Event


@dataclass(frozen=True, slots=True)
class PersonMatched(Event):
    """An account now belongs to a member of staff whose place in an organisation is confirmed."""

    name: ClassVar[str] = "people.person_matched.v1"

    person_id: int
    organisation_id: int

    @property
    def subject(self) -> str:
        return str(Ref("people.person", self.person_id))
