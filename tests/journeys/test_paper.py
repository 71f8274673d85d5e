"""What is printed: what was folded is open, and no form, button or frame is left (PG-03)."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.journey, pytest.mark.sqlite, pytest.mark.feature("PG-03")]


def test_folded_words_are_on_the_paper_when_a_pathway_is_printed(page_as: Callable[..., Page]) -> None:
    page = page_as(None)
    page.goto("/pathways/restart/")
    folded = page.locator("main details .govuk-details__text").last
    expect(folded).not_to_be_visible()

    page.emulate_media(media="print")

    expect(folded).to_be_visible()
    expect(page.locator(".hub-exit")).not_to_be_visible()


def test_folded_form_is_left_out_when_coverage_is_printed(page_as: Callable[..., Page]) -> None:
    page = page_as("manager@camden.example")
    page.goto("/coverage/camden/")
    expect(page.locator("main details:has(form)")).to_be_visible()

    page.emulate_media(media="print")

    expect(page.locator("main details:has(form)")).not_to_be_visible()
    expect(page.locator("main table")).to_be_visible()


def test_box_is_not_torn_between_two_sheets(page_as: Callable[..., Page]) -> None:
    page = page_as(None)
    page.goto("/courses/safe-together-core/")

    page.emulate_media(media="print")

    inside = "all => all.map(box => getComputedStyle(box).breakInside)"
    assert set(page.locator("main .hub-aside").evaluate_all(inside)) == {"avoid"}
