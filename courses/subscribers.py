"""Reactions to others: Wagtail publishing a course page. The one place where this app hears a signal."""

from typing import Any

from django.dispatch import receiver
from wagtail.signals import page_published, page_unpublished

from courses.models import CoursePage
from courses.services import take_down_page, take_up_published_page
from portal.kernel import clock


@receiver(page_published, sender=CoursePage, dispatch_uid="courses.take_up_published_page")
def page_was_published(instance: CoursePage, **signal: Any) -> None:
    """Scheduled publications send the signal before they are live; those wait for the second one."""
    if instance.live:
        take_up_published_page(page_id=instance.pk, now=clock.now())


@receiver(page_unpublished, sender=CoursePage, dispatch_uid="courses.take_down_page")
def page_was_unpublished(instance: CoursePage, **signal: Any) -> None:
    take_down_page(page_id=instance.pk)
