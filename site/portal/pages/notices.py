"""What editors and those who sign pages off are told. No mail names a page: its title may be about abuse."""

from datetime import datetime

from wagtail.models import TaskState, WorkflowState

from portal.kernel.refs import Ref
from portal.notifications.kinds import NoticeKind, register
from portal.pages.reviews import reviewed_models


def still_to_read(about: Ref, facts: dict[str, str], now: datetime) -> bool:
    """The page is still published, and nobody has set another day."""
    return any(
        model.objects.live().filter(pk=about.id, review_by=facts["on"]).exists()
        for model in reviewed_models()
    )


def still_waits(about: Ref, facts: dict[str, str], now: datetime) -> bool:
    """Nobody has signed it off, sent it back or taken it since."""
    return TaskState.objects.filter(pk=facts["step"], status=TaskState.STATUS_IN_PROGRESS).exists()


def still_came_back(about: Ref, facts: dict[str, str], now: datetime) -> bool:
    """Its writer has not submitted it again."""
    back = {"status": WorkflowState.STATUS_NEEDS_CHANGES, "current_task_state": facts["step"]}
    return WorkflowState.objects.filter(**back).exists()


OF_A_STEP = ("page", "step")
STEP = {"page": "12", "step": "34"}

register(
    NoticeKind(
        key="pages.waits_for_sign_off",
        audience="whoever may sign a page off",
        subject="Practice Hub: a page waits for sign-off",
        body=(
            "A page waits for a second person. Read what changed. "
            "Then publish it, or send it back with a remark.\n\n"
            "Others may have this mail too: the first to decide, decides."
        ),
        path="/cms/sign-off/{page}/",
        facts=OF_A_STEP,
        why="Because you may sign pages off.",
        still_wanted=still_waits,
        examples=STEP,
    )
)
register(
    NoticeKind(
        key="pages.sent_back",
        audience="the person who submitted a page",
        subject="Practice Hub: your page came back with a remark",
        body=(
            "A page that you submitted came back with a remark.\n\n"
            "The remark stands beside the words. Change them, then submit the page again."
        ),
        path="/cms/pages/{page}/edit/",
        facts=OF_A_STEP,
        why="Because you submitted the page.",
        still_wanted=still_came_back,
        examples=STEP,
    )
)
register(
    NoticeKind(
        key="pages.signed_off",
        audience="the person who submitted a page",
        subject="Practice Hub: your page was signed off",
        body=(
            "A page that you submitted was signed off.\n\nReaders see it now, or at the hour that you set."
        ),
        path="/cms/pages/{page}/edit/",
        facts=OF_A_STEP,
        why="Because you submitted the page.",
        examples=STEP,
    )
)
register(
    NoticeKind(
        key="pages.read_again",
        audience="the person who reads a page again",
        subject="Practice Hub: a page for you to read again",
        body=(
            "A page on Practice Hub is yours to read again by {day}.\n\n"
            "Sign in to see which. If it is still right, set a new day. If not, change it and submit it for sign-off."
        ),
        path="/cms/reviews/",
        facts=("day", "on"),
        why="Because the page names you as the one who reads it again.",
        still_wanted=still_to_read,
        examples={"day": "Tuesday 8 December 2026", "on": "2026-12-08"},
    )
)
