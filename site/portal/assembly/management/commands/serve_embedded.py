"""`portal serve_embedded`: bring the embedded database up to date, load the demonstration once, and serve."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import CommandError, call_command, get_commands
from django.core.management.base import BaseCommand

from portal.assembly.demo_accounts import DEMO_ACCOUNTS, DEMO_PASSWORD
from portal.assembly.embedded import serve
from portal.settings.env import ENV

LOADED = "demonstration-loaded"


class Command(BaseCommand):
    """Web server, worker and clock in one process."""

    help = "Migrate, load the demonstration once, and run web server, worker and clock in one process."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *, host: str, port: int, **options: Any) -> None:
        if ENV.is_production:
            raise CommandError(
                "This is for demonstrations. In production run the processes of deploy/guide.md."
            )
        self.stdout.write("Bringing the database up to date ...")
        call_command("migrate", verbosity=0, interactive=False)
        self._load_once()
        try:
            serve(host, port, announce=lambda: self._announce(port))
        except OSError as error:
            raise CommandError(
                f"Port {port} cannot be opened ({error.strerror}). Choose another: make demo PORT={port + 1}"
            ) from error
        self.stdout.write("Ended. What was entered is kept for the next start.")

    def _load_once(self) -> None:
        """Load the demonstration unless an earlier start finished doing so."""
        marker = ENV.data / LOADED
        if ENV.kind != "demo" or marker.exists() or "load_demo" not in get_commands():
            return
        self.stdout.write("Loading the demonstration (the first time only) ...")
        call_command("load_demo")
        marker.touch()

    def _announce(self, port: int) -> None:
        """Say where to go and who one can be."""
        lines = ["", f"Practice Hub is at http://localhost:{port}/", ""]
        if ENV.kind == "demo":
            lines += [f"Sign in with the password {DEMO_PASSWORD} as one of:"]
            lines += [f"  {email:<32} {role}" for email, role in DEMO_ACCOUNTS]
            lines += ["", f"Mail is written to {ENV.data / 'mail' / 'all-mail.txt'}."]
        self.stdout.write("\n".join([*lines, "Ctrl-C ends the portal.", ""]))
        self.stdout.flush()
