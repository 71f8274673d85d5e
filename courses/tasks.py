"""Thin tasks: the clock's side of places and runs. Rows are the truth; losing a task loses nothing."""

from celery import shared_task

from courses import services
from portal.kernel import clock


@shared_task(ignore_result=True)
def expire_holds_and_offers() -> int:
    """Every minute: lapse what nobody answered in time and pass the places on."""
    return services.expire_holds_and_offers(now=clock.now())


@shared_task(ignore_result=True)
def delete_old_needs() -> int:
    """Every night: delete what people said they need, 30 days after their last day."""
    return services.delete_old_needs(now=clock.now())


@shared_task(ignore_result=True)
def finish_runs() -> int:
    """Every hour: close runs whose last day is over."""
    return services.finish_runs(now=clock.now())
