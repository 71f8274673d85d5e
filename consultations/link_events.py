"""What others may hear of a referral link: ids, version, state, pathway and area. No reference of a case."""

from dataclasses import dataclass
from typing import ClassVar

from consultations.link_states import CORRECTED_EVENT, SENT_EVENT, UPDATED_EVENT, WITHDRAWN_EVENT
from portal.outbox.events import Event


@dataclass(frozen=True, slots=True)
class _AboutLink(Event):
    """`link_id` is the public id; `area` a GSS code."""

    link_id: str
    version: int
    state: str
    pathway: str
    area: str
    organisation_id: int

    @property
    def subject(self) -> str:
        return f"consultations.link:{self.link_id}"


@dataclass(frozen=True, slots=True)
class LinkSent(_AboutLink):
    name: ClassVar[str] = SENT_EVENT


@dataclass(frozen=True, slots=True)
class LinkWithdrawn(_AboutLink):
    name: ClassVar[str] = WITHDRAWN_EVENT


@dataclass(frozen=True, slots=True)
class LinkCorrected(_AboutLink):
    """Something the receiver may have fetched is different now: fetch it again."""

    name: ClassVar[str] = CORRECTED_EVENT


@dataclass(frozen=True, slots=True)
class LinkUpdated(_AboutLink):
    """The receiver moved it."""

    name: ClassVar[str] = UPDATED_EVENT


EVENT_NAMED = {event.name: event for event in (LinkSent, LinkWithdrawn, LinkCorrected, LinkUpdated)}
