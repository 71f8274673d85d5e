"""What others may hear of a consultation: ids and the portal's own reference, never a case reference or a note."""

from dataclasses import dataclass
from typing import ClassVar

from portal.outbox.events import Event


@dataclass(frozen=True, slots=True)
class _AboutConsultation(Event):
    consultation_id: int
    reference: str
    organisation_id: int
    lead_id: int
    requester_id: int

    @property
    def subject(self) -> str:
        return f"consultations.consultation:{self.consultation_id}"


@dataclass(frozen=True, slots=True)
class ConsultationBooked(_AboutConsultation):
    name: ClassVar[str] = "consultations.consultation_booked.v1"


@dataclass(frozen=True, slots=True)
class ConsultationMoved(_AboutConsultation):
    name: ClassVar[str] = "consultations.consultation_moved.v1"


@dataclass(frozen=True, slots=True)
class ConsultationCancelled(_AboutConsultation):
    """`lead_id` is 0 when an urgent request was withdrawn before a lead had it."""

    name: ClassVar[str] = "consultations.consultation_cancelled.v1"


@dataclass(frozen=True, slots=True)
class ConsultationHeld(_AboutConsultation):
    name: ClassVar[str] = "consultations.consultation_held.v1"
