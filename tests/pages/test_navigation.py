"""Navigation by task and role, without a query for visitors (PG-03)."""

import pytest

from portal.kernel.actors import VISITOR, Actor, ActorKind, HeldGrant
from portal.pages.navigation import entries_for, navigation_for
from portal.people.roles import Role
from tests.factories.people import make_user

PRACTITIONER = Actor(ActorKind.PERSON, user_id=1, person_id=1)


def make_actor(role: Role) -> Actor:
    return Actor(ActorKind.PERSON, user_id=1, person_id=1, grants=(HeldGrant(role, everything=True),))


def labels(actor: Actor, path: str = "/") -> list[str]:
    return [entry.label for entry in entries_for(actor, path)]


def test_visitor_sees_what_is_public_only() -> None:
    assert labels(VISITOR) == ["Courses", "Pathways", "Boroughs", "Check a certificate"]


def test_practitioner_sees_own_work_and_no_figures() -> None:
    assert labels(PRACTITIONER)[0] == "My hub"
    assert not {"Coverage", "Roster"} & set(labels(PRACTITIONER))


@pytest.mark.parametrize(
    ("role", "extra"),
    [
        (Role.MANAGER, {"Coverage"}),
        (Role.SERVICE_HEAD, {"Coverage"}),
        (Role.LEAD, {"Coverage"}),
        (Role.TRAINER, {"Dates"}),
        (Role.CHAMPION, set()),
        (Role.TRAINING_ADMIN, {"Coverage", "Roster", "Dates"}),
        (Role.ADMIN, {"Coverage", "Edit pages", "Roster", "Dates"}),
    ],
)
def test_role_adds_its_own_entries(role: Role, extra: set[str]) -> None:
    assert set(labels(make_actor(role))) - set(labels(PRACTITIONER)) == extra


@pytest.mark.feature("PG-03")
def test_the_part_that_a_page_belongs_to_is_marked() -> None:
    inside = navigation_for(PRACTITIONER, "/courses/core/").entries
    on_it = navigation_for(PRACTITIONER, "/courses/").entries

    assert '<a href="/courses/" aria-current="true">' in inside
    assert '<a href="/courses/" aria-current="page">' in on_it
    assert on_it.count("aria-current") == 1


@pytest.mark.feature("PG-03")
def test_whoever_is_signed_in_finds_the_boroughs_too() -> None:
    assert "Boroughs" in labels(PRACTITIONER)


@pytest.mark.django_db
@pytest.mark.feature("PG-04")
@pytest.mark.parametrize("address", ["/search/", "/accounts/login/", "/my/"])
def test_help_is_one_tap_away_when_somebody_opens_a_page(client, address: str) -> None:
    if address == "/my/":
        client.force_login(make_user())

    page = client.get(address).content.decode()

    # in the header of a wide screen, and beside the Menu of a phone, never inside it
    assert page.count('href="/support/">Support</a>') == 2
    assert page.index('class="hub-nav__support"') > page.index("</details>")


@pytest.mark.django_db
@pytest.mark.feature("PG-03")
def test_frame_asks_the_database_nothing_when_nobody_is_signed_in(client, django_assert_num_queries) -> None:
    client.get("/search/")

    with django_assert_num_queries(0):
        page = client.get("/search/")

    assert "Sign in" in page.content.decode()
