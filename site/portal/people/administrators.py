"""Who administers everything for good. Roles, erasures, closed accounts and the invariant ask this one question."""

from datetime import date

from django.db.models import QuerySet

from portal.people.leavers import people_who_left
from portal.people.models import Grant
from portal.people.roles import Level, Role
from portal.people.selectors import grants_on


def lasting_administrators(on: date) -> QuerySet[Grant]:
    """Grants over everything without a last day, of people who can sign in: the portal is never without one."""
    held = grants_on(on).filter(
        role=Role.ADMIN, level=Level.ALL, ends_on=None, person__account__is_active=True
    )
    return held.exclude(person__in=people_who_left(on))


def is_last_administrator(person_id: int, on: date) -> bool:
    """Whether nobody who lasts would be left without this person."""
    administers = grants_on(on).filter(person_id=person_id, role=Role.ADMIN, level=Level.ALL).exists()
    return administers and not lasting_administrators(on).exclude(person_id=person_id).exists()
