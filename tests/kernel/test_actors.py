"""One rule answers "may they?" and "which ones?"."""

import pytest

from portal.kernel.actors import SYSTEM, VISITOR, Actor, ActorKind, HeldGrant, Place
from portal.kernel.querying import within
from portal.people.models import Membership
from tests.factories.people import make_membership

pytestmark = pytest.mark.django_db


@pytest.mark.feature("PE-04")
def test_scope_and_its_queryset_twin_agree_at_every_level() -> None:
    rows = [make_membership() for _ in range(3)]
    grants = [
        HeldGrant("manager", everything=True),
        HeldGrant("manager", organisation_id=rows[0].organisation_id),
        HeldGrant("manager", service_id=rows[1].service_id),
        HeldGrant("manager", team_id=rows[2].team_id),
        HeldGrant("trainer", organisation_id=rows[0].organisation_id),
    ]

    for grant in grants:
        scope = Actor(ActorKind.PERSON, person_id=1, grants=(grant,)).scope("manager")
        allowed = {m.pk for m in rows if scope.covers(Place(m.organisation_id, m.service_id, m.team_id))}
        assert set(Membership.objects.filter(within(scope)).values_list("pk", flat=True)) == allowed


@pytest.mark.feature("PE-04")
@pytest.mark.parametrize(
    ("actor", "placed"),
    [
        (Actor(ActorKind.PERSON, user_id=1, person_id=1, places=(Place(1),)), True),
        (Actor(ActorKind.PERSON, user_id=1, person_id=1), False),
        (Actor(ActorKind.PERSON, user_id=1), False),
        (Actor(ActorKind.CLIENT, client_id=1, places=(Place(1),)), False),
        (VISITOR, False),
    ],
)
def test_only_a_person_with_a_confirmed_place_is_placed(actor: Actor, placed: bool) -> None:
    assert actor.is_placed is placed


def test_the_system_reaches_everything_and_a_visitor_nothing() -> None:
    assert SYSTEM.scope("anything").covers(Place(1))
    assert not VISITOR.scope("admin").covers(Place(1))
    assert VISITOR.scope("admin").is_empty
