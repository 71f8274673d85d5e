"""The clock's side of consultations. Rows are the truth; losing a task loses nothing."""

from celery import shared_task

from consultations import services
from portal.kernel import clock


@shared_task(ignore_result=True)
def tend_waits() -> int:
    """Every minute: pass on the earlier times that nobody took, and offer what came free."""
    return services.tend_waits(now=clock.now())
