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


@dataclass(frozen=True, slots=True)
class PlaceConfirmed(Event):
    """A place that somebody had asked for is confirmed, by an administrator or by a roster."""

    name: ClassVar[str] = "people.place_confirmed.v1"

    membership_id: int
    person_id: int

    @property
    def subject(self) -> str:
        return str(Ref("people.membership", self.membership_id))


@dataclass(frozen=True, slots=True)
class _AboutRole(Event):
    grant_id: int
    person_id: int

    @property
    def subject(self) -> str:
        return str(Ref("people.grant", self.grant_id))


@dataclass(frozen=True, slots=True)
class RoleGiven(_AboutRole):
    """Somebody gave a role, which counts from now on or from a later day."""

    name: ClassVar[str] = "people.role_given.v1"


@dataclass(frozen=True, slots=True)
class RoleEnded(_AboutRole):
    """Somebody ended a role, or undid the import that it rested on; it counts no more."""

    name: ClassVar[str] = "people.role_ended.v1"


@dataclass(frozen=True, slots=True)
class _AboutErasure(Event):
    request_id: int
    person_id: int

    @property
    def subject(self) -> str:
        return str(Ref("people.erasure", self.request_id))


@dataclass(frozen=True, slots=True)
class ErasureAsked(_AboutErasure):
    """Somebody asked to be erased: they are told, for it may not have been them. Person 0 as below."""

    name: ClassVar[str] = "people.erasure_asked.v1"


@dataclass(frozen=True, slots=True)
class ErasureTakenBack(_AboutErasure):
    """A request to be erased was taken back by whoever made it; nothing was erased."""

    name: ClassVar[str] = "people.erasure_taken_back.v1"


@dataclass(frozen=True, slots=True)
class ErasureTaken(_AboutErasure):
    """Somebody looks at a request to be erased. Person 0: an account that belongs to no member of staff."""

    name: ClassVar[str] = "people.erasure_taken.v1"


@dataclass(frozen=True, slots=True)
class ErasureExtended(_AboutErasure):
    """An answer takes up to two months longer; the person finds the reason on their account page."""

    name: ClassVar[str] = "people.erasure_extended.v1"


@dataclass(frozen=True, slots=True)
class ErasureRefused(_AboutErasure):
    """A request to be erased was refused; the person finds the reason on their account page."""

    name: ClassVar[str] = "people.erasure_refused.v1"


@dataclass(frozen=True, slots=True)
class PersonErased(_AboutErasure):
    """Everything that names a person is gone; what is left are numbers."""

    name: ClassVar[str] = "people.person_erased.v1"


@dataclass(frozen=True, slots=True)
class _AboutComplaint(Event):
    complaint_id: int
    person_id: int

    @property
    def subject(self) -> str:
        return str(Ref("people.complaint", self.complaint_id))


@dataclass(frozen=True, slots=True)
class ComplaintReceived(_AboutComplaint):
    """A complaint about data came in; its clock runs. Person 0: an account that belongs to no member of staff."""

    name: ClassVar[str] = "people.complaint_received.v1"


@dataclass(frozen=True, slots=True)
class ComplaintAcknowledged(_AboutComplaint):
    """Whoever complained is told that we have it and look at it."""

    name: ClassVar[str] = "people.complaint_acknowledged.v1"


@dataclass(frozen=True, slots=True)
class ComplaintAnswered(_AboutComplaint):
    """A complaint has its answer."""

    name: ClassVar[str] = "people.complaint_answered.v1"
