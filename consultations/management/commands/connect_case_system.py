"""portal connect_case_system: connect an organisation's case system and print its keys, once."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from consultations.services.links import connect_case_system
from portal.kernel import clock
from portal.kernel.actors import SYSTEM
from portal.kernel.errors import DomainError
from portal.people.selectors import organisation_by_code
from portal.people.services import create_api_client

ABILITIES = ("consultations.read", "referral-links.read", "referral-links.write")


class Command(BaseCommand):
    help = "Connect a case system. Prints its signing secret and its API token; nobody can read them again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--organisation", required=True, help="its code, such as camden")
        parser.add_argument("--url", required=True, help="where its case system takes messages; https only")

    def handle(self, *args: Any, **options: Any) -> None:
        now = clock.now()
        try:
            with transaction.atomic():
                organisation = organisation_by_code(options["organisation"])
                _, secret = connect_case_system(
                    actor=SYSTEM, organisation_id=organisation.pk, url=options["url"], now=now
                )
                _, token = create_api_client(
                    actor=SYSTEM,
                    organisation_id=organisation.pk,
                    name=f"Case system of {organisation.name}",
                    abilities=ABILITIES,
                    now=now,
                )
        except DomainError as refusal:
            raise CommandError(refusal.sentence) from None
        self.stdout.write(f"Signing secret: {secret}\nAPI token: {token}")
