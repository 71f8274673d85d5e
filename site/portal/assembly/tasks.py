"""What the calendar asks for and no room can do alone: the nightly look at the data, the morning's mail."""

import logging

from celery import shared_task

from portal.kernel import clock
from portal.kernel.invariants import breaches
from portal.notifications.services import tell_confirmers

log = logging.getLogger(__name__)


@shared_task
def audit_invariants() -> int:
    """Ask every invariant; log each breach by key and id. Returns how many there are."""
    found = breaches()
    for rule, breach in found:
        log.error("invariant %s broken by %s", rule.key, breach.id)
    return len(found)


@shared_task
def tell_who_confirms() -> int:
    """In the morning of a working day: one mail to each who has somebody to confirm. Returns how many."""
    return tell_confirmers(now=clock.now())
