"""The calendar's part: pages that go live or expire at their hour, and reminders to read one again."""

from celery import shared_task
from django.core.management import call_command

from portal.kernel import clock
from portal.pages.reviews import remind_owners


@shared_task(ignore_result=True)
def publish_scheduled() -> None:
    """Publish what was signed off for a later hour, and take down what has expired."""
    call_command("publish_scheduled", verbosity=0)


@shared_task(ignore_result=True)
def remind_of_reviews() -> None:
    """Once a day: tell owners whose page is due within two weeks."""
    remind_owners(now=clock.now())
