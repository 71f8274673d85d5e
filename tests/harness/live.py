"""Fixtures for journeys: a running portal, its mail, a browser, and pages that somebody has signed in to."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright

from tests.harness.accessibility import axe as _axe
from tests.harness.databases import PostgresDatabase, SqliteDatabase
from tests.harness.places import ROOT, missing, one_at_a_time
from tests.harness.portal_process import LivePortal
from tests.harness.servers import RedisServer
from tests.harness.smtp import SmtpSink

PASSWORD = "practice-hub-demo"
DESKTOP = 1280
PHONE = 375
# Milliseconds. What is there at once costs nothing; a slow machine is no fault.
PATIENCE = 60_000
expect.set_options(timeout=PATIENCE)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# What moved without anybody's doing while the page came, by the browser's own account (cumulative layout shift).
JUMPED = """() => new Promise(done => {
    let sum = 0;
    const add = entry => { sum += entry.hadRecentInput ? 0 : entry.value; };
    new PerformanceObserver(list => list.getEntries().forEach(add)).observe({type: "layout-shift", buffered: true});
    setTimeout(() => done(sum), 100);
})"""


@pytest.fixture(scope="session")
def redis_server() -> Iterator[RedisServer]:
    """A Redis of this run's own."""
    server = RedisServer()
    yield server
    server.remove()


@pytest.fixture(scope="session")
def _smtp() -> Iterator[SmtpSink]:
    sink = SmtpSink()
    yield sink
    sink.close()


@pytest.fixture
def smtp_sink(_smtp: SmtpSink) -> SmtpSink:
    """The mail server of the live portal, empty at the start of the test."""
    _smtp.clear()
    return _smtp


@pytest.fixture(scope="module")
def live_portal(
    test_database: SqliteDatabase | PostgresDatabase, _smtp: SmtpSink, request: pytest.FixtureRequest
) -> Iterator[LivePortal]:
    """A running portal with the demonstration's content, the same one for all tests of a file."""
    on_postgres = isinstance(test_database, PostgresDatabase)
    redis = request.getfixturevalue("redis_server") if on_postgres else None
    # A browser and its servers fill a small machine.
    with one_at_a_time("journeys"):
        portal = LivePortal(test_database, _smtp.url, redis)
        yield portal
        portal.end()


@pytest.fixture(scope="session")
def _playwright() -> Iterator[Playwright]:
    # Playwright's loop lives in this thread, and Django would refuse the database to a thread with a loop.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(_playwright: Playwright) -> Iterator[Browser]:
    """A real Chromium without a window."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not program:
        missing("Chromium", "apt-get install chromium")
    chromium = _playwright.chromium.launch(executable_path=program, headless=True, args=FLAGS)
    yield chromium
    chromium.close()


@pytest.fixture
def page_as(
    browser: Browser, live_portal: LivePortal, request: pytest.FixtureRequest
) -> Iterator[Callable[..., Page]]:
    """`page_as("lead@respect.example")`: a page of the live portal that this person is signed in to.

    `page_as(None)` is a visitor. `width` is 1280 or 375 pixels. `javascript=False` turns scripts off.
    When the test fails, a picture of every page is left in var/test/pictures.
    """
    contexts = []

    def open_page(email: str | None, *, width: int = DESKTOP, javascript: bool = True) -> Page:
        context = browser.new_context(
            base_url=live_portal.url,
            viewport={"width": width, "height": 900},
            java_script_enabled=javascript,
            locale="en-GB",
            timezone_id="Europe/London",
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        if email:
            sign_in(page, email)
        return page

    yield open_page
    if getattr(request.node, "failed", False):
        _leave_pictures(request.node.name, contexts)
    for context in contexts:
        context.close()


def sign_in(page: Page, email: str, password: str = PASSWORD) -> None:
    """Sign in through the page that people use."""
    page.goto("/accounts/login/")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", password)
    page.locator("form:has(input[name=password]) [type=submit]").click()
    page.wait_for_url(lambda url: "/accounts/login/" not in url)


@pytest.fixture
def axe(request: pytest.FixtureRequest) -> Callable[[Page], None]:
    """`axe(page)`: assert that nothing on the page fails WCAG 2.2 AA, as far as a machine can tell.

    With `HUB_PICTURES=DIR` every page that is asked about leaves a picture there: the steps and refused forms that
    no link leads to, to be looked at.
    """
    folder = os.environ.get("HUB_PICTURES")
    numbers = count(1)

    def check(page: Page) -> None:
        if folder:
            word = re.sub(r"\W+", "-", request.node.name)[:60]
            page.screenshot(path=Path(folder) / f"{word}-{next(numbers):02}.png", full_page=True)
        _axe(page)

    return check


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[Any]:
    """Tell the fixtures whether the test failed."""
    report = yield
    item.failed = report.failed  # type: ignore[attr-defined]
    return report


def _leave_pictures(name: str, contexts: list[Any]) -> None:
    folder = ROOT / "var" / "test" / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    word = re.sub(r"\W+", "-", name)[:80]
    for number, page in enumerate(page for context in contexts for page in context.pages):
        page.screenshot(path=folder / f"{word}-{number}.png", full_page=True)
