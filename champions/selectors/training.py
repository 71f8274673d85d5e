"""Who has finished what champions need."""

from datetime import date

from django.db.models import Exists, Q, QuerySet

from champions.models import NeededCourse, TrainedPerson
from portal.kernel.querying import on_date


def trained_on(on: date) -> QuerySet[TrainedPerson]:
    """Completions that make a champion: of a needed course, or of any while none is named."""
    done = TrainedPerson.objects.filter(withdrawn=False, completed_on__lte=on)
    needed = NeededCourse.objects.filter(on_date(on))
    return done.filter(Q(course_code__in=needed.values("course_code")) | ~Exists(needed))


def is_trained(person_id: int, on: date) -> bool:
    """Whether somebody has finished what a champion needs."""
    return trained_on(on).filter(person_id=person_id).exists()
