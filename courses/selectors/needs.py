"""What people need in order to come."""

from dataclasses import dataclass

from django.db.models import QuerySet

from courses.models import AccessNeed
from courses.states import EnrolmentState


@dataclass(frozen=True, slots=True)
class NeedRow:
    """One person's words, for the trainers of their run."""

    name: str
    state_label: str
    words: str


def need_rows(needs: QuerySet[AccessNeed]) -> list[NeedRow]:
    """The words of needs that the reader may see, by name. One query."""
    rows = needs.select_related("enrolment__person")
    return [
        NeedRow(need.enrolment.person.name, EnrolmentState(need.enrolment.state).label, need.words)
        for need in rows.order_by("enrolment__person__family_name", "enrolment__person__given_name", "pk")
    ]


def needs_of_place(enrolment_id: int) -> str:
    """What somebody gave for their own place; empty when nothing. One query."""
    found = AccessNeed.objects.filter(enrolment_id=enrolment_id).first()
    return found.words if found else ""
