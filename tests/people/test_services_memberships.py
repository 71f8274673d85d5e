"""Memberships that wait, and who decides about them (PE-01, PE-04)."""

from datetime import date

import pytest
from allauth.account.models import EmailAddress

from portal.kernel.errors import IllegalMove, NotFound
from portal.kernel.invariants import breaches
from portal.outbox.models import Message
from portal.people import services
from portal.people.errors import AddressNotVerified, NotForYourself
from portal.people.models import Membership, MembershipState, User
from portal.people.permissions import (
    may_confirm_membership,
    may_see_person,
    memberships_confirmable_by,
    people_seen_by,
)
from tests.factories.people import (
    NOW,
    PASSWORD,
    actor_of,
    make_borough_staff,
    make_grant,
    make_membership,
    make_organisation,
    make_person,
    make_staff,
    make_team,
    make_user,
)

pytestmark = [pytest.mark.django_db, pytest.mark.feature("PE-01"), pytest.mark.feature("PE-04")]


def waiting(organisation, **fields) -> Membership:
    return make_membership(
        organisation=organisation, state=MembershipState.PENDING, source="sign_up", **fields
    )


def test_person_is_in_the_team_when_training_administrator_confirms():
    borough = make_borough_staff()
    membership = waiting(borough.organisation)
    make_user(membership.person)

    services.confirm_membership(
        actor=borough.training_admin.actor(), membership_id=membership.pk, team_id=borough.team.pk, now=NOW
    )

    assert actor_of(membership.person).place.team_id == borough.team.pk
    assert Message.objects.filter(name="people.person_matched.v1").count() == 1


def test_waiting_account_is_linked_when_a_returner_is_confirmed():
    borough = make_borough_staff()
    person = make_person(email="back@camden.example")
    make_membership(person, team=borough.team, ends_on=date(2025, 1, 31))
    user = User.objects.create_user("back@camden.example", PASSWORD)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    membership = waiting(borough.organisation, person=person)

    services.confirm_membership(actor=borough.training_admin.actor(), membership_id=membership.pk, now=NOW)

    user.refresh_from_db()
    assert user.person == person


def test_decision_is_refused_when_it_is_not_the_actors():
    borough, other = make_borough_staff("camden"), make_borough_staff("croydon")
    membership = waiting(borough.organisation)
    own = waiting(borough.organisation, person=borough.training_admin.person)

    for actor in (borough.practitioner.actor(), borough.manager.actor(), other.training_admin.actor()):
        with pytest.raises(NotFound):
            services.confirm_membership(actor=actor, membership_id=membership.pk, now=NOW)
    with pytest.raises(NotForYourself):
        services.confirm_membership(actor=borough.training_admin.actor(), membership_id=own.pk, now=NOW)
    with pytest.raises(NotFound):
        services.confirm_membership(
            actor=borough.training_admin.actor(), membership_id=membership.pk, team_id=make_team().pk, now=NOW
        )

    membership.refresh_from_db()
    assert membership.state == MembershipState.PENDING


def test_second_decision_is_refused():
    borough = make_borough_staff()
    membership = waiting(borough.organisation)
    actor = borough.training_admin.actor()

    services.refuse_membership(actor=actor, membership_id=membership.pk, now=NOW, reason="unknown")

    with pytest.raises(IllegalMove):
        services.confirm_membership(actor=actor, membership_id=membership.pk, now=NOW)


def test_list_and_rule_agree_about_who_waits():
    borough, other = make_borough_staff("camden"), make_borough_staff("croydon")
    for organisation in (borough.organisation, other.organisation):
        waiting(organisation)
    waiting(borough.organisation, person=borough.training_admin.person)
    everywhere = make_staff(role="training_admin", everywhere=True)

    for actor in (
        borough.training_admin.actor(),
        other.training_admin.actor(),
        borough.manager.actor(),
        everywhere.actor(),
    ):
        listed = set(memberships_confirmable_by(actor))
        assert listed == {each for each in Membership.objects.all() if may_confirm_membership(actor, each)}


