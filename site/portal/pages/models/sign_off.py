"""The step of the workflow at which a second person reads a page."""

from typing import Any

from django import forms
from wagtail.forms import TaskStateCommentForm
from wagtail.models import AbstractGroupApprovalTask, Page, TaskState

from portal.pages.sign_off import wrote_last


class RemarkNeeded(TaskStateCommentForm):
    """A remark that is not empty."""

    comment = forms.CharField(label="Remark", widget=forms.Textarea({"rows": 2}))


class SecondPersonTask(AbstractGroupApprovalTask):
    """Anybody of the chosen groups signs off, except who wrote the newest words."""

    class Meta:
        verbose_name = "sign-off by a second person"
        verbose_name_plural = "sign-offs by a second person"

    def get_actions(self, obj: Page, user: Any) -> list[tuple[str, str, bool]]:
        """Send back or sign off; neither is offered to the writer, who takes it back instead."""
        if not super().get_actions(obj, user) or wrote_last(obj, user.pk):
            return []
        return [("reject", "Send back with a remark", True), ("approve", "Sign off and publish", False)]

    def get_form_for_action(self, action: str) -> type[TaskStateCommentForm]:
        """Wagtail's own addresses, which no screen of ours leads to, send nothing back without a remark either."""
        return RemarkNeeded if action == "reject" else super().get_form_for_action(action)

    def locked_for_user(self, obj: Page, user: Any) -> bool:
        """Nobody changes a page while it waits: what is signed off is what was read."""
        return True

    def on_action(self, task_state: TaskState, user: Any, action_name: str, **kwargs: Any) -> None:
        """Do it, unless the writer signs off: then the page goes on waiting."""
        if wrote_last(task_state.workflow_state.content_object, user.pk):
            return
        super().on_action(task_state, user, action_name, **kwargs)

    @classmethod
    def get_description(cls) -> str:
        return "Somebody of the chosen groups signs the page off. Nobody signs off their own words."
