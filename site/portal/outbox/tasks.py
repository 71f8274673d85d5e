"""The worker's side of the outbox. Rows first, tasks second: losing a task loses no delivery."""

import logging

from celery import shared_task
from kombu.exceptions import OperationalError

from portal.outbox.relay import deliver_due

log = logging.getLogger(__name__)


@shared_task(ignore_result=True)
def sweep() -> int:
    """Deliver whatever is due, until nothing is. Runs on a nudge after a commit, and on a beat."""
    total = 0
    while tried := deliver_due():
        total += tried
    return total


def nudge() -> None:
    """Ask a worker to sweep soon. A broker that is down costs time, not events: the beat sweeps anyway."""
    try:
        sweep.delay()
    except (OperationalError, OSError):
        log.warning("broker unreachable; the next sweep will deliver")
