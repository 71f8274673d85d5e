"""Roles given and ended (PE-04)."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from wagtail.models import Page

from portal.audit.selectors import entries_about
from portal.kernel.actors import SYSTEM, Place
from portal.kernel.errors import DomainError, NotAllowed
from portal.kernel.personal_data import Subject
from portal.kernel.refs import Ref
from portal.people import services
from portal.people.errors import LastAdministrator, NotForYourself
from portal.people.invariants import nobody_administers
from portal.people.models import Grant, User
from portal.people.permissions import grants_kept_by, may_give_role, roles_given_by
from portal.people.rights.selectors import why_last_administrator
from portal.people.roles import Role
from portal.people.selectors import people_with_role
from portal.people.services.access import close_account
from tests.factories.people import (
    NOW,
    actor_of,
    make_borough_staff,
    make_grant,
    make_organisation,
    make_person,
    make_staff,
    make_team,
)

pytestmark = [pytest.mark.django_db, pytest.mark.feature("PE-04")]
TODAY = NOW.date()


def test_role_counts_at_once_when_given_and_when_ended():
    borough = make_borough_staff()
    person = borough.practitioner.person

    grant = services.give_grant(
        actor=borough.training_admin.actor(),
        person_id=person.pk,
        role=Role.MANAGER,
        team_id=borough.team.pk,
        now=NOW,
    )
    given = actor_of(person)
    services.end_grant(actor=borough.training_admin.actor(), grant_id=grant.pk, now=NOW)

    assert given.scope(Role.MANAGER).covers(Place(team_id=borough.team.pk))
    assert not actor_of(person).holds(Role.MANAGER)
    assert [entry.verb for entry in entries_about(Ref("people.grant", grant.pk))] == [
        "ended role",
        "gave role",
    ]


def test_history_stays_when_an_old_role_ends():
    person = make_person()
    team = make_team()
    grant = make_grant(person, Role.MANAGER, team, starts_on=TODAY - timedelta(days=30))

    services.end_grant(actor=SYSTEM, grant_id=grant.pk, now=NOW)

    place = Place(team.service.organisation_id, team.service_id, team.pk)
    assert not people_with_role(Role.MANAGER, place, TODAY).exists()
    assert people_with_role(Role.MANAGER, place, TODAY - timedelta(days=1)).exists()


def test_one_grant_stands_when_the_same_is_given_twice():
    person = make_person()

    first = services.give_grant(actor=SYSTEM, person_id=person.pk, role=Role.LEAD, now=NOW)
    second = services.give_grant(actor=SYSTEM, person_id=person.pk, role=Role.LEAD, now=NOW)

    assert first == second
    assert Grant.objects.count() == 1


def test_nobody_gives_themselves_a_role():
    admin = make_staff(role=Role.ADMIN, everywhere=True)

    with pytest.raises(NotForYourself):
        services.give_grant(actor=admin.actor(), person_id=admin.person.pk, role=Role.LEAD, now=NOW)


@pytest.mark.parametrize("role", [Role.LEAD, Role.TRAINER, Role.APPROVER, Role.EDITOR, Role.ADMIN])
def test_training_administrator_cannot_give_roles_above_their_own(role):
    borough = make_borough_staff()

    with pytest.raises(NotAllowed):
        services.give_grant(
            actor=borough.training_admin.actor(),
            person_id=borough.practitioner.person.pk,
            role=role,
            organisation_id=borough.organisation.pk,
            now=NOW,
        )


def test_training_administrator_cannot_reach_another_borough():
    borough = make_borough_staff("camden")
    other = make_team(make_organisation("croydon"))

    with pytest.raises(NotAllowed):
        services.give_grant(
            actor=borough.training_admin.actor(),
            person_id=borough.practitioner.person.pk,
            role=Role.MANAGER,
            team_id=other.pk,
            now=NOW,
        )


def test_last_administrator_cannot_be_locked_out():
    first = make_staff(role=Role.ADMIN, everywhere=True)
    second = make_staff(role=Role.ADMIN, everywhere=True)
    grants = {grant.person_id: grant.pk for grant in Grant.objects.filter(role=Role.ADMIN)}

    services.end_grant(actor=first.actor(), grant_id=grants[second.person.pk], now=NOW)

    with pytest.raises(NotForYourself):
        services.end_grant(actor=first.actor(), grant_id=grants[first.person.pk], now=NOW)
    local = make_staff(role=Role.ADMIN, everywhere=True)
    Grant.objects.filter(person=local.person).update(ends_on=TODAY + timedelta(days=5))
    with pytest.raises(LastAdministrator):
        services.end_grant(actor=local.actor(), grant_id=grants[first.person.pk], now=NOW)


@pytest.mark.parametrize("gone", ["left", "closed", "no account"])
def test_somebody_who_cannot_sign_in_is_no_administrator_to_fall_back_on(clock, gone):
    first, second = (make_staff(role=Role.ADMIN, everywhere=True) for _ in range(2))
    until_friday = make_staff(role=Role.ADMIN, everywhere=True)
    Grant.objects.filter(person=until_friday.person).update(ends_on=TODAY + timedelta(days=5))
    before = list(nobody_administers())
    if gone == "left":
        second.person.memberships.update(ends_on=TODAY - timedelta(days=1))
    elif gone == "closed":
        User.objects.filter(pk=second.user.pk).update(is_active=False)
    else:
        User.objects.filter(pk=second.user.pk).update(person=None)
    subject = Subject(person_id=first.person.pk, user_id=first.user.pk)

    with pytest.raises(LastAdministrator):
        services.end_grant(actor=until_friday.actor(), grant_id=first.person.grants.get().pk, now=NOW)
    with pytest.raises(LastAdministrator):
        close_account(actor=until_friday.actor(), user_id=first.user.pk, now=NOW)

    assert "last administrator" in why_last_administrator(subject, NOW)
    assert before == list(nobody_administers()) == []
    User.objects.filter(pk=first.user.pk).update(is_active=False)
    assert [str(breach) for breach in nobody_administers()] != []


def test_grant_is_refused_when_it_names_two_places_or_ends_before_it_starts():
    team = make_team()
    person = make_person()

    with pytest.raises(DomainError, match="one team"):
        services.give_grant(
            actor=SYSTEM,
            person_id=person.pk,
            role=Role.MANAGER,
            team_id=team.pk,
            service_id=team.service_id,
            now=NOW,
        )
    with pytest.raises(DomainError, match="last day"):
        services.give_grant(
            actor=SYSTEM, person_id=person.pk, role=Role.LEAD, ends_on=date(2020, 1, 1), now=NOW
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        make_grant(person, Role.MANAGER, team, service=team.service)


@pytest.mark.parametrize("role", [Role.LEAD, Role.APPROVER])
def test_role_that_counts_everywhere_is_given_and_ended_by_administrators_of_everything_alone(role):
    borough = make_borough_staff("camden")
    local = make_staff(organisation=borough.organisation, role=Role.ADMIN).actor()
    central = make_staff(role=Role.ADMIN, everywhere=True).actor()
    asked = {"person_id": borough.colleague.person.pk, "role": role, "now": NOW}

    with pytest.raises(NotAllowed):
        services.give_grant(actor=local, organisation_id=borough.organisation.pk, **asked)
    given = services.give_grant(actor=central, organisation_id=borough.organisation.pk, **asked)
    with pytest.raises(NotAllowed):
        services.end_grant(actor=local, grant_id=given.pk, now=NOW)

    assert role not in dict(roles_given_by(local))
    assert role in dict(roles_given_by(central))
    assert Role.EDITOR in dict(roles_given_by(local))


def test_list_and_rule_agree_about_whose_roles_one_may_end():
    borough = make_borough_staff("camden")
    other = make_borough_staff("croydon")
    admin = make_staff(role=Role.ADMIN, everywhere=True)
    local_admin = make_staff(organisation=borough.organisation, role=Role.ADMIN)
    make_grant(borough.colleague.person, Role.EDITOR, borough.organisation)
    make_grant(other.colleague.person, Role.LEAD, other.organisation)
    make_grant(borough.colleague.person, Role.LEAD, borough.organisation)
    make_grant(borough.colleague.person, Role.APPROVER, borough.team)

    for actor in (
        admin.actor(),
        local_admin.actor(),
        borough.training_admin.actor(),
        other.training_admin.actor(),
        borough.manager.actor(),
        borough.practitioner.actor(),
    ):
        listed = set(grants_kept_by(actor).values_list("pk", flat=True))
        ruled = {
            grant.pk
            for grant in Grant.objects.select_related("service", "team__service")
            if grant.person_id != actor.person_id and may_give_role(actor, grant.role, _reach(grant))
        }
        assert listed == ruled


def _reach(grant: Grant) -> Place:
    if grant.team:
        return Place(grant.team.service.organisation_id, grant.team.service_id, grant.team_id)
    if grant.service:
        return Place(grant.service.organisation_id, grant.service_id)
    return Place(grant.organisation_id)


def test_editor_groups_follow_grants():
    organisation = make_organisation("camden")
    editor, second, admin, local = (make_staff(organisation=organisation) for _ in range(4))

    grant = services.give_grant(actor=SYSTEM, person_id=editor.person.pk, role=Role.EDITOR, now=NOW)
    services.give_grant(actor=SYSTEM, person_id=second.person.pk, role=Role.APPROVER, now=NOW)
    services.give_grant(actor=SYSTEM, person_id=admin.person.pk, role=Role.ADMIN, now=NOW)
    services.give_grant(
        actor=SYSTEM, person_id=local.person.pk, role=Role.EDITOR, organisation_id=organisation.pk, now=NOW
    )

    root = Page.objects.get(depth=1)
    assert _groups(editor) == ["Editors"]
    assert _groups(second) == ["Moderators"]
    assert _groups(admin) == ["Administrators"]
    assert _groups(local) == ["Editors of camden"]
    assert all(staff.user.has_perm("wagtailadmin.access_admin") for staff in (editor, second, admin, local))
    assert not root.permissions_for_user(editor.user).can_publish()
    assert not editor.user.is_staff

    services.end_grant(actor=SYSTEM, grant_id=grant.pk, now=NOW)

    assert _groups(editor) == []


def test_editor_groups_follow_when_a_grant_ends_by_date():
    staff = make_staff(role=Role.EDITOR, everywhere=True)
    services.keep_editor_groups(on=TODAY)
    Grant.objects.filter(person=staff.person).update(ends_on=TODAY)

    changed = services.keep_editor_groups(on=TODAY + timedelta(days=1))

    assert changed == 1
    assert _groups(staff) == []


def _groups(staff) -> list[str]:
    return sorted(staff.user.groups.values_list("name", flat=True))
