"""Who serves a borough. A cover alone is not enough: it counts while its lead holds the role and has not left."""

from datetime import date

from django.db.models import DateField, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce, Least

from consultations.models import LeadCover
from portal.kernel.querying import on_date
from portal.people.roles import Role
from portal.people.selectors import last_day_at_work, last_day_in_role, people_in_role

FOR_EVER = date.max


def covers_on(on: date) -> QuerySet[LeadCover]:
    """Covers in force on a day whose leads hold the role and are at work that day."""
    return LeadCover.objects.filter(on_date(on), lead__in=people_in_role(Role.LEAD, on))


def covers_from(on: date) -> QuerySet[LeadCover]:
    """Covers from a day on, of leads of that day; `until` is the last day of the cover, the role and the place."""
    ahead = LeadCover.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=on), lead__in=people_in_role(Role.LEAD, on)
    )
    return ahead.annotate(
        until=Least(
            Coalesce(F("ends_on"), FOR_EVER, output_field=DateField()),
            Coalesce(last_day_in_role(Role.LEAD, on, person="lead_id"), FOR_EVER),
            Coalesce(last_day_at_work(on, person="lead_id"), FOR_EVER),
        )
    )


def covers_with_standing(on: date) -> QuerySet[LeadCover]:
    """Every cover from a day on, and whether its lead still `serves`: for those who say who leads."""
    ahead = LeadCover.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on))
    return ahead.annotate(serves=Exists(people_in_role(Role.LEAD, on).filter(pk=OuterRef("lead_id"))))
