"""Who may edit pages, for choices."""

from datetime import date

from django.db.models import Q, QuerySet

from portal.people.models import Person
from portal.people.roles import Level, Role
from portal.people.selectors import grants_on


def editors_on(on: date) -> QuerySet[Person]:
    """Everybody with a grant to edit pages or to sign them off on that day, by name."""
    editing = Q(role__in=(Role.EDITOR, Role.APPROVER)) | Q(role=Role.ADMIN, level=Level.ALL)
    granted = grants_on(on).filter(editing).values("person_id")
    return Person.objects.filter(pk__in=granted).order_by("family_name", "given_name")
