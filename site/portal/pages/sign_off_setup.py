"""The workflow that every page goes through before it is published: one step, a second person."""

from wagtail.models import Page, Workflow, WorkflowPage, WorkflowTask

from portal.pages.models import SecondPersonTask
from portal.people.services.editor_groups import ADMINISTRATORS, MODERATORS, editor_group

NAME = "Sign-off"


def lay_sign_off() -> Workflow:
    """Make the workflow where it is missing and put every page under it, in place of Wagtail's own. Idempotent."""
    workflow, is_new = Workflow.objects.get_or_create(name=NAME, defaults={"active": True})
    if is_new:
        task = SecondPersonTask.objects.create(name="Sign-off by a second person")
        task.groups.set([editor_group(MODERATORS), editor_group(ADMINISTRATORS)])
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
        WorkflowPage.objects.update_or_create(
            page=Page.get_first_root_node(), defaults={"workflow": workflow}
        )
    return workflow
