"""What the journeys share: small moves through the pages, by the words a person would look for."""

import re
from datetime import date, timedelta

from playwright.sync_api import Locator, Page

from portal.kernel import clock
from tests.harness.portal_process import LivePortal

LOOKS = 120


def press(page: Page, words: str) -> None:
    """Press the button that says so, and wait for the page it leads to."""
    go(page.get_by_role("button", name=words).first)


def follow(page: Page, words: str) -> None:
    """Follow the link in the page's main part that says so, and wait for the page it leads to."""
    go(page.locator("main").get_by_role("link", name=words).first)


def go(way: Locator) -> None:
    """Click what leads to another page, and wait until that one is there: a click alone may end before it is."""
    with way.page.expect_navigation():
        way.click()


def open_until(page: Page, address: str, there: str) -> None:
    """Open an address again and again until its page holds what the worker has to bring about first."""
    for _ in range(LOOKS):
        page.goto(address)
        if page.locator(there).count():
            return
        page.wait_for_timeout(500)
    raise AssertionError(f"{there} never came: {page.locator('main').inner_text()[:800]}")


def heading(page: Page) -> str:
    """The page's title as it is read."""
    return page.locator("h1").inner_text()


def number_in(words: str) -> int:
    """The first whole number in a sentence."""
    found = re.search(r"\d+", words)
    assert found, words
    return int(found.group())


def fill_date(page: Page, name: str, day: date) -> None:
    """Day, month and year, in their three fields."""
    for part, value in (("day", day.day), ("month", day.month), ("year", day.year)):
        page.fill(f"[name={name}_{part}]", str(value))


def let_days_pass(portal: LivePortal, reference: str) -> None:
    """Put the days of a run into the week before: the time between booking and the course."""
    portal.manage("shell", "-c", SHIFT_RUN.format(reference=reference))


def let_it_begin(portal: LivePortal, reference: str) -> None:
    """Put a booked consultation back to a free hour six weeks ago or earlier, as if its day had come."""
    portal.manage("shell", "-c", SHIFT_CONSULTATION.format(reference=reference))


def in_days(days: int) -> date:
    """So many days from today."""
    return clock.today(clock.now()) + timedelta(days=days)


SHIFT_RUN = """
from datetime import timedelta
from courses.models import Run
from portal.kernel import clock
run = Run.objects.get(reference="{reference}")
back = run.ends_at - clock.now() + timedelta(hours=1)
whole = timedelta(days=back.days + 1)
for day in run.days.order_by("on"):
    day.on, day.starts_at, day.ends_at = day.on - whole, day.starts_at - whole, day.ends_at - whole
    day.save()
run.starts_at, run.ends_at = run.starts_at - whole, run.ends_at - whole
run.booking_closes_at -= whole
run.booking_opens_at = None
run.save()
"""

SHIFT_CONSULTATION = """
from datetime import timedelta
from django.db.models import Q
from consultations.models import Consultation
found = Consultation.objects.get(reference="{reference}")
others = Consultation.objects.filter(Q(lead=found.lead) | Q(requester=found.requester)).exclude(pk=found.pk)
times = ("starts_at", "ends_at", "busy_from", "busy_until")
weeks = 6
while others.filter(
    busy_from__lt=found.busy_until - timedelta(weeks=weeks), busy_until__gt=found.busy_from - timedelta(weeks=weeks)
).exists():
    weeks += 1
for name in times:
    setattr(found, name, getattr(found, name) - timedelta(weeks=weeks))
found.save()
"""
