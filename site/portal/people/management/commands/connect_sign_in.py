"""`portal connect_sign_in CODE --issuer URL --client-id ID` (the secret is read from standard input), or `--stop`."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from portal.kernel import clock
from portal.kernel.actors import SYSTEM
from portal.kernel.errors import DomainError
from portal.people.selectors import organisation_by_code
from portal.people.services.employer_sign_in import connect_employer, stop_employer


class Command(BaseCommand):
    """Lets an organisation's staff sign in through their employer by OpenID Connect, or stops it."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("organisation", metavar="CODE", help="such as camden")
        parser.add_argument("--issuer", help="the address under which .well-known/openid-configuration lies")
        parser.add_argument("--client-id")
        parser.add_argument("--stop", action="store_true", help="end every sign-in of this organisation")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            organisation = organisation_by_code(options["organisation"])
            if options["stop"]:
                ended = stop_employer(actor=SYSTEM, organisation_id=organisation.pk, now=clock.now())
                self.stdout.write(f"{ended} stopped.")
                return
            if not options["issuer"] or not options["client_id"]:
                raise CommandError("Give --issuer and --client-id, and the secret on standard input.")
            app = connect_employer(
                actor=SYSTEM,
                organisation_id=organisation.pk,
                issuer=options["issuer"],
                client_id=options["client_id"],
                secret=sys.stdin.readline().strip(),
                now=clock.now(),
            )
        except DomainError as error:
            raise CommandError(error.sentence) from error
        back = reverse("openid_connect_callback", kwargs={"provider_id": app.provider_id})
        self.stdout.write(f"Connected. Register this address with the employer: {back}")