def test_staff_are_seen_within_reach_only():
    borough, other = make_borough_staff("camden"), make_borough_staff("croydon")
    left = make_membership(team=borough.team, ends_on=date(2026, 1, 31)).person
    today = NOW.date()

    assert may_see_person(borough.manager.actor(), borough.practitioner.person.pk, today)
    assert may_see_person(borough.practitioner.actor(), borough.practitioner.person.pk, today)
    assert not may_see_person(borough.practitioner.actor(), borough.colleague.person.pk, today)
    assert not may_see_person(borough.manager.actor(), other.practitioner.person.pk, today)
    assert not may_see_person(borough.manager.actor(), left.pk, today)
    assert borough.training_admin.person in people_seen_by(borough.training_admin.actor(), today)


def test_account_is_not_matched_when_its_address_is_not_proved():
    person = make_person(email="amara@camden.example")
    user = User.objects.create_user(person.email, PASSWORD)
    EmailAddress.objects.create(user=user, email=user.email, verified=False, primary=True)

    with pytest.raises(AddressNotVerified):
        services.match_person(actor=actor_of(make_person()), user_id=user.pk, now=NOW)


def test_second_account_is_not_linked_when_the_person_has_one():
    person = make_person(email="old@camden.example")
    make_membership(person)
    make_user(person)
    person.email = "new@camden.example"
    person.save()
    other = User.objects.create_user("new@camden.example", PASSWORD)
    EmailAddress.objects.create(user=other, email=other.email, verified=True, primary=True)

    matched = services.match_person(actor=actor_of(make_person()), user_id=other.pk, now=NOW)

    assert matched is None


def test_waiting_page_shows_and_decides(client, clock, assert_flat):
    borough = make_borough_staff()
    membership = waiting(borough.organisation)
    client.force_login(borough.training_admin.user)

    assert_flat(
        lambda: client.get("/people/confirm/"),
        lambda: [waiting(borough.organisation) for _ in range(10)],
    )
    page = client.get("/people/confirm/")
    client.post(
        f"/people/confirm/{membership.pk}/",
        {"decision": "confirm", f"{membership.pk}-team": str(borough.team.pk)},
    )

    membership.refresh_from_db()
    assert membership.person.name in page.content.decode()
    assert (membership.state, membership.team) == (MembershipState.CONFIRMED, borough.team)


def test_waiting_page_is_closed_to_others(client, clock):
    borough, other = make_borough_staff("camden"), make_borough_staff("croydon")
    membership = waiting(borough.organisation)

    client.force_login(borough.manager.user)
    assert client.get("/people/confirm/").status_code == 403
    client.force_login(other.training_admin.user)
    assert client.post(f"/people/confirm/{membership.pk}/", {"decision": "confirm"}).status_code == 404
    assert client.get(f"/people/confirm/{membership.pk}/").status_code == 405


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"decision": "delete"},
        {"decision": "confirm", "team": "9" * 5_000},
        {"decision": "confirm", "team": "٣"},
        {"decision": "confirm", "team": "elsewhere"},
    ],
)
def test_nothing_changes_when_a_decision_makes_no_sense(client, clock, sent):
    borough = make_borough_staff()
    membership = make_membership(organisation=borough.organisation, state="pending", source="sign_up")
    elsewhere = make_team(make_organisation("croydon"))
    team = str(elsewhere.pk) if sent.get("team") == "elsewhere" else sent.get("team", "")
    client.force_login(borough.training_admin.user)

    page = client.post(
        f"/people/confirm/{membership.pk}/",
        {f"{membership.pk}-team": team, **{key: value for key, value in sent.items() if key != "team"}},
        follow=True,
    )

    membership.refresh_from_db()
    assert (page.status_code, membership.state) == (200, "pending")
    assert "Nothing has changed." in page.content.decode()


def test_membership_in_wrong_place_is_an_invariant_broken():
    from_elsewhere = make_team(make_organisation("croydon"))
    membership = make_membership(organisation=make_organisation("camden"))
    Membership.objects.filter(pk=membership.pk).update(team=from_elsewhere, service=from_elsewhere.service)
    make_grant(make_person(), "manager", from_elsewhere)

    assert {rule.key for rule, _ in breaches() if rule.key.startswith("people.")} == {
        "people.membership_place",
        "people.an_administrator",
    }
