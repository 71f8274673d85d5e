"""axe-core on a page, at WCAG 2.2 AA."""

from functools import lru_cache
from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).resolve().parents[1] / "vendor" / "axe.min.js"
# What passes is only counted, which takes axe half the time.
RUN = "levels => axe.run({runOnly: levels, resultTypes: ['violations']}).then(result => result.violations)"
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@lru_cache(maxsize=1)
def _source() -> str:
    return AXE.read_text(encoding="utf-8")


def axe(page: Page, *, but: tuple[str, ...] = ()) -> None:
    """Assert that axe finds nothing wrong on the page, nor that it is wider than its window.

    Args:
        but: rules that somebody else's screen breaks, each named in the accessibility statement.
    """
    # A click waits until the next page begins to come; axe wants all of it.
    page.wait_for_load_state()
    page.evaluate(_source())
    found = page.evaluate(RUN, LEVELS)
    lines = [
        f"{fault['id']} ({fault['impact']}): {fault['help']}\n    "
        + "\n    ".join(str(node["html"])[:200] for node in fault["nodes"][:3])
        for fault in found
        if fault["id"] not in but
    ]
    assert not lines, f"{page.url}\n" + "\n".join(lines)
    overflow = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert overflow <= 0, f"{page.url} is {overflow} pixels wider than its window."
