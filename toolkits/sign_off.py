"""Two people for every toolkit page (TK-02): who wrote the last change does not publish it, whatever their rights.

Wagtail's groups say who may publish at all; this adds the second person. It holds for the publish button, for
approval in a workflow, for bulk actions and for administrators; code that publishes for nobody is not asked.
"""

from typing import Any

from wagtail.models import Page, PagePermissionTester

WRITTEN = (
    "title",
    "slug",
    "summary",
    "audience",
    "edition",
    "licence",
    "licence_url",
    "safety_label",
    "guidance",
    "unlock_words",
    "review_by",
    "supersedes",
)


class SecondPerson(PagePermissionTester):
    """Wagtail's answers, but nobody publishes their own last change."""

    def can_publish(self) -> bool:
        return bool(super().can_publish()) and not wrote_last(self.page, self.user.pk)


def wrote_last(page: Page, user_id: int | None) -> bool:
    """Whether the newest words of the page are this account's. Re-saving without a change counts for nothing."""
    newest: dict[str, Any] | None = None
    writer: int | None = None
    for revision in page.revisions.order_by("-created_at", "-id")[:20]:
        words = {name: revision.content.get(name) for name in WRITTEN}
        if newest is not None and words != newest:
            break
        newest, writer = words, revision.user_id
    return writer == user_id
