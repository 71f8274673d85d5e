"""Two people for every page (CO-04): whoever wrote the newest words does not publish them, whatever their rights.

Wagtail's groups, made from grants, say who may publish at all; this adds the second person. It holds for the
publish button, approval in the workflow, bulk actions and administrators; code that publishes for nobody is not asked.
"""

from collections.abc import Iterable
from typing import Any

from wagtail.models import Page, PagePermissionTester

SECOND_PERSON = "You wrote these words, so somebody else has to sign them off."
# What Wagtail keeps about a page, when it is shown, and who reads it again: none of it is words that readers see.
NOT_WORDS = frozenset({
    "pk", "path", "depth", "numchild", "translation_key", "locale", "content_type", "url_path", "owner", "live",
    "has_unpublished_changes", "first_published_at", "last_published_at", "latest_revision_created_at",
    "latest_revision", "live_revision", "go_live_at", "expire_at", "expired", "locked", "locked_at", "locked_by",
    "alias_of", "draft_title", "wagtail_admin_comments", "review_by", "review_owner",
})  # fmt: skip
REVISIONS_READ = 20


class SecondPerson(PagePermissionTester):
    """Wagtail's answers, but nobody publishes what they wrote last."""

    def can_publish(self) -> bool:
        return bool(super().can_publish()) and not wrote_last(self.page, self.user.pk)

    def can_publish_subpage(self) -> bool:
        """A new page is always its maker's own words, and Wagtail puts it online before any hook could stop it."""
        return False

    def can_set_view_restrictions(self) -> bool:
        """Pages are public: what only some may see is a record on a screen of its own, never a hidden page."""
        return False

    def can_unpublish(self) -> bool:
        """Never the home page: without it there is no portal."""
        return bool(super().can_unpublish()) and not self.page.is_site_root()

    def can_unschedule(self) -> bool:
        return bool(super().can_publish())


def wrote_last(page: Page, user_id: int | None) -> bool:
    """Whether the newest words of the page are this account's. Saving again without a change counts for nothing."""
    return user_id is not None and last_writer(page) == user_id


def last_writer(page: Page) -> int | None:
    """The account that wrote the newest words of the page; None when code did."""
    revisions = page.revisions.order_by("-created_at", "-id").values_list("content", "user_id")
    return writer_of(revisions[:REVISIONS_READ])


def writer_of(revisions: Iterable[tuple[dict[str, Any], int | None]]) -> int | None:
    """Whose account wrote the newest words: the earliest of those who saved them unchanged.

    Args:
        revisions: content and account of each, the newest first.
    """
    newest: dict[str, Any] | None = None
    writer: int | None = None
    for content, user in revisions:
        words = {name: value for name, value in content.items() if name not in NOT_WORDS}
        if newest is not None and words != newest:
            break
        newest, writer = words, user
    return writer


def waits(page: Page) -> bool:
    """Whether the page waits for a second person now; one that was sent back does not."""
    return page.current_workflow_task_state is not None


def step_of(page: Page) -> int | None:
    """The TaskState in which the page waits now."""
    state = page.current_workflow_task_state
    return state.pk if state else None


def may_sign_off(page: Page, user: Any) -> bool:
    """Whether this account may publish the newest words of the page, which somebody else wrote."""
    if not waits(page):
        return bool(page.permissions_for_user(user).can_publish())
    actions = page.current_workflow_task_state.task.specific.get_actions(page, user)
    return any(name == "approve" for name, *_ in actions)
