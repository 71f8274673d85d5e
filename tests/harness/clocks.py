"""Time that stands still until it is told to move."""

from datetime import datetime, timedelta
from types import TracebackType

import time_machine


class FixedClock:
    """The instant that `portal.kernel.clock.now()` gives, in views, tasks and commands as well."""

    def __init__(self, instant: datetime) -> None:
        self._traveller = time_machine.travel(instant, tick=False)
        self.now = instant

    def __enter__(self) -> "FixedClock":
        self._coordinates = self._traveller.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._traveller.stop()

    def move_to(self, instant: datetime) -> datetime:
        """Stand at another instant. Returns it."""
        self._coordinates.move_to(instant, tick=False)
        self.now = instant
        return instant

    def advance(self, **by: float) -> datetime:
        """Go on by days, hours, minutes or seconds. Returns the new instant."""
        return self.move_to(self.now + timedelta(**by))
