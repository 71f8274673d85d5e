"""The calendar's part: once a day."""

from celery import shared_task

from champions.services import end_departed, keep_attendance, lapse_overdue
from portal.kernel import clock


@shared_task(ignore_result=True)
def keep_terms() -> None:
    """Let lapse whose term is over, end what people left behind when they moved, and mind who comes to meetings."""
    now = clock.now()
    end_departed(now=now)
    lapse_overdue(now=now)
    keep_attendance(now=now)
