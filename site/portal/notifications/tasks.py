"""The worker's side of notices. The rows are the queue; these only look at it."""

import logging

from celery import shared_task
from kombu.exceptions import OperationalError

from portal.notifications.sending import send_due as send_what_is_due

log = logging.getLogger(__name__)


@shared_task(ignore_result=True)
def send_due() -> int:
    """Send whatever is due. Runs on a nudge after a commit, and on a beat."""
    return send_what_is_due()


def nudge() -> None:
    """Ask a worker to look soon. A broker that is down delays mail until the next beat, and loses none."""
    try:
        send_due.delay()
    except (OperationalError, OSError):
        log.warning("broker unreachable; the next beat will send")
