"""The roles' screen (PE-04)."""

import pytest

from portal.kernel.errors import NotAllowed
from portal.people import services
from portal.people.models import Grant
from portal.people.roles import Role
from tests.factories.people import NOW, actor_of, make_borough_staff, make_grant, make_person, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.feature("PE-04")]


def test_role_is_given_and_ended_on_screen(client, clock):
    borough = make_borough_staff()
    person = borough.practitioner.person
    client.force_login(borough.training_admin.user)

    given = client.post(
        "/people/roles/",
        {"email": person.email.upper(), "role": "deputy", "reach": f"team:{borough.team.pk}"},
        follow=True,
    )
    grant = Grant.objects.get(person=person)
    held = actor_of(person, NOW).holds(Role.DEPUTY)
    client.post(f"/people/roles/{grant.pk}/end/")

    assert f"{person.name} holds the role" in given.content.decode()
    assert "Assessment 1, Camden" in given.content.decode()
    assert held
    assert not actor_of(person, NOW).holds(Role.DEPUTY)


def test_screen_offers_only_what_the_actor_may_give(client, clock):
    borough, other = make_borough_staff("camden"), make_borough_staff("croydon")
    admin = make_staff(role=Role.ADMIN, everywhere=True)

    client.force_login(borough.training_admin.user)
    narrow = client.get("/people/roles/").context["form"]
    client.force_login(admin.user)
    wide = client.get("/people/roles/").context["form"]

    places = {value for value, _ in narrow.fields["reach"].choices}
    assert f"team:{borough.team.pk}" in places
    assert not places & {"all", f"team:{other.team.pk}", f"organisation:{other.organisation.pk}"}
    assert Role.ADMIN not in {value for value, _ in narrow.fields["role"].choices}
    assert "all" in {value for value, _ in wide.fields["reach"].choices}


@pytest.mark.parametrize(
    ("email", "words"),
    [("nobody@camden.example", "Nobody on your roster"), ("self", "cannot do this for yourself")],
)
def test_screen_says_why_a_role_was_not_given(client, clock, email, words):
    borough = make_borough_staff()
    client.force_login(borough.training_admin.user)
    email = borough.training_admin.person.email if email == "self" else email

    page = client.post(
        "/people/roles/",
        {"email": email, "role": "manager", "reach": f"team:{borough.team.pk}"},
        follow=True,
    )

    assert words in str(page.context["form"].errors)
    assert page.context["form"]["email"].value() == email


def test_roles_of_others_are_out_of_reach(client, clock):
    borough, other = make_borough_staff("camden"), make_borough_staff("croydon")
    lead = make_grant(make_person(), Role.LEAD, borough.organisation)
    foreign = Grant.objects.get(person=other.manager.person)

    client.force_login(borough.manager.user)
    assert client.get("/people/roles/").status_code == 403
    client.force_login(borough.training_admin.user)
    for grant in (lead, foreign):
        assert client.post(f"/people/roles/{grant.pk}/end/").status_code == 404
    assert client.get(f"/people/roles/{lead.pk}/end/").status_code == 405
    assert Grant.objects.filter(void=False, ends_on=None, pk__in=[lead.pk, foreign.pk]).count() == 2


def test_people_of_other_boroughs_are_neither_named_nor_given_roles(client, clock):
    borough, other = make_borough_staff("camden"), make_borough_staff("croydon")
    client.force_login(borough.training_admin.user)

    page = client.post(
        "/people/roles/",
        {"email": other.practitioner.person.email, "role": "manager", "reach": f"team:{borough.team.pk}"},
        follow=True,
    )

    assert "Nobody on your roster has this address" in str(page.context["form"].errors)
    with pytest.raises(NotAllowed, match="your own roster"):
        services.give_grant(
            actor=borough.training_admin.actor(),
            person_id=other.practitioner.person.pk,
            role=Role.MANAGER,
            team_id=borough.team.pk,
            now=NOW,
        )


def test_list_of_roles_is_flat(client, clock, assert_flat):
    borough = make_borough_staff()
    client.force_login(borough.training_admin.user)

    def grow() -> None:
        for reach in (borough.team, borough.service, borough.organisation) * 4:
            make_grant(make_person(), Role.MANAGER, reach)

    grow()
    assert_flat(lambda: client.get("/people/roles/").content, grow)
