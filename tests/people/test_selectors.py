"""Who approves (PE-05), where people are (PE-03), and who acts."""

from datetime import date, timedelta

import pytest

from portal.people.models import Grant, Membership
from portal.people.roles import Role
from portal.people.selectors import (
    actor_for,
    approver_for,
    membership_of,
    memberships_on,
    people_with_role,
    place_of,
)
from tests.factories.people import (
    NOW,
    make_borough_staff,
    make_grant,
    make_membership,
    make_organisation,
    make_person,
    make_staff,
    make_team,
)

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
YESTERDAY = TODAY - timedelta(days=1)


def leave(person) -> None:
    Membership.objects.filter(person=person).update(ends_on=YESTERDAY)


@pytest.mark.feature("PE-05")
def test_manager_on_the_roster_approves():
    borough = make_borough_staff()

    assert approver_for(borough.practitioner.person.pk, TODAY) == borough.manager.person


@pytest.mark.feature("PE-05")
def test_next_in_line_approves_when_the_manager_has_left():
    borough = make_borough_staff()
    person = borough.practitioner.person
    deputy = make_staff(team=borough.team, role=Role.DEPUTY)

    found = []
    for leaver in (borough.manager.person, deputy.person, borough.head.person):
        leave(leaver)
        found.append(approver_for(person.pk, TODAY))

    assert found == [deputy.person, borough.head.person, borough.training_admin.person]


@pytest.mark.feature("PE-05")
def test_nobody_approves_for_themselves():
    borough = make_borough_staff()

    assert approver_for(borough.manager.person.pk, TODAY) == borough.head.person
    assert approver_for(borough.head.person.pk, TODAY) == borough.training_admin.person
    assert approver_for(borough.training_admin.person.pk, TODAY) is None

    admin = make_staff(role=Role.ADMIN, everywhere=True)
    assert approver_for(borough.training_admin.person.pk, TODAY) == admin.person


@pytest.mark.feature("PE-05")
def test_holder_of_a_wider_grant_approves_when_nobody_is_near():
    team = make_team()
    person = make_membership(team=team).person
    somewhere = make_person()
    make_grant(somewhere, Role.TRAINING_ADMIN)

    assert approver_for(person.pk, TODAY) == somewhere
    assert approver_for(make_person().pk, TODAY) == somewhere


@pytest.mark.feature("PE-05")
def test_two_who_manage_each_other_never_approve_for_themselves():
    team = make_team()
    one, two = make_membership(team=team), make_membership(team=team)
    Membership.objects.filter(pk=one.pk).update(manager=two.person)
    Membership.objects.filter(pk=two.pk).update(manager=one.person)

    assert approver_for(one.person_id, TODAY) == two.person
    assert approver_for(two.person_id, TODAY) == one.person


@pytest.mark.feature("PE-03")
def test_place_follows_the_date():
    old, new = make_team(make_organisation("camden")), make_team(make_organisation("croydon"))
    person = make_person()
    make_membership(person, team=old, ends_on=date(2026, 6, 30))
    make_membership(person, team=new, starts_on=date(2026, 7, 1))

    assert place_of(person.pk, date(2026, 6, 30)).team_id == old.pk
    assert place_of(person.pk, date(2026, 7, 1)).team_id == new.pk
    assert membership_of(person.pk, date(2019, 1, 1)) is None
    assert memberships_on(date(2026, 6, 30), organisation_id=old.service.organisation_id).count() == 1
    assert not memberships_on(TODAY, organisation_id=old.service.organisation_id).exists()


@pytest.mark.feature("PE-04")
def test_actor_costs_three_queries_and_changes_with_the_day(django_assert_num_queries):
    staff = make_staff(team=make_team(), role=Role.MANAGER)
    Grant.objects.filter(person=staff.person).update(ends_on=TODAY)

    with django_assert_num_queries(3):
        actor = actor_for(staff.user, NOW)

    assert actor.holds(Role.MANAGER)
    assert not actor_for(staff.user, NOW + timedelta(days=1)).holds(Role.MANAGER)


@pytest.mark.feature("PE-04")
@pytest.mark.parametrize("level", ["team", "service", "organisation", "all"])
def test_role_reaches_what_its_level_says(level):
    team = make_team()
    person = make_person()
    reach = {"team": team, "service": team.service, "organisation": team.service.organisation, "all": None}
    make_grant(person, Role.MANAGER, reach[level])
    place = place_of(make_membership(team=team).person_id, TODAY)
    elsewhere = place_of(make_membership(team=make_team()).person_id, TODAY)

    assert people_with_role(Role.MANAGER, place, TODAY).count() == 1
    assert people_with_role(Role.MANAGER, elsewhere, TODAY).exists() is (level == "all")
