"""Which course champions need."""

from datetime import datetime

from django.db import transaction

from champions.models import NeededCourse
from portal.audit.services import record
from portal.kernel import clock
from portal.kernel.actors import Actor
from portal.kernel.errors import NotAllowed
from portal.kernel.refs import Ref
from portal.people.roles import Role


def need_course(*, actor: Actor, course_code: str, now: datetime) -> NeededCourse:
    """From today on champions need this course (or another that is named); a second time changes nothing.

    Raises:
        NotAllowed: the actor is no training administrator with a grant for everywhere.
    """
    if not actor.scope(Role.TRAINING_ADMIN, Role.ADMIN).everything:
        raise NotAllowed(
            "Only a training administrator for the whole portal can say which course champions need."
        )
    with transaction.atomic():
        needed, fresh = NeededCourse.objects.get_or_create(
            course_code=course_code, ends_on__isnull=True, defaults={"starts_on": clock.today(now)}
        )
        if fresh:
            record(
                actor=actor,
                verb="needed for champions",
                about=Ref("champions.needed_course", needed.pk),
                now=now,
            )
    return needed
