"""What happened to places and runs, for whoever wants to know. Ids and codes only."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from portal.kernel.refs import Ref
from portal.outbox.events import Event


@dataclass(frozen=True, slots=True)
class PlaceEvent(Event):
    """Something that happened to one person's place in a run."""

    enrolment_id: int
    run_id: int
    person_id: int
    course_code: str

    @property
    def subject(self) -> str:
        return str(Ref("courses.enrolment", self.enrolment_id))


@dataclass(frozen=True, slots=True)
class PlaceRequested(PlaceEvent):
    name: ClassVar[str] = "courses.place_requested.v1"


@dataclass(frozen=True, slots=True)
class PlaceBooked(PlaceEvent):
    name: ClassVar[str] = "courses.place_booked.v1"


@dataclass(frozen=True, slots=True)
class PlaceDeclined(PlaceEvent):
    name: ClassVar[str] = "courses.place_declined.v1"


@dataclass(frozen=True, slots=True)
class PlaceCancelled(PlaceEvent):
    name: ClassVar[str] = "courses.place_cancelled.v1"


@dataclass(frozen=True, slots=True)
class PlaceOffered(PlaceEvent):
    name: ClassVar[str] = "courses.place_offered.v1"


@dataclass(frozen=True, slots=True)
class PlaceLapsed(PlaceEvent):
    name: ClassVar[str] = "courses.place_lapsed.v1"


# Moves that are announced with nothing but the place; the others carry more and are built where they happen.
PLACE_EVENTS: dict[str, type[PlaceEvent]] = {
    event.name: event
    for event in (PlaceRequested, PlaceBooked, PlaceDeclined, PlaceCancelled, PlaceOffered, PlaceLapsed)
}


@dataclass(frozen=True, slots=True)
class CourseCompleted(Event):
    """A person fulfilled the course's rule. `organisation_id` is where they worked on that day."""

    name: ClassVar[str] = "courses.course_completed.v1"

    enrolment_id: int
    run_id: int
    person_id: int
    course_code: str
    edition: int
    completed_on: date
    organisation_id: int | None

    @property
    def subject(self) -> str:
        return str(Ref("courses.enrolment", self.enrolment_id))


@dataclass(frozen=True, slots=True)
class CompletionWithdrawn(Event):
    """A completion turned out not to be one, for a coded reason."""

    name: ClassVar[str] = "courses.completion_withdrawn.v1"

    enrolment_id: int
    person_id: int
    course_code: str
    reason_code: str

    @property
    def subject(self) -> str:
        return str(Ref("courses.enrolment", self.enrolment_id))


@dataclass(frozen=True, slots=True)
class RunEvent(Event):
    run_id: int

    @property
    def subject(self) -> str:
        return str(Ref("courses.run", self.run_id))


@dataclass(frozen=True, slots=True)
class RunMoved(RunEvent):
    """Days, venue or mode changed; calendar entries have been moved already."""

    name: ClassVar[str] = "courses.run_moved.v1"


@dataclass(frozen=True, slots=True)
class RunCancelled(RunEvent):
    name: ClassVar[str] = "courses.run_cancelled.v1"
