"""Reactions to what happens in courses. Both may come twice, late, or in the wrong order."""

import logging

from certificates.errors import NotCompleted
from certificates.services import issue_award, revoke_awards
from certificates.states import RevocationReason
from courses.selectors import standing_completion
from portal.kernel.actors import SYSTEM
from portal.outbox.subscriptions import Fact, subscribe

log = logging.getLogger(__name__)


@subscribe("courses.course_completed.v1", as_="certificates.issue")
def issue(fact: Fact) -> None:
    """Issue the certificate, dated as the completion was recorded; nothing if it was withdrawn in the meantime."""
    enrolment_id = int(fact.payload["enrolment_id"])
    try:
        issue_award(enrolment_id=enrolment_id, now=fact.occurred_at)
    except NotCompleted:
        log.info("no certificate: the completion was withdrawn", extra={"enrolment": enrolment_id})


@subscribe("courses.completion_withdrawn.v1", as_="certificates.revoke")
def revoke(fact: Fact) -> None:
    """Withdraw the certificate, unless the completion has been mended since."""
    enrolment_id = int(fact.payload["enrolment_id"])
    if standing_completion(enrolment_id, locked=True) is None:
        revoke_awards(
            actor=SYSTEM,
            enrolment_id=enrolment_id,
            reason=RevocationReason.COMPLETION_WITHDRAWN,
            now=fact.occurred_at,
        )
