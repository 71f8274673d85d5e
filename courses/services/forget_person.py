"""What an erasure takes from courses. `personal_data.py` says it in words."""

from datetime import datetime

from django.db.models import Q

from courses.models import AccessNeed, Enrolment, Response
from courses.services.cancel_place import cancel_place
from courses.states import LIVE, EndReason, EnrolmentState
from portal.kernel.actors import SYSTEM
from portal.kernel.personal_data import Subject


def release_places(subject: Subject, now: datetime) -> None:
    """Give back what is still to come, so that others get it; empty what they wrote about clashes."""
    theirs = Enrolment.objects.filter(person_id=subject.person_id)
    not_begun = Q(run__starts_at__isnull=True) | Q(run__starts_at__gt=now)
    to_come = theirs.filter(not_begun, state__in=LIVE).exclude(state=EnrolmentState.COMPLETED)
    for pk in list(to_come.order_by("run_id").values_list("pk", flat=True)):
        cancel_place(actor=SYSTEM, enrolment_id=pk, reason=EndReason.LEFT, now=now)
    theirs.update(clash_reason="")


def forget_answers(subject: Subject, now: datetime) -> None:
    """Words go; what was chosen on scales stays, as a number among numbers."""
    Response.objects.filter(answered_by_id=subject.person_id).update(words=None)


def forget_needs(subject: Subject, now: datetime) -> None:
    """What they said they need in order to come."""
    AccessNeed.objects.filter(enrolment__person_id=subject.person_id).delete()
