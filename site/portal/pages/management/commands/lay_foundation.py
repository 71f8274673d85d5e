"""portal lay_foundation: the pages that every portal needs, and how theirs differ from those of this version."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from portal.pages.services import lay_foundation, older_pages, renew_foundation


class Command(BaseCommand):
    help = "Make the home page and the standard pages where they are missing. Changes none that exist."

    def add_arguments(self, parser: CommandParser) -> None:
        either = parser.add_mutually_exclusive_group()
        either.add_argument(
            "--compare",
            action="store_true",
            help="only name the pages whose words are not those of this version",
        )
        either.add_argument(
            "--renew",
            action="store_true",
            help="put the words of this version to sign-off, where nobody here has written the page",
        )

    def handle(self, *args: Any, compare: bool, renew: bool, **options: Any) -> None:
        if compare:
            self._compare()
        elif renew:
            self._renew()
        else:
            lay_foundation()
            self.stdout.write("The pages are there.")

    def _compare(self) -> None:
        found = older_pages()
        for page in found:
            if page.is_written_here:
                state = "somebody here has written it, so it stays. Compare it by hand."
            elif page.has_draft:
                state = "nobody here has written it. A draft waits already."
            else:
                state = "nobody here has written it. It can be renewed."
            self.stdout.write(f"{page.address} {page.title}: {state}")
        if any(page.can_be_renewed for page in found):
            self.stdout.write("“portal lay_foundation --renew” puts the new words to sign-off.")
        if not found:
            self.stdout.write("Every page has the words of this version.")

    def _renew(self) -> None:
        renewed = renew_foundation()
        for page in renewed:
            self.stdout.write(f"{page.address} {page.title}: waits for sign-off.")
        if not renewed:
            self.stdout.write("Nothing to renew.")
