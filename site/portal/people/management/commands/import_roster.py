"""`portal import_roster FILE --organisation CODE [--dry-run] [--undo BATCH] [--although-of NAME]`."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.kernel import clock
from portal.kernel.actors import SYSTEM
from portal.kernel.errors import DomainError
from portal.people import services
from portal.people.errors import WrongFile
from portal.people.models import RosterBatch, Team
from portal.people.roster.columns import guessed_mapping, missing_columns
from portal.people.roster.dry_run import read_in_order, survey
from portal.people.roster.reading import read_table
from portal.people.roster.remarks import by_reason
from portal.people.selectors import organisation_by_code
from portal.people.states import BatchState

# After each round the import says that it is alive.
CHUNKS_A_ROUND = 50


class Command(BaseCommand):
    """Imports an organisation's staff from a CSV or Excel file, shows what an import would do, or undoes one."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="CSV or .xlsx")
        parser.add_argument("--organisation", metavar="CODE", help="whose staff they are, such as camden")
        parser.add_argument("--dry-run", action="store_true", help="show what would change; write nothing")
        parser.add_argument("--undo", type=int, metavar="BATCH", help="take an import back, by its number")
        parser.add_argument(
            "--as-of", type=date.fromisoformat, metavar="DATE", help="the roster's day; else today"
        )
        parser.add_argument(
            "--new-teams",
            choices=("yes", "no"),
            help="make services and teams we do not know; by default only when the organisation has no team yet",
        )

        parser.add_argument(
            "--although-of",
            default="",
            metavar="NAME",
            help="import a file whose addresses are mostly of another organisation: its name, if it is meant",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["undo"] is not None:
                self._undo(options["undo"])
                return
            if not options["file"] or not options["organisation"]:
                raise CommandError("Name the file and --organisation CODE, or --undo BATCH.")
            self._import(options)
        except DomainError as error:
            raise CommandError(error.sentence) from error

    def _import(self, options: dict[str, Any]) -> None:
        organisation = organisation_by_code(options["organisation"])
        try:
            data = options["file"].read_bytes()
        except OSError as error:
            raise CommandError(f"The file cannot be opened: {error.strerror}.") from error
        create = None if options["new_teams"] is None else options["new_teams"] == "yes"
        if options["dry_run"]:
            self._dry_run(organisation.pk, data, create, options["as_of"])
            return
        now = clock.now()
        batch = services.propose_roster(
            actor=SYSTEM,
            organisation_id=organisation.pk,
            data=data,
            now=now,
            create_places=create,
            as_of=options["as_of"],
            with_preview=True,
        )
        try:
            services.start_import(
                actor=SYSTEM, batch_id=batch.pk, now=now, although_of=options["although_of"]
            )
        except DomainError as error:
            services.drop_proposal(actor=SYSTEM, batch_id=batch.pk, now=now)
            if not isinstance(error, WrongFile):
                raise
            whose = batch.outlook["whose"]
            raise CommandError(
                f"Most email addresses in the file are of {whose}. Nothing was imported. "
                f'If it is meant, add --although-of "{whose}".'
            ) from error
        batch = services.continue_import(batch_id=batch.pk, now=now, most_chunks=CHUNKS_A_ROUND)
        while batch.state == BatchState.RUNNING:
            batch = services.continue_import(batch_id=batch.pk, now=clock.now(), most_chunks=CHUNKS_A_ROUND)
        self._tell(batch)
        if batch.state != BatchState.APPLIED:
            raise CommandError(f"Import {batch.pk} stopped half-way. Undo it, or import the file again.")

    def _dry_run(self, organisation_id: int, data: bytes, create: bool | None, as_of: date | None) -> None:
        table = read_table(data)
        mapping = guessed_mapping(table.header)
        if missing := missing_columns(mapping):
            raise CommandError(f"The file has no column for: {', '.join(missing)}.")
        if create is None:
            create = not Team.objects.filter(service__organisation_id=organisation_id).exists()
        found = survey(
            read_in_order(table, mapping),
            organisation_id=organisation_id,
            as_of=as_of or clock.today(clock.now()),
            create_places=create,
        )
        self.stdout.write(f"Dry run, nothing is written. Read as {table.read_as}; {found.rows_read} rows.")
        if found.whose:
            self.stdout.write(f"Is this the right file? Most of its email addresses are of {found.whose}.")
        for word in ("created", "changed", "moved", "ended", "unchanged"):
            self.stdout.write(f"  {word}: {found.counts[word]}")
        for label, names in (("new services", found.new_services), ("new teams", found.new_teams)):
            if names:
                self.stdout.write(f"  {label}: {', '.join(names)}")
        self.stdout.write(
            f"  refused: {found.refused_rows}; on our roster but not in the file: {found.not_in_file}"
        )
        self._remarks("Refused", [remark.as_dict() for remark in found.refused])
        self._remarks("Warnings", [remark.as_dict() for remark in found.warnings])

    def _undo(self, batch_id: int) -> None:
        batch = services.undo_import(actor=SYSTEM, batch_id=batch_id, now=clock.now())
        self.stdout.write(
            f"Import {batch.pk} is undone; {batch.left_alone} rows were in use or changed since and stay."
        )

    def _tell(self, batch: RosterBatch) -> None:
        self.stdout.write(
            f"Import {batch.pk}: {batch.rows_read} rows; {batch.created} created, {batch.changed} changed, "
            f"{batch.ended} ended, {batch.unchanged} unchanged, {batch.refused_rows} refused."
        )
        self._remarks("Refused", batch.refused)
        self._remarks("Warnings", batch.warnings)

    def _remarks(self, title: str, remarks: list[dict[str, Any]]) -> None:
        if remarks:
            self.stdout.write(f"{title}:")
        for said in by_reason(remarks):
            rows = f"Rows {said.every_row}" if said.has_more else said.which
            self.stdout.write(f"  {rows}, {said.column or 'the whole row'}: {said.reason}")
