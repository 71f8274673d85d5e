"""In which boroughs somebody works: most in one, a few in two, and a consultation is always for one of them."""

from datetime import date

from portal.kernel.actors import Place
from portal.people.selectors import memberships_on


def boroughs_of_person(person_id: int, on: date) -> dict[int, str]:
    """Names by organisation, the one where they began last first: their place when nothing else is said. One query."""
    rows = memberships_on(on).filter(person_id=person_id).order_by("-starts_on", "-id")
    return dict(rows.values_list("organisation_id", "organisation__name"))


def place_in(person_id: int, organisation_id: int, on: date) -> Place:
    """Where somebody belongs in one organisation on a day; an empty place when nowhere there."""
    rows = memberships_on(on, organisation_id=organisation_id).filter(person_id=person_id)
    ids = rows.order_by("-starts_on", "-id").values_list("organisation_id", "service_id", "team_id").first()
    return Place(*ids) if ids else Place()
