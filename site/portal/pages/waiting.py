"""Pages between two people: which wait for whom, which came back, and with what remark."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, Window
from django.db.models.functions import RowNumber
from django.urls import reverse
from wagtail.models import Revision, TaskState, WorkflowState

from portal.kernel import clock
from portal.pages.sign_off import REVISIONS_READ, writer_of
from portal.people.models import User

# Nobody reads more in one sitting; the rest follows when these are done.
MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Between:
    """A page between two people.

    Args:
        who: who submitted it, or who sent it back.
        remark: what that person wants changed; empty while it waits.
        again: it came back once and was submitted again.
    """

    page_id: int
    title: str
    kind: str
    at: datetime
    who: str
    remark: str = ""
    again: bool = False

    @property
    def sign_off_url(self) -> str:
        """Where a second person reads what changed."""
        return reverse("pages_sign_off", args=[self.page_id])

    @property
    def edit_url(self) -> str:
        """Where its writer reads the remark beside the words."""
        return reverse("wagtailadmin_pages:edit", args=[self.page_id])


def waiting_for(user_id: int | None) -> list[Between]:
    """Pages that wait for somebody else's sign-off than their writer's, without this account's own, the oldest first.

    One query; another where this account ever changed one of them.
    """
    touched = Revision.objects.filter(
        base_content_type=OuterRef("revision__base_content_type"),
        object_id=OuterRef("revision__object_id"),
        user_id=user_id,
    )
    states = list(_task_states(TaskState.STATUS_IN_PROGRESS).annotate(touched=Exists(touched))[:MOST_SHOWN])
    own = _written_last_by(user_id, [state for state in states if state.touched])
    return [
        _between(state, state.workflow_state.requested_by, state.started_at)
        for state in states
        if state.pk not in own
    ]


def submitted_by(user_id: int | None) -> tuple[list[Between], list[Between]]:
    """What this account submitted: what came back with a remark, and what waits for a second person. One query."""
    states = (
        TaskState.objects.filter(
            workflow_state__requested_by_id=user_id, workflow_state__current_task_state=F("pk")
        )
        .filter(
            workflow_state__status__in=(WorkflowState.STATUS_NEEDS_CHANGES, WorkflowState.STATUS_IN_PROGRESS)
        )
        .select_related("revision__content_type", "finished_by__person")
        .defer("revision__content")
        .order_by("started_at")[:MOST_SHOWN]
    )
    back, waiting = [], []
    for state in states:
        if state.status == TaskState.STATUS_REJECTED:
            back.append(_between(state, state.finished_by, state.finished_at or state.started_at))
        elif state.status == TaskState.STATUS_IN_PROGRESS:
            waiting.append(_between(state, None, state.started_at))
    return back, waiting


def sent_back(page: Any) -> Between | None:
    """The remark with which a page came back to its writer; None for any other page."""
    whole = page.current_workflow_state if page.pk else None
    if (
        whole is None
        or whole.status != WorkflowState.STATUS_NEEDS_CHANGES
        or whole.current_task_state is None
    ):
        return None
    state = whole.current_task_state
    return _between(state, state.finished_by, state.finished_at or state.started_at)


def remarks_before(page: Any) -> list[TaskState]:
    """How a page that waits came back before: each with its remark, the newest first. One query."""
    refused = page.current_workflow_state.task_states.filter(status=TaskState.STATUS_REJECTED)
    return list(refused.select_related("finished_by__person").order_by("-finished_at"))


def name_of(user: User | None) -> str:
    """Somebody's name among colleagues; their address where the account is nobody's on a roster."""
    if user is None:
        return "Somebody"
    return str(user.person.name if user.person else user.email)


def _task_states(status: str) -> QuerySet[TaskState]:
    refused = TaskState.objects.filter(
        workflow_state=OuterRef("workflow_state"), status=TaskState.STATUS_REJECTED
    )
    return (
        TaskState.objects.filter(status=status, workflow_state__status=WorkflowState.STATUS_IN_PROGRESS)
        .annotate(again=Exists(refused))
        .select_related("revision__content_type", "workflow_state__requested_by__person")
        .defer("revision__content")
        .order_by("started_at")
    )


def _between(state: TaskState, who: User | None, at: datetime) -> Between:
    model = state.revision.content_type.model_class()
    return Between(
        int(state.revision.object_id),
        state.revision.object_str,
        str(model._meta.verbose_name).capitalize() if model else "",
        clock.local(at),
        name_of(who) if who else "",
        state.comment,
        again=getattr(state, "again", False),
    )


def _written_last_by(user_id: int | None, states: list[TaskState]) -> set[int]:
    """Those of the states whose page holds this account's words as its newest."""
    if not states:
        return set()
    by_page = {state.revision.object_id: state.pk for state in states}
    newest_first = [F("created_at").desc(), F("pk").desc()]
    rows = (
        Revision.objects.filter(
            base_content_type=states[0].revision.base_content_type_id, object_id__in=by_page
        )
        .annotate(place=Window(RowNumber(), partition_by="object_id", order_by=newest_first))
        .filter(place__lte=REVISIONS_READ)
        .order_by("object_id", "place")
        .values_list("object_id", "content", "user_id")
    )
    return {
        by_page[page]
        for page, group in groupby(rows, key=lambda row: row[0])
        if writer_of((content, user) for _, content, user in group) == user_id
    }
