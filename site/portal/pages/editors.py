"""Who may edit pages, for choices."""

from datetime import date

from django.db.models import QuerySet

from portal.pages.navigation import EDITS_PAGES
from portal.people.models import Person
from portal.people.selectors import grants_on


def editors_on(on: date) -> QuerySet[Person]:
    """Everybody with a grant to edit pages or to sign them off on that day, by name."""
    granted = grants_on(on).filter(role__in=EDITS_PAGES).values("person_id")
    return Person.objects.filter(pk__in=granted).order_by("family_name", "given_name")
