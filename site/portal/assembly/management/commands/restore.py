"""`portal restore DIR`: the portal as it was when the backup was made."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.assembly.backups.making import restore_backup
from portal.kernel.errors import DomainError


class Command(BaseCommand):
    help = "Put a backup in the place of what this portal holds. Stop web, worker and beat first."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="what `portal backup` wrote")
        parser.add_argument("--replace", action="store_true", help="lose the data that this portal has")

    def handle(self, *, folder: Path, replace: bool, **options: Any) -> None:
        try:
            restore_backup(folder, replace=replace, say=self.stdout.write)
        except (DomainError, OSError) as error:
            raise CommandError(getattr(error, "sentence", str(error))) from error
        self.stdout.write("Now run: portal audit_invariants")
