"""The menu at the foot of a page in the editor: each step once, named for what happens."""

from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.action_menu import (
    ActionMenuItem,
    CancelWorkflowMenuItem,
    PublishMenuItem,
    RestartWorkflowMenuItem,
    SubmitForModerationMenuItem,
    UnpublishMenuItem,
    WorkflowMenuItem,
)
from wagtail.models import Page

from portal.pages.models import SignedOffPage


class SubmitForSignOff(SubmitForModerationMenuItem):
    """Wagtail's button, named for what happens."""

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        return {**super().get_context_data(parent_context), "label": "Submit for sign-off"}


# Wagtail's names say how it works inside.
NAMES: dict[type[ActionMenuItem], str] = {
    PublishMenuItem: "Sign off and publish",
    CancelWorkflowMenuItem: "Take back from sign-off",
    RestartWorkflowMenuItem: "Submit for sign-off again",
    UnpublishMenuItem: "Take off the portal",
}
APPROVALS = {False: "Sign off and publish", True: "Sign off and publish, with a remark"}


@hooks.register("construct_page_action_menu")
def name_each_step(items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]) -> None:
    """Plain names, and nothing that is refused afterwards: publishing is for words that somebody else wrote."""
    page = context.get("page")
    if not isinstance(page or context.get("parent_page"), SignedOffPage):
        return
    named = [_named(item) for item in items if _is_of_use(item, page, request)]
    # The first is the button; the others open above it. Whoever came to sign off finds it there.
    items[:] = sorted(named, key=lambda item: item.name != "approve")


def _is_of_use(item: ActionMenuItem, page: Page | None, request: HttpRequest) -> bool:
    """Not: publishing where nothing waits or a sign-off is offered anyway; taking back what somebody else submitted."""
    if isinstance(item, PublishMenuItem):
        return page is not None and page.has_unpublished_changes and not page.current_workflow_task
    if isinstance(item, CancelWorkflowMenuItem) and page is not None:
        state = page.current_workflow_state
        return state is not None and state.requested_by_id == request.user.pk
    return True


def _named(item: ActionMenuItem) -> ActionMenuItem:
    if isinstance(item, SubmitForModerationMenuItem):
        return SubmitForSignOff(order=item.order)
    if isinstance(item, WorkflowMenuItem):
        # Made anew for each request; "and Publish" is added to the label of the last step by Wagtail.
        item.label = APPROVALS[item.launch_modal] if item.name == "approve" else item.label
        return item
    if name := NAMES.get(type(item)):
        renamed = type(item)(order=item.order)
        renamed.label = name
        return renamed
    return item
