"""`portal seed_scale`: a portal as full as a region, to measure with."""

import time
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any, TypeVar

from django.core.management.base import BaseCommand, CommandError

from portal.assembly.backups.making import holds_data
from portal.assembly.demo.scale.learning import fill_courses
from portal.assembly.demo.scale.places import PREFIX, fill_places
from portal.assembly.demo.scale.talks import fill_diaries
from portal.kernel import clock
from portal.people.models import Organisation
from portal.settings.env import ENV

Result = TypeVar("Result")
Tick = Callable[[int], None]
BAR = 30
FEWEST_STAFF = 4


class Command(BaseCommand):
    help = (
        "Write invented staff, enrolments and consultations in bulk, under organisations of their own (scale-01, ...). "
        "The same figures on the same day give the same rows. Without history, events, mails and certificates."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--staff", type=int, default=1_500)
        parser.add_argument("--enrolments", type=int, default=10_000)
        parser.add_argument("--consultations", type=int, default=500)

    def handle(self, *, staff: int, enrolments: int, consultations: int, **options: Any) -> None:
        self._refuse(staff, enrolments, consultations)
        now = clock.now()
        workers = self._timed("staff", staff, lambda tick: fill_places(staff, clock.today(now), tick))
        self._timed("enrolments", enrolments, lambda tick: fill_courses(enrolments, workers, now, tick))
        self._timed(
            "consultations", consultations, lambda tick: fill_diaries(consultations, workers, now, tick)
        )
        self.stdout.write("Done. portal audit_invariants says whether all of it holds.")

    def _refuse(self, staff: int, enrolments: int, consultations: int) -> None:
        """Before a row is written: real data, figures that make no sense, a second time."""
        if ENV.is_production and holds_data():
            raise CommandError(
                "This is a production portal with data. Invented rows do not belong beside real ones."
            )
        if staff < FEWEST_STAFF or enrolments < 0 or consultations < 0:
            raise CommandError(f"Give at least {FEWEST_STAFF} staff, and no figure below nought.")
        if Organisation.objects.filter(code__startswith=PREFIX).exists():
            raise CommandError(
                f"The organisations {PREFIX}01 and so on are there already. Begin with an empty database."
            )

    def _timed(self, what: str, total: int, fill: Callable[[Tick], Result]) -> Result:
        began, done = time.monotonic(), 0

        def tick(rows: int) -> None:
            nonlocal done
            done += rows
            self._show(what, done, total, time.monotonic() - began)

        result = fill(tick)
        self.stdout.write("")
        return result

    def _show(self, what: str, done: int, total: int, seconds: float) -> None:
        """One line that grows where somebody watches, and only its end where it is written to a file."""
        rate = done / max(seconds, 0.001)
        full = BAR * done // max(total, 1)
        line = f"{what:<14} [{'#' * full}{'.' * (BAR - full)}] {done:,} of {total:,}, {rate:,.0f} a second"
        if self.stdout.isatty():
            self.stdout.write(f"\r{line}", ending="")
            self.stdout.flush()
        elif done >= total:
            self.stdout.write(line, ending="")
