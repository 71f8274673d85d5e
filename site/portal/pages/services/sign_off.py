"""A second person decides: publishes the page, sends it back with a remark, or takes it to change it herself.

Each takes the version that was read and the wait it was read in, and refuses any other: nobody signs off what they have
not seen, nor what its writer took back meanwhile.
"""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.models import Page, WorkflowState

from portal.kernel.actors import Actor
from portal.pages.errors import DoesNotWait, NotASigner, NotFitToPublish, OwnWords, ReadAnotherVersion
from portal.pages.sign_off import may_sign_off, step_of, waits, wrote_last
from portal.people.models import User


@transaction.atomic
def sign_off(*, page_id: int, revision_id: int, step_id: int | None, actor: Actor, now: datetime) -> Page:
    """Publish what was read, at once or at the hour that its writer set.

    Args:
        step_id: of the TaskState that the page waited in when it was read; None for a draft that nobody had submitted.

    Raises:
        DoesNotWait, ReadAnotherVersion: it is decided already, or changed since.
        OwnWords, NotASigner: somebody else decides.
        NotFitToPublish: something that a published page needs is missing.
    """
    page, signer = _as_read(page_id, revision_id, step_id, actor)
    try:
        if waits(page):
            page.current_workflow_task_state.specific.approve(user=signer)
        else:
            page.get_latest_revision().publish(user=signer)
    except ValidationError as refusal:
        raise NotFitToPublish(faults=_said(page, refusal)) from refusal
    return Page.objects.get(pk=page_id).specific


@transaction.atomic
def send_back(
    *, page_id: int, revision_id: int, step_id: int | None, remark: str, actor: Actor, now: datetime
) -> WorkflowState:
    """Give the page back to whoever submitted it, who is told by mail and reads the remark beside the words.

    Raises:
        RemarkMissing is the form's; otherwise as for `sign_off`.
    """
    page, signer = _as_read(page_id, revision_id, step_id, actor)
    if not waits(page):
        raise DoesNotWait()
    state: WorkflowState = page.current_workflow_state
    page.current_workflow_task_state.specific.reject(user=signer, comment=remark)
    return state


@transaction.atomic
def take_over(
    *, page_id: int, revision_id: int, step_id: int | None, actor: Actor, now: datetime
) -> WorkflowState:
    """End the wait so that the second person can change the page, and somebody else signs it off in the end.

    Raises: as for `sign_off`.
    """
    page, signer = _as_read(page_id, revision_id, step_id, actor)
    if not waits(page):
        raise DoesNotWait()
    state: WorkflowState = page.current_workflow_state
    state.cancel(user=signer)
    return state


def _said(page: Page, refusal: ValidationError) -> str:
    """What is missing, each after the name of its field."""
    if not hasattr(refusal, "error_dict"):
        return " ".join(refusal.messages)
    names = {field.name: str(getattr(field, "verbose_name", "")) for field in page._meta.get_fields()}
    return " ".join(
        f"{names.get(name, '').capitalize()}: {' '.join(said)}" for name, said in refusal.message_dict.items()
    )


def _as_read(page_id: int, revision_id: int, step_id: int | None, actor: Actor) -> tuple[Page, User]:
    """The page, held until the end of the transaction, if it is still the one that was read."""
    page = Page.objects.select_for_update(of=("self",)).get(pk=page_id).specific
    # Its writer takes it back by changing the wait alone: held, too, until it is decided.
    list(page.workflow_states.active().select_for_update())
    signer = User.objects.get(pk=actor.user_id or 0)
    if not waits(page) and not (page.has_unpublished_changes and page.current_workflow_state is None):
        raise DoesNotWait()
    if page.latest_revision_id != revision_id or (waits(page) and step_id is None):
        raise ReadAnotherVersion()
    if step_of(page) != step_id:
        raise DoesNotWait()
    if wrote_last(page, signer.pk):
        raise OwnWords()
    if not may_sign_off(page, signer):
        raise NotASigner()
    return page, signer
