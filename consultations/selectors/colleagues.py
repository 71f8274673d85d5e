"""For whom a lead may book: people who work in the boroughs that the lead serves today."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from consultations.permissions import boroughs_led_by
from portal.kernel import clock
from portal.kernel.actors import Actor
from portal.people.selectors import memberships_on

MOST_SHOWN = 10
SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody to book for, and where: two of one name can be told apart; who works in two boroughs stands twice."""

    person_id: int
    organisation_id: int
    name: str
    place: str

    @property
    def key(self) -> str:
        """How a form names the two together."""
        return f"{self.person_id}-{self.organisation_id}"


def colleagues_like(actor: Actor, typed: str, now: datetime) -> list[Colleague]:
    """People whose name or work email holds every word that was typed; at most one more than are shown. Two queries.

    Who keeps their name out of lists is found by their whole work email only: whoever knows it knows them.
    """
    words = typed.split()[:5]
    if sum(map(len, words)) < SHORTEST:
        return []
    wanted = Q()
    for word in words:
        wanted &= (
            Q(person__given_name__icontains=word)
            | Q(person__family_name__icontains=word)
            | Q(person__email__icontains=word)
        )
    listed = Q(person__hidden_on_rosters=False) | Q(person__email__iexact=typed.strip())
    return _found(actor, wanted & listed, now)


def colleague(actor: Actor, person_id: int, organisation_id: int, now: datetime) -> Colleague | None:
    """One of them; None when the actor may not book for that person in that borough, or no longer."""
    return next(iter(_found(actor, Q(person_id=person_id, organisation_id=organisation_id), now)), None)


def _found(actor: Actor, wanted: Q, now: datetime) -> list[Colleague]:
    on = clock.today(now)
    rows = (
        memberships_on(on)
        .filter(wanted, organisation__in=boroughs_led_by(actor, on))
        .exclude(person_id=actor.person_id or 0)
        .select_related("person", "team", "organisation")
        .order_by("person__family_name", "person__given_name", "person_id", "-starts_on", "-id")
    )
    people: dict[tuple[int, int], Colleague] = {}
    for row in rows[: MOST_SHOWN * 3]:
        place = ", ".join(filter(None, (row.team.name if row.team else "", row.organisation.name)))
        found = Colleague(row.person_id, row.organisation_id, row.person.name, place)
        people.setdefault((found.person_id, found.organisation_id), found)
    return list(people.values())[: MOST_SHOWN + 1]
