"""`portal serve_embedded`: bring the embedded database up to date, load the demonstration once, and serve."""

import shutil
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand
from django.db import connections

from portal.assembly.demo_accounts import DEMO_ACCOUNTS, DEMO_PASSWORD
from portal.assembly.demo_case_system.address import nobody_listening, point_camden_at
from portal.assembly.demo_case_system.beside import case_system_beside
from portal.assembly.embedded import refuse_taken_port, serve
from portal.settings.env import ENV

LOADED = "demonstration-loaded"
LOADING = "demonstration-loading"


class Command(BaseCommand):
    """Web server, worker and clock in one process."""

    help = "Migrate, load the demonstration once, and run web server, worker and clock in one process."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument(
            "--without-case-system",
            action="store_true",
            help="leave the demonstration's case system down, to see what the portal does then",
        )

    def handle(self, *, host: str, port: int, without_case_system: bool, **options: Any) -> None:
        if ENV.is_production:
            raise CommandError(
                "This is for demonstrations. In production run the processes of deploy/guide.md."
            )
        try:
            refuse_taken_port(host, port)
            self._prepare()
            with self._case_system(port, is_down=without_case_system):
                serve(host, port, announce=lambda: self._announce(port))
        except OSError as error:
            raise CommandError(
                f"Port {port} cannot be opened ({error.strerror}). Choose another: make demo PORT={port + 1}"
            ) from error
        self.stdout.write("Ended. What was entered is kept for the next start.")

    def _prepare(self) -> None:
        if (ENV.data / LOADING).exists():
            self.stdout.write("The last start was interrupted while loading; beginning again.")
            connections.close_all()
            for path in ENV.data.glob("portal.sqlite3*"):
                path.unlink()
            for folder in ("files", "mail"):
                shutil.rmtree(ENV.data / folder, ignore_errors=True)
            (ENV.data / LOADING).unlink()
        self.stdout.write("Bringing the database up to date ...")
        call_command("migrate", verbosity=0, interactive=False)
        self._load_once()
        with connections["default"].cursor() as cursor:
            # Without figures about its tables SQLite goes through a whole borough to find one person. A sample of each
            # index is enough, and takes no longer when there are more rows.
            cursor.execute("PRAGMA analysis_limit = 400")
            cursor.execute("ANALYZE")

    def _load_once(self) -> None:
        """Load the demonstration unless an earlier start finished doing so."""
        if ENV.kind != "demo" or (ENV.data / LOADED).exists():
            return
        self.stdout.write("Loading the demonstration (the first time only; about a minute) ...")
        (ENV.data / LOADING).touch()
        call_command("load_demo")
        (ENV.data / LOADING).rename(ENV.data / LOADED)

    @contextmanager
    def _case_system(self, port: int, *, is_down: bool) -> Iterator[None]:
        """The demonstration's case system, at a port of its own for as long as this runs; or nobody there."""
        if ENV.kind != "demo":
            yield
            return
        store = ENV.data / "case-system.jsonl"
        listening = nobody_listening() if is_down else case_system_beside(f"http://localhost:{port}", store)
        with listening as address:
            point_camden_at(address)
            yield

    def _announce(self, port: int) -> None:
        """Say where to go and who one can be."""
        lines = ["", f"Practice Hub is at http://localhost:{port}/", ""]
        if ENV.kind == "demo":
            lines += [f"Sign in with the password {DEMO_PASSWORD} as one of:"]
            lines += [f"  {email:<32} {role}" for email, role in DEMO_ACCOUNTS]
            lines += ["", f"Mail is written to {ENV.data / 'mail' / 'all-mail.txt'}."]
        self.stdout.write("\n".join([*lines, "Ctrl-C ends the portal.", ""]))
        self.stdout.flush()
