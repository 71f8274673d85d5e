"""`portal screenshots DIR`: pictures of every screen of a running demonstration, by persona and width."""

import importlib
import shutil
from argparse import ArgumentParser
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.assembly.demo_accounts import DEMO_ACCOUNTS, DEMO_PASSWORD

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


class Command(BaseCommand):
    help = "Take pictures of every screen that each demo account can reach, at 1280, 768, 375 and 320 pixels."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument("--portal", default="http://localhost:8000", help="where the demonstration runs")
        parser.add_argument("--only", nargs="*", metavar="EMAIL", help="these people; `visitor` is nobody")

    def handle(self, *, folder: Path, portal: str, only: list[str] | None, **options: Any) -> None:
        if not find_spec("playwright"):
            raise CommandError(
                "Playwright is missing. It comes with the development dependencies: make .venv/dev"
            )
        program = next(filter(None, map(shutil.which, BROWSERS)), None)
        if not program:
            raise CommandError("Chromium is missing. On Debian: apt-get install chromium")
        people = [None, *(email for email, _ in DEMO_ACCOUNTS)]
        if only:
            people = [person for person in people if (person or "visitor") in only]
        # A portal in production has no browser, so what needs one is loaded here.
        sync_api = importlib.import_module("playwright.sync_api")
        walks = importlib.import_module("portal.assembly.screenshots.walk")
        sheets = importlib.import_module("portal.assembly.screenshots.sheet")
        screens = []
        with sync_api.sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
            walk = walks.Walk(browser, portal, folder, self.stdout.write)
            for person in people:
                self.stdout.write(person or "visitor")
                screens += list(walk.as_person(person, DEMO_PASSWORD))
            browser.close()
        sheet = sheets.write_sheet(folder, screens)
        faulty = sum(bool(screen.faults) for screen in screens)
        self.stdout.write(f"{len(screens)} screens, {faulty} with something to look at: {sheet}")
