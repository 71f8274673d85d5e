"""The step of the workflow at which a second person reads a page."""

from typing import Any

from wagtail.models import AbstractGroupApprovalTask, Page, TaskState

from portal.pages.sign_off import wrote_last


class SecondPersonTask(AbstractGroupApprovalTask):
    """Anybody of the chosen groups signs off, except who wrote the newest words."""

    class Meta:
        verbose_name = "sign-off by a second person"
        verbose_name_plural = "sign-offs by a second person"

    def get_actions(self, obj: Page, user: Any) -> list[tuple[str, str, bool]]:
        """Send back or sign off; signing off is not offered to the writer."""
        if not super().get_actions(obj, user):
            return []
        sign_off = [
            ("approve", "Sign off and publish", False),
            ("approve", "Sign off and publish, with a remark", True),
        ]
        return [
            ("reject", "Send back with a remark", True),
            *([] if wrote_last(obj, user.pk) else sign_off),
        ]

    def on_action(self, task_state: TaskState, user: Any, action_name: str, **kwargs: Any) -> None:
        """Do it, unless the writer signs off: a change made in the same form counts, and the page goes on waiting."""
        page = task_state.workflow_state.content_object
        if action_name == "approve" and wrote_last(page, user.pk):
            return
        super().on_action(task_state, user, action_name, **kwargs)

    @classmethod
    def get_description(cls) -> str:
        return "Somebody of the chosen groups signs the page off. Nobody signs off their own words."
