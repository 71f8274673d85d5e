"""Asking a worker, by the name of the task, so that screens need not know tasks."""

import logging

from celery import current_app
from kombu.exceptions import OperationalError

log = logging.getLogger(__name__)


def ask_to_import(batch_id: int) -> None:
    """Ask a worker to write a running import."""
    _ask("run_roster_import", batch_id)


def ask_for_preview(batch_id: int) -> None:
    """Ask a worker to work out the preview of a large file."""
    _ask("preview_roster", batch_id)


def _ask(task: str, batch_id: int) -> None:
    """Name the task. When the broker is down, the beat finds the row within a minute."""
    try:
        current_app.send_task(f"portal.people.tasks.{task}", args=[batch_id])
    except (OperationalError, OSError):
        log.warning("broker unreachable; %s waits for the next round", task)
