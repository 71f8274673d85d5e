"""`portal audit_invariants`: ask every invariant and name each breach by its id."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from portal.kernel.invariants import breaches, invariants


class Command(BaseCommand):
    """Exit code 0 when all hold, 1 when any is broken."""

    help = "Check the sentences that must always be true of the data; name every row that breaks one."

    def handle(self, **options: Any) -> None:
        found = breaches()
        broken = {rule.key for rule, _breach in found}
        for rule in invariants():
            self.stdout.write(f"{'BROKEN' if rule.key in broken else 'holds '}  {rule.key}: {rule.sentence}")
        for rule, breach in found:
            self.stdout.write(f"  {rule.key}  {breach.id}  {breach.sentence}")
        self.stdout.write(f"{len(invariants())} invariants, {len(found)} breaches.")
        if found:
            sys.exit(1)
