"""Somebody who makes only the text larger, to twice its size, loses nothing of it (WCAG 1.4.4)."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

pytestmark = [pytest.mark.journey, pytest.mark.sqlite, pytest.mark.feature("PG-03")]

PAGES = ["/", "/courses/", "/accounts/signup/", "/check/", "/search/?q=core"]
# What is folded away is opened, or else the browser would not have laid it out anew.
TWICE = """() => {
    document.querySelectorAll("main details").forEach(part => { part.open = true; });
    document.documentElement.style.fontSize = "200%";
}"""
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# Fields whose line of text is higher than the room they give it.
CUT = """() => [...document.querySelectorAll("main input:not([type=hidden]), main select")]
    .filter(field => field.matches("select, [type=text], [type=email], [type=search], [type=password]"))
    .filter(field => field.clientHeight && field.clientHeight < parseFloat(getComputedStyle(field).fontSize) * 1.2)
    .map(field => field.name)"""


@pytest.mark.parametrize("width", [1280, 375])
@pytest.mark.parametrize("address", PAGES)
def test_nothing_is_cut_when_text_alone_is_twice_as_large(
    page_as: Callable[..., Page], address: str, width: int
) -> None:
    page = page_as(None, width=width)
    page.goto(address)

    page.evaluate(TWICE)

    assert page.evaluate(CUT) == []
    assert page.evaluate(WIDER) <= 0
