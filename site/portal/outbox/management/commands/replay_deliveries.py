"""portal replay_deliveries: put parked deliveries back in the queue."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from portal.kernel import clock
from portal.kernel.actors import SYSTEM
from portal.outbox.services import replay_deliveries


class Command(BaseCommand):
    help = "Send parked deliveries again, with a fresh ladder of tries."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--subscriber", help="only those owed to this subscriber")
        parser.add_argument("ids", nargs="*", type=int, help="only these deliveries")

    def handle(self, *args: Any, **options: Any) -> None:
        count = replay_deliveries(
            actor=SYSTEM,
            now=clock.now(),
            subscriber=options["subscriber"],
            delivery_ids=options["ids"] or None,
        )
        self.stdout.write(f"{count} put back in the queue.")
