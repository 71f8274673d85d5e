"""The link in an approver's mail: what it opens, and for whom. It decides nothing by itself."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core import signing

from courses.models import Enrolment
from portal.kernel import clock
from portal.kernel.actors import VISITOR, Actor
from portal.people.selectors import actor_for_person, is_still_here

# What a link in a mail is signed with; older links say nothing any more.
APPROVAL_SALT = "courses.approval"
LINK_AGE = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class ApprovalLink:
    """One request and the approver who acts on it: a visitor once they have left or have no open account."""

    enrolment_id: int
    approver: Actor


def approval_token(enrolment: Enrolment) -> str:
    """What the approver's mail carries: it opens a page for this request and this approver, and decides nothing."""
    return signing.dumps([enrolment.pk, enrolment.approver_id], salt=APPROVAL_SALT)


def open_link(token: str, now: datetime) -> ApprovalLink:
    """What a signed link is about. The link is the approver's sign-in, so it ends with their account.

    Raises:
        signing.BadSignature: forged, or too old.
    """
    enrolment_id, approver_id = signing.loads(token, salt=APPROVAL_SALT, max_age=LINK_AGE)
    is_here = is_still_here(approver_id, clock.today(now))
    return ApprovalLink(enrolment_id, actor_for_person(approver_id, now) if is_here else VISITOR)
