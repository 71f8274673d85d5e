"""portal load_demo: the invented content of the demonstration, once."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.assembly.demo.story import tell
from portal.kernel import clock
from portal.people.models import User
from portal.settings.env import ENV


class Command(BaseCommand):
    help = "Write the invented content of the demonstration into an empty database. A second call changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        if ENV.kind == "production":
            raise CommandError("This is a production portal. Invented people do not belong here.")
        if User.objects.exists():
            self.stdout.write("The content is there already.")
            return
        tell(clock.now(), lambda step: self.stdout.write(f"  {step} ..."))
