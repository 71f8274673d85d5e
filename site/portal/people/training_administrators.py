"""Whom to write to when something about one's place at work is wrong: those who keep its roster."""

from datetime import date

from portal.kernel.actors import Actor
from portal.people.models import Person
from portal.people.roles import Role
from portal.people.selectors import MOST_NAMED, people_with_role


def training_administrators_of(actor: Actor, on: date, *, organisation_id: int | None = None) -> list[Person]:
    """Those whose reach covers where the actor works, who can sign in and do not hide their name. One query.

    Args:
        organisation_id: only for a place in this organisation; without it, for the actor's first place.

    Returns:
        Nobody for visitors, and for who has no place there: a name is for colleagues.
    """
    places = [each for each in actor.places if organisation_id in (None, each.organisation_id)]
    if not places:
        return []
    able = (
        people_with_role(Role.TRAINING_ADMIN, places[0], on)
        .exclude(pk=actor.person_id or 0)
        .exclude(email="")
    )
    return list(able.filter(hidden_on_rosters=False, account__is_active=True)[:MOST_NAMED])
