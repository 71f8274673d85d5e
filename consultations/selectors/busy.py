"""When somebody is in a consultation: for other rooms that look for clashes. No reference and no name goes out."""

from datetime import UTC, datetime

from django.db.models import Q

from consultations.models import Consultation
from consultations.states import ConsultationState
from portal.kernel.querying import Prepared

_BOOKED = Prepared(
    lambda person_id, now: (
        Consultation.objects.filter(
            Q(requester_id=person_id) | Q(lead_id=person_id),
            state__in=(ConsultationState.BOOKED, ConsultationState.OFFERED),
            ends_at__gt=now,
        )
        .order_by("starts_at", "pk")
        .values_list("starts_at", "ends_at")
    ),
    person_id=-1_234_567,
    now=datetime(1900, 1, 1, tzinfo=UTC),
)


def consultation_times(person_id: int, now: datetime) -> list[tuple[datetime, datetime]]:
    """The times of consultations to come that this person asked for or leads. One query."""
    return [(starts_at, ends_at) for starts_at, ends_at in _BOOKED.rows(person_id=person_id, now=now)]
