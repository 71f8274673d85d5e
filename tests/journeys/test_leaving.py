"""Somebody who leaves quickly in the middle of a form leaves nothing behind (PG-04)."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.journeys.stories import go

pytestmark = [pytest.mark.journey, pytest.mark.sqlite, pytest.mark.feature("PG-04")]

OpenPage = Callable[..., Page]
NOTE = "How do we word the plan?"


def elsewhere(route: Route) -> None:
    """Ask our own address, as the browser would, and stand in for the site that it leads to."""
    answer = route.fetch(max_redirects=0)
    headers = {
        name: answer.headers[name] for name in ("clear-site-data", "set-cookie") if name in answer.headers
    }
    route.fulfill(body="<h1>Weather</h1>", content_type="text/html", headers=headers)


def leave(page: Page) -> None:
    page.route("**/exit/**", elsewhere)
    page.route("https://www.bbc.co.uk/**", lambda route: route.fulfill(body="<h1>Weather</h1>"))
    page.get_by_role("link", name="Exit this page").click()
    expect(page.locator("h1")).to_have_text("Weather")


def test_nothing_is_left_when_somebody_leaves_in_the_middle_of_a_booking(page_as: OpenPage) -> None:
    page = page_as("practitioner2@camden.example")
    page.goto("/consultations/book/")
    page.check("[name=danger][value=none]")
    go(page.locator("main form button.govuk-button"))
    page.check("[name=kind][value=individual]")
    page.check("[name=linked][value=anonymous]")
    page.fill("[name=note]", NOTE)
    go(page.locator("main form button.govuk-button"))
    page.wait_for_url("**/time/")
    known = page.context.cookies()

    page.goto("/using-this-site-safely/")
    leave(page)

    # the browser keeps no session, and the one it had opens nothing any more
    assert not [cookie for cookie in page.context.cookies() if "session" in cookie["name"]]
    page.context.add_cookies(known)
    page.goto("/consultations/book/about/")
    page.wait_for_url("**/accounts/login/**")
    # Back leads through the pages of before, and none shows what was private
    for _ in range(4):
        page.go_back()
        words = page.locator("body").inner_text()
        assert NOTE not in words
        assert "Choose a time" not in words
        assert page.locator("[name=note], [name=slot]").count() == 0
    # whoever signs in next begins at the beginning
    page.goto("/accounts/login/?next=/consultations/book/about/")
    page.fill("[name=login]", "practitioner2@camden.example")
    page.fill("[name=password]", "practice-hub-demo")
    go(page.get_by_role("button", name="Sign in", exact=True).last)
    page.wait_for_url("**/consultations/book/**")
    assert NOTE not in page.content()


def test_answers_are_gone_when_a_visitor_leaves_in_the_middle_of_the_public_check(page_as: OpenPage) -> None:
    page = page_as(None, width=375)
    page.goto("/pathways/restart/")
    page.goto("/pathways/restart/check/")
    for question in page.locator("main form [type=radio][value=no]").all():
        question.check(force=True)

    leave(page)
    page.go_back()

    assert page.locator("main form [type=radio]:checked").count() == 0
    page.goto("/pathways/restart/check/")
    expect(page.locator("main form [type=radio]").first).to_be_attached()
    assert page.locator("main form [type=radio]:checked").count() == 0
    assert not page.evaluate("Object.keys(localStorage).length + Object.keys(sessionStorage).length")


def test_back_leads_on_when_somebody_left_and_the_address_leads_back(page_as: OpenPage) -> None:
    page = page_as(None, width=375)
    page.goto("/support/")
    page.goto("/pathways/marac/")

    leave(page)
    page.go_back()

    page.wait_for_url("https://www.bbc.co.uk/**")
    assert page.locator("body").inner_text() == "Weather"
    page.goto("/support/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Support for you")
