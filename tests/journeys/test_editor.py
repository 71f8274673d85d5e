"""The editor works under its own policy, and the portal's policy stays strict."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.harness.portal_process import LivePortal

pytestmark = pytest.mark.journey

EDITOR = "made-for-this-test@respect.example"
MAKE_EDITOR = f"""
from portal.people.models import User
from allauth.account.models import EmailAddress
user = User.objects.create_superuser("{EDITOR}", "practice-hub-demo")
EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
"""


def test_editor_opens_a_page_and_its_preview_when_the_policy_is_in_force(
    live_portal: LivePortal, page_as: Callable[..., Page]
) -> None:
    live_portal.manage("shell", "-c", MAKE_EDITOR)
    page = page_as(EDITOR)
    refused: list[str] = []
    page.on(
        "console",
        lambda message: refused.append(message.text) if "Content Security" in message.text else None,
    )

    page.goto("/cms/pages/")
    page.locator("a[href*='/edit/']").first.click()
    expect(page.locator("form#page-edit-form, form[data-edit-form]").first).to_be_visible()
    page.get_by_role("button", name="Toggle preview").click()
    frame = page.frame_locator("iframe#w-preview-iframe")
    expect(frame.locator("body")).not_to_be_empty()

    assert not refused
