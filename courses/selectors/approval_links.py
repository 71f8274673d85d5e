"""The link in an approver's mail: what it opens, and for whom. It decides nothing by itself."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.core import signing

from courses.models import Enrolment
from courses.states import PENDING
from portal.kernel import clock
from portal.kernel.actors import VISITOR, Actor
from portal.people.selectors import actor_for_person, is_still_here

# What a link in a mail is signed with; older links say nothing any more.
APPROVAL_SALT = "courses.approval"
LINK_AGE = timedelta(days=90)
# What history and trail say of an answer for which nobody signed in.
BY_LINK = "by the link in their mail"


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
    if not is_here:
        return ApprovalLink(enrolment_id, VISITOR)
    known = actor_for_person(approver_id, now)
    return ApprovalLink(enrolment_id, replace(known, user_id=None, label=f"{known.label}, {BY_LINK}"))


def is_by_link(label: str) -> bool:
    """Whether the label of an actor, or of what they did, says that it was the link and nobody signed in."""
    return label.endswith(BY_LINK)


def still_asks(token: str, now: datetime) -> bool:
    """Whether the request of a link still waits for the very person to whom the link was sent. One query."""
    try:
        enrolment_id, approver_id = signing.loads(token, salt=APPROVAL_SALT)
    except signing.BadSignature:
        return False
    waiting = Enrolment.objects.filter(pk=enrolment_id, approver_id=approver_id, state__in=PENDING)
    return waiting.filter(hold_until__gt=now).exists()
