"""`portal backup DIR`: everything the portal holds, into one new folder."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.assembly.backups.making import make_backup
from portal.kernel import clock
from portal.kernel.errors import DomainError

KEYS = (
    "FIELD_KEYS and SECRET_KEY are not in it. Keep FIELD_KEYS with your other secrets: without them, notes and "
    "records of consultations in this backup cannot be read by anybody."
)


class Command(BaseCommand):
    help = "Copy database and uploads into a new folder, with checksums. The portal may go on running."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="a folder that is not there yet, or is empty")

    def handle(self, *, folder: Path, **options: Any) -> None:
        try:
            make_backup(folder, now=clock.now(), say=self.stdout.write)
        except (DomainError, OSError) as error:
            raise CommandError(getattr(error, "sentence", str(error))) from error
        self.stdout.write(KEYS)
        self.stdout.write(
            "The folder holds personal data. Keep it where only those may read it who may see that."
        )
