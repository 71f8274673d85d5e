"""Who acts, and how far their grants reach: plain values, loaded once and handed to every service.

An `Actor` is made afresh for each request (`people.selectors.actor_for`), so a grant that ends stops
counting at the next click. Predicates read it without touching the database.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class ActorKind(StrEnum):
    PERSON = "person"
    SYSTEM = "system"
    CLIENT = "client"
    VISITOR = "visitor"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something belongs in the tree organisation > service > team; ids, None where it stops short."""

    organisation_id: int | None = None
    service_id: int | None = None
    team_id: int | None = None


@dataclass(frozen=True, slots=True)
class HeldGrant:
    """A role held now, with its reach: one id at its level, or everything."""

    role: str
    everything: bool = False
    organisation_id: int | None = None
    service_id: int | None = None
    team_id: int | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """The reach of one role: everything, or sets of organisation, service and team ids."""

    everything: bool = False
    organisations: frozenset[int] = frozenset()
    services: frozenset[int] = frozenset()
    teams: frozenset[int] = frozenset()

    @property
    def is_empty(self) -> bool:
        return not (self.everything or self.organisations or self.services or self.teams)

    def covers(self, place: Place) -> bool:
        """Whether `place` lies within. Its queryset twin is `querying.within`."""
        return (
            self.everything
            or place.organisation_id in self.organisations
            or place.service_id in self.services
            or place.team_id in self.teams
        )

    def __or__(self, other: "Scope") -> "Scope":
        return Scope(
            self.everything or other.everything,
            self.organisations | other.organisations,
            self.services | other.services,
            self.teams | other.teams,
        )


EVERYTHING = Scope(everything=True)
NOTHING = Scope()


@dataclass(frozen=True, slots=True)
class Actor:
    """Someone or something that acts.

    Args:
        kind: a person, the system itself, a client of the API, or a visitor who is not signed in.
        user_id, person_id: the account and the member of staff behind it; None for the others.
        client_id: the API client.
        label: what the audit trail shows; a reference, never a name of a family member.
        grants: roles held today, with their reach.
        places: confirmed memberships of today, the primary one first.
        abilities: what an API client's token allows.
    """

    kind: ActorKind
    user_id: int | None = None
    person_id: int | None = None
    client_id: int | None = None
    label: str = ""
    name: str = ""
    grants: tuple[HeldGrant, ...] = ()
    places: tuple[Place, ...] = ()
    abilities: frozenset[str] = field(default_factory=frozenset)

    @property
    def is_person(self) -> bool:
        """Signed in, with a staff record."""
        return self.kind is ActorKind.PERSON and self.person_id is not None

    @property
    def is_placed(self) -> bool:
        """A person whose place of work is confirmed. Anybody can sign up, so staff's names and rooms ask this."""
        return self.is_person and bool(self.places)

    @property
    def is_system(self) -> bool:
        return self.kind is ActorKind.SYSTEM

    @property
    def columns(self) -> dict[str, Any]:
        """What a row about a change says of who made it: ids, and a label that names nobody."""
        return {
            "actor_user_id": self.user_id,
            "actor_person_id": self.person_id,
            "actor_label": self.label[:120],
        }

    @property
    def place(self) -> Place:
        """The primary place; empty when no membership is confirmed."""
        return self.places[0] if self.places else Place()

    def scope(self, *roles: str) -> Scope:
        """The reach of the given roles together. The system reaches everything."""
        if self.is_system:
            return EVERYTHING
        held = [grant for grant in self.grants if grant.role in roles]
        return Scope(
            everything=any(grant.everything for grant in held),
            organisations=frozenset(g.organisation_id for g in held if g.organisation_id is not None),
            services=frozenset(g.service_id for g in held if g.service_id is not None),
            teams=frozenset(g.team_id for g in held if g.team_id is not None),
        )

    @property
    def administers_everything(self) -> bool:
        """An administrator everywhere. To hold the role is not enough: an administrator of one organisation does."""
        return self.scope("admin").everything

    def holds(self, *roles: str) -> bool:
        """Whether any of the roles is held anywhere."""
        return self.is_system or any(grant.role in roles for grant in self.grants)


SYSTEM = Actor(ActorKind.SYSTEM, label="Practice Hub")
VISITOR = Actor(ActorKind.VISITOR, label="Visitor")
