"""The menu at the foot of a page in the editor: each step once, named for what happens."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from wagtail import hooks
from wagtail.admin.action_menu import (
    ActionMenuItem,
    CancelWorkflowMenuItem,
    PageLockedMenuItem,
    PublishMenuItem,
    RestartWorkflowMenuItem,
    SaveDraftMenuItem,
    SubmitForModerationMenuItem,
    UnpublishMenuItem,
    WorkflowMenuItem,
)
from wagtail.models import Page

from portal.pages.models import SignedOffPage
from portal.pages.sign_off import waits


class SubmitForSignOff(SubmitForModerationMenuItem):
    """Wagtail's button, named for what happens; pressed twice, it submits once."""

    template_name = "pages/submit_for_sign_off.html"

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        page = parent_context.get("page")
        again = page is not None and page.current_workflow_state is not None
        label = "Submit for sign-off again" if again else "Submit for sign-off"
        return {**super().get_context_data(parent_context), "label": label}


class ReadAndSignOff(PublishMenuItem):
    """In place of Wagtail's button: words that somebody else saved are published where one has read what changed."""

    name = "read-and-sign-off"
    template_name = ActionMenuItem.template_name
    label = "Read what changed and sign off"

    def get_url(self, parent_context: dict[str, Any]) -> str:
        return reverse("pages_sign_off", args=[parent_context["page"].pk])


# Wagtail's names say how it works inside.
NAMES: dict[type[ActionMenuItem], str] = {
    CancelWorkflowMenuItem: "Take back from sign-off",
    UnpublishMenuItem: "Take off the portal",
}
# In this order at the foot of the page; the return key in a field does what the first one does.
ORDER = (SaveDraftMenuItem, SubmitForSignOff, CancelWorkflowMenuItem, ReadAndSignOff, UnpublishMenuItem)


@hooks.register("construct_page_action_menu")
def name_each_step(items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]) -> None:
    """Plain names, and nothing that is refused afterwards: publishing is for words that somebody else wrote."""
    page = context.get("page")
    if not isinstance(page or context.get("parent_page"), SignedOffPage):
        return
    named = [_named(item) for item in items if _is_of_use(item, page, request)]
    items[:] = sorted(named, key=_place)


def _is_of_use(item: ActionMenuItem, page: Page | None, request: HttpRequest) -> bool:
    """Not: signing off in the form that changes the words, submitting twice, taking back what others submitted."""
    if isinstance(item, WorkflowMenuItem | RestartWorkflowMenuItem | PageLockedMenuItem):
        return False
    if isinstance(item, PublishMenuItem):
        return page is not None and page.has_unpublished_changes and page.current_workflow_state is None
    if isinstance(item, CancelWorkflowMenuItem) and page is not None:
        return waits(page) and page.current_workflow_state.requested_by_id == request.user.pk
    return True


def _place(item: ActionMenuItem) -> int:
    return next((place for place, kind in enumerate(ORDER) if isinstance(item, kind)), len(ORDER))


def _named(item: ActionMenuItem) -> ActionMenuItem:
    if isinstance(item, SubmitForModerationMenuItem):
        return SubmitForSignOff(order=item.order)
    if isinstance(item, PublishMenuItem):
        return ReadAndSignOff(order=item.order)
    if name := NAMES.get(type(item)):
        renamed = type(item)(order=item.order)
        renamed.label = name
        return renamed
    return item
