"""An editor without training: writes, is told what keeps readers out, and has somebody else sign it off.

The editor works under its own policy, and the portal's policy stays strict.
"""

import io
from collections.abc import Callable

import pytest
from PIL import Image as Pillow
from playwright.sync_api import Page, expect

from tests.harness.portal_process import LivePortal

pytestmark = [
    pytest.mark.journey,
    pytest.mark.sqlite,
    pytest.mark.feature("CO-04"),
    pytest.mark.feature("PG-01"),
]

EDITOR, APPROVER = "editor@respect.example", "approver@respect.example"
TITLE = "The lead’s desk moves"
PICTURE_IS_SILENT = "Say what the picture shows, in one sentence."


def test_news_is_public_when_one_wrote_it_and_another_signed_it_off(
    live_portal: LivePortal, page_as: Callable[..., Page]
) -> None:
    editor, approver, reader = page_as(EDITOR), page_as(APPROVER), page_as(None)
    refused: list[str] = []
    editor.on("console", lambda said: refused.append(said.text) if "Content Security" in said.text else None)

    write_news(editor)
    add_picture(editor)
    editor.get_by_role("button", name="Save draft").click()
    expect(editor.locator(".messages")).to_contain_text(PICTURE_IS_SILENT)
    see_preview(editor)
    choose(editor, "Submit for sign-off")
    expect(editor.locator(".messages")).to_contain_text("has to be put right first")
    editor.get_by_label("Words for people who do not see it").fill("A desk by the window.")
    assert "publish" not in menu_of(editor).lower()
    choose(editor, "Submit for sign-off")
    expect(editor.locator(".messages")).to_contain_text("waits for sign-off now")
    assert reader.goto("/news/the-leads-desk-moves/").status == 404  # type: ignore[union-attr]

    approver.goto("/my/")
    approver.get_by_role("link", name="A page waits for sign-off").click()
    approver.get_by_role("link", name=TITLE).first.click()
    assert menu_of(approver).count("Sign off and publish") == 2  # with a remark, and without
    # Before Wagtail's scripts are there, the button only saves.
    approver.wait_for_load_state("networkidle")
    with approver.expect_navigation():
        approver.get_by_role("button", name="Sign off and publish", exact=True).click()
    expect(approver.locator(".messages")).to_be_visible()

    reader.goto("/")
    reader.get_by_role("link", name=TITLE).click()
    expect(reader.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(reader.get_by_alt_text("A desk by the window.")).to_be_visible()
    assert not refused


def test_publishing_is_refused_in_words_when_an_approver_changes_the_words_first(
    page_as: Callable[..., Page],
) -> None:
    approver = page_as(APPROVER)
    approver.goto("/cms/pages/")
    approver.get_by_role("link", name="Cookies", exact=True).click()

    approver.locator("#id_intro").fill("Only the cookies that the portal cannot do without.")
    approver.get_by_role("button", name="Save draft").click()

    expect(approver.locator(".messages")).to_contain_text("Readers do not see it yet")
    assert "Sign off" not in menu_of(approver)


def write_news(page: Page) -> None:
    """Begin a piece of news where the front page of the editor says so."""
    page.goto("/cms/")
    page.get_by_role("link", name="Write news").click()
    page.get_by_role("link", name="Add child page").first.click()
    page.fill("#id_title", TITLE)
    page.fill("#id_date", "2026-11-20")
    page.keyboard.press("Escape")
    page.fill("#id_summary", "From Monday on the lead sits on the second floor.")


def add_picture(page: Page) -> None:
    """A picture without a word about what it shows."""
    file = io.BytesIO()
    Pillow.new("RGB", (400, 200), "teal").save(file, "PNG")
    page.get_by_role("button", name="Insert a block").first.click()
    page.get_by_role("option", name="Picture").click()
    page.get_by_role("button", name="Choose an image").click()
    page.get_by_role("tab", name="Upload").click()
    page.set_input_files(
        ".modal-dialog input[type=file]",
        {"name": "desk.png", "mimeType": "image/png", "buffer": file.getvalue()},
    )
    # The editor names the picture after its file.
    expect(page.locator(".modal-dialog input[name$=title]")).to_have_value("desk")
    page.locator(".modal-dialog").get_by_role("button", name="Upload").click()
    expect(page.locator(".modal-dialog")).to_have_count(0)


def see_preview(page: Page) -> None:
    page.get_by_role("button", name="Toggle preview").click()
    expect(page.frame_locator("iframe#w-preview-iframe").locator("h1")).to_have_text(TITLE)
    page.get_by_role("button", name="Toggle preview").click()


def choose(page: Page, step: str) -> None:
    """One of the steps that open above the button at the foot of the page."""
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name=step, exact=True).click()


def menu_of(page: Page) -> str:
    """Every step that is offered at the foot of the page."""
    foot = page.locator("footer").first
    page.get_by_role("button", name="More actions").click()
    words = foot.inner_text()
    page.keyboard.press("Escape")
    return words
