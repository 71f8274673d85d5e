"""What the trail holds about somebody: what they did, never what was done by others."""

from typing import Any

from django.db.models import Q, QuerySet

from portal.audit.models import Entry
from portal.kernel.personal_data import Holding, Subject, named, register


def _done_by(subject: Subject) -> QuerySet[Entry]:
    theirs = Q(actor_person_id=subject.person_id) if subject.person_id else Q(pk__in=())
    if subject.user_id:
        theirs |= Q(actor_user_id=subject.user_id)
    return Entry.objects.filter(theirs).order_by("at", "pk")


def _entry(row: Entry) -> dict[str, Any]:
    return named(row, "at", "verb", "about", "reason")


register(
    Holding(
        key="audit.trail",
        title="What you did",
        fields=("audit.Entry.actor_person_id", "audit.Entry.actor_user_id"),
        rows=_done_by,
        show=_entry,
        stays="For six years, under a number and without a name: it shows who opened sensitive records.",
    )
)
