"""portal lay_foundation: the pages that every portal needs."""

from typing import Any

from django.core.management.base import BaseCommand

from portal.pages.services import lay_foundation


class Command(BaseCommand):
    help = "Make the home page and the standard pages where they are missing. Changes none that exist."

    def handle(self, *args: Any, **options: Any) -> None:
        lay_foundation()
        self.stdout.write("The pages are there.")
