"""What happened to champions, for whoever wants to know. Ids only."""

from dataclasses import dataclass
from typing import ClassVar

from portal.kernel.refs import Ref
from portal.outbox.events import Event


@dataclass(frozen=True, slots=True)
class ChampionEvent(Event):
    champion_id: int
    person_id: int
    team_id: int | None

    @property
    def subject(self) -> str:
        return str(Ref("champions.champion", self.champion_id))


@dataclass(frozen=True, slots=True)
class ChampionActivated(ChampionEvent):
    """Somebody started, or started again."""

    name: ClassVar[str] = "champions.champion_activated.v1"


@dataclass(frozen=True, slots=True)
class ChampionEnded(ChampionEvent):
    """Somebody who was active lapsed or stopped."""

    name: ClassVar[str] = "champions.champion_ended.v1"


ANNOUNCED: dict[str, type[ChampionEvent]] = {
    event.name: event for event in (ChampionActivated, ChampionEnded)
}
