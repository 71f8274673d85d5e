"""Walking through a running portal as one person after another, one picture of each screen at each width.

Links are followed breadth-first. Of addresses that differ only in which thing they are about, the first is taken;
a screen that reads the same for the next person is not taken again.
"""

import re
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import Browser, Error, Page

# The last is what 400 % zoom leaves of 1280.
WIDTHS = (1280, 768, 375, 320)
STARTS = ("/", "/my/", "/account/", "/accessibility/", "/check/", "/no-such-page/")
# What ends the session, leaves the portal, or answers with a file.
NOT_FOLLOWED = re.compile(
    r"^/(accounts/logout|exit|cms|documents|api|static|media|metrics|health|calendar)\b|\.(pdf|csv|ics|zip|xlsx)$|/(download|pdf|export)/"
)
SMALLEST_TARGET = 24
FAULTS = """
() => {
  const found = [];
  const wide = document.documentElement.scrollWidth - window.innerWidth;
  if (wide > 0) found.push(`${wide} px wider than the window`);
  if (document.querySelectorAll("h1").length !== 1) found.push("not one first heading");
  const targets = "main button, main input:not([type=hidden]), main select, header a, header button";
  for (const it of document.querySelectorAll(targets)) {
    const box = it.getBoundingClientRect();
    if (box.width && box.height && (box.width < SMALLEST || box.height < SMALLEST))
      found.push(`target of ${Math.round(box.width)} x ${Math.round(box.height)} px: ${it.innerText || it.name}`);
  }
  return found;
}
""".replace("SMALLEST", str(SMALLEST_TARGET))


@dataclass(slots=True)
class Screen:
    """One screen of one person: where it is, its pictures by width, and what a machine sees wrong with it."""

    person: str
    address: str
    title: str
    pictures: dict[int, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Walk:
    """The walk so far: where the pictures go and which texts were seen."""

    browser: Browser
    portal: str
    folder: Path
    say: Callable[[str], None]
    seen: set[str] = field(default_factory=set)

    def as_person(self, email: str | None, password: str) -> Iterator[Screen]:
        """Sign in (a visitor does not), follow every link, and take the pictures of what is new."""
        person = email.replace("@", "-at-").replace(".example", "") if email else "visitor"
        context = self.browser.new_context(base_url=self.portal, locale="en-GB", timezone_id="Europe/London")
        try:
            page = context.new_page()
            if email:
                _sign_in(page, email, password)
            for _ in screens(page, self.seen):
                yield self._picture(page, person, urlsplit(page.url).path)
        finally:
            context.close()

    def _picture(self, page: Page, person: str, address: str) -> Screen:
        screen = Screen(person, address, page.title())
        name = re.sub(r"[^a-z0-9]+", "-", address.lower()).strip("-")[:80] or "home"
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            file = f"{person}/{name}-{width}.png"
            page.screenshot(path=self.folder / file, full_page=True)
            screen.pictures[width] = file
            screen.faults += [f"at {width}: {fault}" for fault in page.evaluate(FAULTS)]
        page.set_viewport_size({"width": WIDTHS[0], "height": 900})
        self.say(f"  {address}" + "".join(f"\n    {fault}" for fault in screen.faults))
        return screen


def screens(page: Page, seen: set[str]) -> Iterator[int]:
    """Every screen that links lead to, one after another; the page stands on it meanwhile.

    Args:
        seen: digests of the texts that were shown already; such a screen is passed over, and new ones are added.

    Returns:
        The HTTP status of each.
    """
    waiting, known = deque(STARTS), {kind_of(address) for address in STARTS}
    while waiting:
        try:
            answer = page.goto(waiting.popleft())
        except Error:  # a download
            continue
        if answer is None or "text/html" not in answer.headers.get("content-type", ""):
            continue
        for link in _links(page):
            if (kind := kind_of(link)) not in known and not NOT_FOLLOWED.search(link):
                known.add(kind)
                waiting.append(link)
        text = sha256(page.locator("body").inner_text().encode()).hexdigest()
        if text not in seen:
            seen.add(text)
            yield answer.status


def kind_of(address: str) -> str:
    """What makes two addresses the same screen: the view, or the kind of CMS page by its first folder."""
    path = urlsplit(address).path
    try:
        match = resolve(path)
    except Resolver404:
        return path
    if match.url_name == "wagtail_serve":
        return "page:" + "/".join(path.split("/")[:2]) + ("/…" if path.count("/") > 2 else "")
    return match.view_name or path


def _links(page: Page) -> list[str]:
    """Addresses of this portal that the page links to, in order, without what comes after the path."""
    # A link inside a drawing has an object for its address.
    hrefs = page.eval_on_selector_all(
        "a[href]", "links => links.map(link => new URL(link.getAttribute('href'), link.baseURI).href)"
    )
    host = urlsplit(page.url).netloc
    return [parts.path for href in hrefs if (parts := urlsplit(href)).netloc == host]


def _sign_in(page: Page, email: str, password: str) -> None:
    page.goto("/accounts/login/")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", password)
    page.locator("form:has(input[name=password]) [type=submit]").click()
    page.wait_for_url(lambda url: "/accounts/login/" not in url)
