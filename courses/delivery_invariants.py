"""Sentences about registers and completions that must be true at every moment."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef

from courses.delivery_states import Presence
from courses.models import Attendance, Completion, Enrolment
from courses.states import CONFIRMED, EnrolmentState
from portal.kernel.invariants import Breach, invariant


@invariant("courses.completed", "An enrolment is completed exactly when its completion stands.")
def completed_without_completion() -> Iterator[Breach]:
    standing = Completion.objects.filter(enrolment=OuterRef("pk"), withdrawn_at__isnull=True)
    rows = Enrolment.objects.annotate(stands=Exists(standing))
    lost = rows.filter(state=EnrolmentState.COMPLETED, stands=False)
    for pk in lost.values_list("pk", flat=True):
        yield Breach(f"courses.enrolment:{pk}", "completed, but without a completion that stands")
    stray = rows.exclude(state=EnrolmentState.COMPLETED).filter(stands=True)
    for pk in stray.values_list("pk", flat=True):
        yield Breach(f"courses.enrolment:{pk}", "a completion stands, but the enrolment is not completed")


@invariant("courses.register", "Only people with a confirmed place are in a register as having been there.")
def attended_without_place() -> Iterator[Breach]:
    stray = Attendance.objects.exclude(presence=Presence.NONE).exclude(enrolment__state__in=CONFIRMED)
    for pk in stray.values_list("enrolment_id", flat=True).distinct():
        yield Breach(f"courses.enrolment:{pk}", "was there on a day, but has no confirmed place")
