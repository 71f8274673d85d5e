"""Asking a worker, by the name of the task, so that screens need not know tasks."""

import logging

from celery import current_app
from kombu.exceptions import OperationalError

log = logging.getLogger(__name__)


def ask_to_import(batch_id: int) -> None:
    """Ask a worker to write a running import. When the broker is down, the beat finds the row within a minute."""
    try:
        current_app.send_task("portal.people.tasks.run_roster_import", args=[batch_id])
    except (OperationalError, OSError):
        log.warning("broker unreachable; the roster import begins with the next round")
