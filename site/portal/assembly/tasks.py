"""The nightly look at the data."""

import logging

from celery import shared_task

from portal.kernel.invariants import breaches

log = logging.getLogger(__name__)


@shared_task
def audit_invariants() -> int:
    """Ask every invariant; log each breach by key and id. Returns how many there are."""
    found = breaches()
    for rule, breach in found:
        log.error("invariant %s broken by %s", rule.key, breach.id)
    return len(found)
