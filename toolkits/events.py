"""What happened to people's toolkits, for whoever wants to know. Ids only."""

from dataclasses import dataclass
from typing import ClassVar

from portal.kernel.refs import Ref
from portal.outbox.events import Event


@dataclass(frozen=True, slots=True)
class ToolkitUnlocked(Event):
    """A toolkit opened for a person who had no other way in by what they earned."""

    name: ClassVar[str] = "toolkits.toolkit_unlocked.v1"

    toolkit_id: int
    person_id: int

    @property
    def subject(self) -> str:
        return str(Ref("toolkits.toolkit", self.toolkit_id))


@dataclass(frozen=True, slots=True)
class ToolkitLocked(Event):
    """The last thing a person had earned it by no longer stands."""

    name: ClassVar[str] = "toolkits.toolkit_locked.v1"

    toolkit_id: int
    person_id: int

    @property
    def subject(self) -> str:
        return str(Ref("toolkits.toolkit", self.toolkit_id))
