"""An editor without training: writes, is told what keeps readers out, and has somebody else sign it off.

The editor works under its own policy, and the portal's policy stays strict.
"""

import io
from collections.abc import Callable

import pytest
from PIL import Image as Pillow
from playwright.sync_api import Page, expect

from tests.harness.accessibility import axe
from tests.harness.portal_process import LivePortal
from tests.journeys.stories import go

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
    editor, reader = page_as(EDITOR), page_as(None)
    approver = page_as(APPROVER, javascript=False)  # as on a slow line, before any script is there
    refused: list[str] = []
    editor.on("console", lambda said: refused.append(said.text) if "Content Security" in said.text else None)

    write_news(editor)
    add_picture(editor)
    go(editor.get_by_role("button", name="Save draft"))
    expect(editor.locator(".messages")).to_contain_text(PICTURE_IS_SILENT)
    see_preview(editor)
    submit(editor)
    expect(editor.locator(".messages")).to_contain_text("has to be put right first")
    editor.get_by_label("Words for people who do not see it").fill("A desk by the window.")
    assert "publish" not in editor.locator("footer").first.inner_text().lower()
    submit(editor)
    expect(editor.locator(".messages")).to_contain_text("waits for sign-off now")
    assert reader.goto("/news/the-leads-desk-moves/").status == 404  # type: ignore[union-attr]

    approver.goto("/my/")
    go(approver.get_by_role("link", name=f"Sign off: {TITLE}"))
    expect(approver.get_by_text("A desk by the window.")).to_be_visible()
    go(approver.get_by_role("button", name="Sign off and publish"))
    expect(approver.get_by_text(f"“{TITLE}” is published.")).to_be_visible()

    reader.goto("/")
    go(reader.get_by_role("link", name=TITLE))
    expect(reader.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(reader.get_by_alt_text("A desk by the window.")).to_be_visible()
    assert not refused


def test_page_comes_back_with_a_remark_and_the_screens_keep_nobody_out(page_as: Callable[..., Page]) -> None:
    editor, approver = page_as(EDITOR), page_as(APPROVER)
    editor.goto("/cms/")
    go(editor.get_by_role("link", name="Change a borough’s page"))
    go(editor.get_by_role("link", name="Sutton", exact=True).first)

    editor.get_by_label("Contacts").fill("Mrs Karen Hill, 07700 900123")
    submit(editor)
    expect(editor.get_by_text("“Mrs Karen Hill” seems to be somebody’s name.")).to_be_visible()
    editor.get_by_label("Contacts").fill("Domestic abuse desk")
    editor.get_by_label("Office days").fill("Mondays")
    submit(editor)

    approver.goto("/my/")
    go(approver.get_by_role("link", name="Sign off: Sutton"))
    expect(approver.get_by_role("heading", name="What changed, in 2 fields")).to_be_visible()
    go(approver.get_by_role("button", name="Send back with this remark"))
    expect(approver.locator("#remark-error")).to_contain_text("Write what should change")
    axe_beside_wagtail(approver)
    approver.get_by_label("Or send it back with a remark").fill("Until what hour?")
    go(approver.get_by_role("button", name="Send back with this remark"))
    expect(approver.get_by_text("“Sutton” went back to Bethan Llewellyn")).to_be_visible()
    axe_beside_wagtail(approver)

    editor.goto("/my/")
    go(editor.get_by_role("link", name="Sent back, with a remark: Sutton"))
    expect(editor.locator(".hub-how")).to_contain_text("Until what hour?")
    axe_beside_wagtail(editor)
    editor.get_by_label("Office days").fill("Mondays until 16:00")
    go(editor.get_by_role("button", name="Submit for sign-off again"))
    expect(editor.locator(".messages")).to_contain_text("waits for sign-off")


def write_news(page: Page) -> None:
    """Begin a piece of news where the front page of the editor says so."""
    page.goto("/cms/")
    go(page.get_by_role("link", name="Write news"))
    page.fill("#id_title", TITLE)
    page.fill("#id_date", "2026-11-20")
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


def submit(page: Page) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name="Submit for sign-off", exact=True).click()


def axe_beside_wagtail(page: Page) -> None:
    """What axe finds, without the two faults of Wagtail that the accessibility statement names."""
    page.wait_for_load_state("networkidle")
    axe(page, but=("landmark-unique", "button-name"))
