"""The clock's side of consultations. Rows are the truth; losing a task loses nothing."""

from celery import shared_task

from consultations import services
from consultations.link_undelivered import tell_of_stuck_links
from portal.kernel import clock


@shared_task(ignore_result=True)
def tend_waits() -> int:
    """Every minute: pass on the earlier times that nobody took, and offer what came free."""
    return services.tend_waits(now=clock.now())


@shared_task(ignore_result=True)
def tell_of_stuck() -> int:
    """Every ten minutes: tell whoever sent a link that it could not be delivered."""
    return tell_of_stuck_links(now=clock.now())
