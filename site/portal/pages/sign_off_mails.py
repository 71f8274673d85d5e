"""Mails about sign-off, in place of Wagtail's own: planned with the step itself, sent again when a mailbox is down."""

from typing import Any

from wagtail.models import TaskState, WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected

from portal.kernel import clock
from portal.kernel.refs import Ref
from portal.notifications.services import NoticePlan, plan_notices
from portal.pages.models import SecondPersonTask
from portal.pages.sign_off import last_writer
from portal.people.models import User


def tell_signers(instance: TaskState, user: User | None = None, **_: Any) -> None:
    """A page waits: tell everybody who may sign it off, but not who submitted it or wrote it."""
    task = instance.task.specific
    if not isinstance(task, SecondPersonTask):
        return
    page = instance.workflow_state.content_object
    signers = User.objects.filter(groups__in=task.groups.all(), is_active=True, person__isnull=False).exclude(
        pk__in={pk for pk in (user.pk if user else None, last_writer(page)) if pk}
    )
    _tell("pages.waits_for_sign_off", instance, *signers.values_list("person_id", flat=True).distinct())


def tell_came_back(instance: WorkflowState, user: User | None = None, **_: Any) -> None:
    """A page came back: tell who submitted it."""
    _tell_submitter("pages.sent_back", instance, user)


def tell_signed_off(instance: WorkflowState, user: User | None = None, **_: Any) -> None:
    """A page was signed off: tell who submitted it."""
    _tell_submitter("pages.signed_off", instance, user)


def _tell_submitter(key: str, whole: WorkflowState, by: User | None) -> None:
    submitter = whole.requested_by
    if submitter and submitter.is_active and submitter.person_id and submitter != by:
        _tell(key, whole.current_task_state, submitter.person_id)


def _tell(key: str, state: TaskState, *person_ids: int) -> None:
    page_id = state.revision.object_id
    facts = {"page": page_id, "step": str(state.pk)}
    about, once = Ref("pages.page", int(page_id)), f"sign-off:{state.pk}"
    plans = [NoticePlan(key, person_id, about, facts, once) for person_id in person_ids]
    plan_notices(*plans, now=clock.now())


# Of two receivers with the same identity only the first is kept. Wagtail, which is made ready after us, gives its own
# these identities, so ours stand in their place.
task_submitted.connect(
    tell_signers, sender=TaskState, dispatch_uid="group_approval_task_submitted_email_notification"
)
workflow_rejected.connect(
    tell_came_back, sender=WorkflowState, dispatch_uid="workflow_state_rejected_email_notification"
)
workflow_approved.connect(
    tell_signed_off, sender=WorkflowState, dispatch_uid="workflow_state_approved_email_notification"
)
