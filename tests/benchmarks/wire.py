"""What public pages weigh and how soon they paint, by the browser's own account."""

import shutil
import statistics
import sys
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.benchmarks.front import PAGES, make_front
from tests.benchmarks.stack import WebServer
from tests.harness.live import FLAGS, JUMPED
from tests.harness.places import missing

PUBLIC = {
    **PAGES,
    "course page": "/courses/bench-0/",
    "pathways": "/pathways/",
    "boroughs": "/boroughs/",
    "check a certificate": "/check/",
    "support": "/support/",
    "sign in": "/accounts/login/",
    "sign up": "/accounts/signup/",
}
TIMES = 3
PAINT = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0"


@dataclass
class Load:
    """One load: bytes over the wire with their headers, requests, hosts, first paint in ms, how it jumped."""

    bytes: float = 0
    hosts: set[str] = field(default_factory=set)
    requests: int = 0
    painted: float = 0
    jumped: float = 0


def measure() -> dict[str, float]:
    """The heaviest page on first load and afterwards (kB), requests to others, and paint over a bare page's."""
    make_front()
    server = WebServer(workers=2)
    base = f"http://127.0.0.1:{server.port}"
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=_chromium(), args=FLAGS)
        loads = {name: _loads(browser, base + address) for name, address in PUBLIC.items()}
        bare = statistics.median(_loads(browser, f"{base}/bench/floor/")[0].painted for _ in range(TIMES))
        paints = {name: _painted(browser, base + address) / bare for name, address in PAGES.items()}
        browser.close()
    server.end()
    for name, (first, later) in loads.items():
        sys.stdout.write(
            f"  {name:<22} first {first.bytes:6.1f} kB in {first.requests} requests, then {later.bytes:5.1f} kB, "
            f"jumps {first.jumped:.3f}\n"
        )
    ours = urlsplit(base).netloc
    return {
        "heaviest public page, first load": max(first.bytes for first, _later in loads.values()),
        "heaviest public page, afterwards": max(later.bytes for _first, later in loads.values()),
        "hosts of others asked": float(
            len({host for pair in loads.values() for load in pair for host in load.hosts - {ours}})
        ),
        "requests of a first load": float(max(first.requests for first, _later in loads.values())),
        "most a page jumps while it comes": max(first.jumped for first, _later in loads.values()),
        "first paint over a bare page's": max(paints.values()),
    }


def _chromium() -> str:
    return (
        shutil.which("chromium")
        or shutil.which("chromium-browser")
        or missing("Chromium", "apt-get install chromium")
    )


def _loads(browser: Browser, address: str) -> tuple[Load, Load]:
    """A page for somebody who was never here, and the same page again."""
    context = browser.new_context()
    pair = _load(context, address), _load(context, address)
    context.close()
    return pair


def _painted(browser: Browser, address: str) -> float:
    return statistics.median(_loads(browser, address)[0].painted for _ in range(TIMES))


def _load(context: BrowserContext, address: str) -> Load:
    page, load = context.new_page(), Load()
    link = context.new_cdp_session(page)
    link.send("Network.enable")

    def asked(event: dict[str, dict[str, str]]) -> None:
        load.hosts.add(urlsplit(event["request"]["url"]).netloc)

    def came(event: dict[str, float]) -> None:
        load.bytes += event["encodedDataLength"] / 1000
        load.requests += event["encodedDataLength"] > 0

    link.on("Network.requestWillBeSent", asked)
    link.on("Network.loadingFinished", came)
    answer = page.goto(address, wait_until="networkidle")
    # A page that is not there is light.
    assert answer, address
    assert answer.ok, f"{address} answers {answer.status}"
    load.painted, load.jumped = page.evaluate(PAINT), page.evaluate(JUMPED)
    page.close()
    return load
