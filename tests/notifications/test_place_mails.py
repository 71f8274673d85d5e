"""A newcomer is told that they are confirmed, and that a role is given to them or ends (PE-01, PE-04)."""

from collections.abc import Callable
from datetime import datetime

import pytest

from portal.kernel.actors import SYSTEM
from portal.notifications.models import Notice
from portal.notifications.sending import send_due
from portal.notifications.states import NoticeState
from portal.people import services
from portal.people.models import MembershipState
from portal.people.roles import Role
from tests.factories.people import NOW, Borough, make_borough_staff, make_membership, make_person, make_user
from tests.harness.clocks import FixedClock

pytestmark = [pytest.mark.django_db, pytest.mark.feature("PE-01", "PE-04")]
Deliver = Callable[[datetime], int]


@pytest.fixture
def borough(clock: FixedClock) -> Borough:
    return make_borough_staff("camden")


def kinds_for(person_id: int) -> list[str]:
    return list(Notice.objects.filter(person_id=person_id).order_by("key").values_list("key", flat=True))


def test_newcomer_is_told_once_when_they_are_confirmed(
    borough: Borough, deliver_everything: Deliver, mailoutbox: list
) -> None:
    person = make_user().person
    waiting = make_membership(person, organisation=borough.organisation, state=MembershipState.PENDING)

    services.confirm_membership(actor=borough.training_admin.actor(), membership_id=waiting.pk, now=NOW)
    deliver_everything(NOW)
    send_due(NOW)

    assert kinds_for(person.pk) == ["people.place_confirmed"]
    [sent] = [mail for mail in mailoutbox if person.email in mail.to]
    assert "you can book" in sent.body
    assert borough.organisation.name not in sent.subject + sent.body


def test_holder_is_told_when_a_role_is_given_and_when_it_ends(
    borough: Borough, deliver_everything: Deliver
) -> None:
    actor, person = borough.training_admin.actor(), borough.practitioner.person
    grant = services.give_grant(
        actor=actor, person_id=person.pk, role=Role.DEPUTY, team_id=borough.team.pk, now=NOW
    )
    deliver_everything(NOW)
    given = kinds_for(person.pk)

    services.end_grant(actor=actor, grant_id=grant.pk, now=NOW)
    deliver_everything(NOW)
    send_due(NOW)

    assert given == ["people.role_given"]
    states = dict(Notice.objects.filter(person=person).values_list("key", "state"))
    # Given by mistake and taken back before the mail went: only what is still true goes out.
    assert states == {"people.role_given": NoticeState.CANCELLED, "people.role_ended": NoticeState.SENT}


def test_nobody_is_told_when_they_have_no_account_or_the_portal_did_it_itself(
    borough: Borough, deliver_everything: Deliver
) -> None:
    unknown = make_membership(make_person(), organisation=borough.organisation).person
    for actor, person in ((borough.training_admin.actor(), unknown), (SYSTEM, borough.practitioner.person)):
        services.give_grant(
            actor=actor, person_id=person.pk, role=Role.DEPUTY, team_id=borough.team.pk, now=NOW
        )

    deliver_everything(NOW)

    assert kinds_for(unknown.pk) == kinds_for(borough.practitioner.person.pk) == []
