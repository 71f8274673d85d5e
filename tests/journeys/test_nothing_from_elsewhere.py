"""No page asks another site for anything: the browser's own network is watched (PG-06)."""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from tests.harness.portal_process import LivePortal

pytestmark = [pytest.mark.journey, pytest.mark.sqlite, pytest.mark.feature("PG-06")]

PUBLIC = (
    "/",
    "/courses/",
    "/courses/safe-together-core/",
    "/pathways/",
    "/pathways/restart/",
    "/pathways/restart/check/",
    "/boroughs/",
    "/boroughs/camden/",
    "/boroughs/barnet/",
    "/news/",
    "/learning/",
    "/learning/trafford-stepping-down/",
    "/questions/",
    "/support/",
    "/using-this-site-safely/",
    "/accessibility/",
    "/privacy/",
    "/cookies/",
    "/search/?q=core",
    "/check/",
    "/accounts/login/",
    "/accounts/signup/",
    "/no-such-page/",
)
SIGNED_IN = (
    "/",
    "/my/",
    "/courses/",
    "/courses/places/",
    "/consultations/",
    "/consultations/book/",
    "/toolkits/",
    "/champions/",
    "/certificates/",
    "/boroughs/camden/",
    "/search/?q=core",
    "/account/",
)


@pytest.mark.parametrize(
    ("who", "addresses"),
    [(None, PUBLIC), ("practitioner@camden.example", SIGNED_IN)],
    ids=["public", "signed in"],
)
def test_no_request_leaves_the_portal(
    live_portal: LivePortal, page_as: Callable[..., Page], who: str | None, addresses: tuple[str, ...]
) -> None:
    page = page_as(who)
    asked: list[str] = []
    page.context.on("request", lambda request: asked.append(request.url))

    tabs = [page] + [page.context.new_page() for _ in addresses[1:]]
    for tab, address in zip(tabs, addresses, strict=True):
        tab.goto(address)
    for tab in tabs:
        tab.wait_for_load_state("networkidle")

    home = urlsplit(page.url).netloc
    elsewhere = {
        url for url in asked if urlsplit(url).scheme not in ("data", "blob") and urlsplit(url).netloc != home
    }
    assert len(asked) > len(addresses)
    assert not elsewhere
