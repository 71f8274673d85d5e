"""The roles' screen (PE-04)."""

import pytest

from portal.kernel.errors import NotAllowed
from portal.people import services
from portal.people.models import Grant, Team
from portal.people.roles import Role
from tests.factories.people import (
    LONG_AGO,
    NOW,
    Staff,
    actor_of,
    make_borough_staff,
    make_grant,
    make_organisation,
    make_person,
    make_service,
    make_staff,
)

pytestmark = [pytest.mark.django_db, pytest.mark.feature("PE-04")]


def give_to(staff: Staff) -> str:
    return f"/people/roles/give/{staff.person.pk}/"


def test_role_is_given_and_ended_on_screen(client, clock):
    borough = make_borough_staff()
    person = borough.practitioner.person
    client.force_login(borough.training_admin.user)

    found = client.post("/people/roles/", {"email": person.email.upper()})
    given = client.post(
        found["Location"], {"role": "deputy", "reach": f"team:{borough.team.pk}"}, follow=True
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
    narrow = client.get(give_to(borough.practitioner)).context["form"]
    client.force_login(admin.user)
    wide = client.get(give_to(borough.practitioner)).context["form"]

    places = {value for value, _ in narrow.fields["reach"].choices}
    assert f"team:{borough.team.pk}" in places
    assert not places & {"all", f"team:{other.team.pk}", f"organisation:{other.organisation.pk}"}
    assert Role.ADMIN not in {value for value, _ in narrow.fields["role"].choices}
    everywhere = {value for value, _ in wide.fields["reach"].choices}
    assert {"all", f"organisation:{other.organisation.pk}", f"team:{borough.team.pk}"} <= everywhere
    assert f"team:{other.team.pk}" not in everywhere


def test_choice_of_places_stays_short_when_the_programme_has_many_teams(client, clock):
    borough = make_borough_staff("camden")
    for code in ("croydon", "havering"):
        service = make_service(make_organisation(code))
        Team.objects.bulk_create(
            Team(service=service, name=f"Team {number}", starts_on=LONG_AGO) for number in range(1_000)
        )
    client.force_login(make_staff(role=Role.ADMIN, everywhere=True).user)

    pages = [client.get(path).content for path in ("/people/roles/", give_to(borough.practitioner))]

    assert all(len(page) < 60_000 for page in pages)


def test_screen_says_that_nobody_has_the_address(client, clock):
    client.force_login(make_borough_staff().training_admin.user)

    page = client.post("/people/roles/", {"email": "nobody@camden.example"}, follow=True)

    assert "Nobody on your roster" in str(page.context["form"].errors)
    assert page.context["form"]["email"].value() == "nobody@camden.example"


def test_screen_says_why_a_role_was_not_given(client, clock):
    borough = make_borough_staff()
    client.force_login(borough.training_admin.user)

    page = client.post(
        give_to(borough.training_admin), {"role": "manager", "reach": f"team:{borough.team.pk}"}, follow=True
    )

    assert "cannot do this for yourself" in str(page.context["form"].errors)
    assert page.context["form"]["reach"].value() == f"team:{borough.team.pk}"


def test_roles_of_others_are_out_of_reach(client, clock):
    borough, other = make_borough_staff("camden"), make_borough_staff("croydon")
    lead = make_grant(make_person(), Role.LEAD, borough.organisation)
    foreign = Grant.objects.get(person=other.manager.person)

    client.force_login(borough.manager.user)
    assert client.get("/people/roles/").status_code == 403
    client.force_login(borough.training_admin.user)
    for grant in (lead, foreign):
        assert client.post(f"/people/roles/{grant.pk}/end/").status_code == 404
    assert client.get(f"/people/roles/{lead.pk}/end/").status_code == 404
    assert Grant.objects.filter(void=False, ends_on=None, pk__in=[lead.pk, foreign.pk]).count() == 2


def test_people_of_other_boroughs_are_neither_named_nor_given_roles(client, clock):
    borough, other = make_borough_staff("camden"), make_borough_staff("croydon")
    client.force_login(borough.training_admin.user)

    page = client.post("/people/roles/", {"email": other.practitioner.person.email}, follow=True)

    assert client.get(give_to(other.practitioner)).status_code == 404
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


def test_role_ends_only_after_a_question_and_stands_where_one_is_given(client, clock):
    borough = make_borough_staff("camden")
    grant = make_grant(borough.practitioner.person, Role.DEPUTY, borough.team)
    client.force_login(borough.training_admin.user)

    held = client.get(give_to(borough.practitioner)).content.decode()
    asked = client.get(f"/people/roles/{grant.pk}/end/").content.decode()
    still = Grant.objects.filter(pk=grant.pk, void=False, ends_on=None).exists()
    client.post(f"/people/roles/{grant.pk}/end/")

    assert f"/people/roles/{grant.pk}/end/" in held
    assert "End this role?" in asked
    assert still
    assert client.get(f"/people/roles/{grant.pk}/end/").status_code == 404


def test_role_elsewhere_is_asked_about_in_words_before_it_is_given(client, clock):
    camden, havering = make_borough_staff("camden"), make_borough_staff("havering")
    person = camden.practitioner.person
    client.force_login(make_staff(role=Role.ADMIN, everywhere=True).user)
    sent = {"role": "manager", "reach": f"organisation:{havering.organisation.pk}"}

    asked = client.post(give_to(camden.practitioner), sent)
    page = client.get(asked["Location"]).content.decode()
    before = Grant.objects.filter(person=person).exists()
    client.post(asked["Location"].partition("?")[0], sent)

    assert f"{person.name} works in {camden.organisation.name}." in page
    assert f"in {havering.organisation.name} they would see the names of" in page
    assert not before
    assert actor_of(person, NOW).scope(Role.MANAGER).organisations == {havering.organisation.pk}


@pytest.mark.parametrize(
    ("role", "reach", "said"),
    [
        ("admin", "all", "everywhere they would see the names of"),
        ("trainer", "all", "they would act everywhere"),
        ("lead", "camden", "counts everywhere, whatever place you choose"),
    ],
)
def test_role_that_reaches_beyond_their_work_is_asked_about(client, clock, role, reach, said):
    camden = make_borough_staff("camden")
    client.force_login(make_staff(role=Role.ADMIN, everywhere=True).user)
    place = f"organisation:{camden.organisation.pk}" if reach == "camden" else reach

    page = client.post(give_to(camden.practitioner), {"role": role, "reach": place}, follow=True)

    assert said in page.content.decode()
    assert not Grant.objects.filter(person=camden.practitioner.person).exists()


def test_list_of_places_begins_where_somebody_works(client, clock):
    make_organisation("aaa")
    borough = make_borough_staff("camden")
    client.force_login(make_staff(role=Role.ADMIN, everywhere=True).user)

    page = client.get(give_to(borough.practitioner))

    values = [value for value, _ in page.context["form"].fields["reach"].choices]
    assert values[1] == f"organisation:{borough.organisation.pk}"
    assert values[-1] == "all"
    assert f"Works in {borough.organisation.name}." in page.content.decode()


@pytest.mark.feature("PE-08")
def test_roles_are_given_and_ended_only_after_showing_again_who_one_is(client, clock, settings):
    settings.STEP_UP_MINUTES = 15
    borough = make_borough_staff()
    grant = make_grant(borough.practitioner.person, Role.DEPUTY, borough.team)
    client.force_login(borough.training_admin.user)
    sent = {"role": "manager", "reach": f"team:{borough.team.pk}"}

    answers = [
        client.post(give_to(borough.practitioner), sent),
        client.post(f"{give_to(borough.practitioner)}sure/", sent),
        client.post(f"/people/roles/{grant.pk}/end/"),
    ]

    assert {answer["Location"].partition("?")[0] for answer in answers} == {"/accounts/reauthenticate/"}
    assert Grant.objects.filter(person=borough.practitioner.person, void=False, ends_on=None).get() == grant
