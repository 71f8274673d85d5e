"""Whoever confirms where people work is told once a day at most, and only while somebody waits (PE-01)."""

from datetime import date, timedelta

import pytest
from django.core import mail

from portal.kernel import clock as hub_clock
from portal.notifications.models import Notice
from portal.notifications.people_notices import TO_CONFIRM
from portal.notifications.sending import send_due
from portal.notifications.services import tell_confirmers
from portal.people.models import Membership, MembershipState
from portal.people.rules import is_time_to_tell
from tests.factories.people import make_borough_staff, make_membership, make_organisation, make_staff
from tests.harness.clocks import FixedClock

pytestmark = [pytest.mark.django_db, pytest.mark.feature("PE-01", "NO-03")]

TODAY = date(2026, 11, 24)


def waits(organisation, *, starts_on=TODAY, **fields):
    return make_membership(
        organisation=organisation,
        state=MembershipState.PENDING,
        source="sign_up",
        starts_on=starts_on,
        **fields,
    )


def planned() -> list[Notice]:
    return list(Notice.objects.filter(key=TO_CONFIRM).order_by("planned_at", "pk"))


def test_one_mail_goes_to_who_confirms_when_several_wait(clock: FixedClock):
    camden, croydon = make_borough_staff("camden"), make_borough_staff("croydon")
    names = [waits(camden.organisation).person.name for _ in range(3)]

    told = tell_confirmers(now=hub_clock.now())
    send_due(hub_clock.now())

    assert told == 1
    assert [message.to for message in mail.outbox] == [[camden.training_admin.person.email]]
    assert mail.outbox[0].subject == "Practice Hub: 3 people wait for you"
    assert "/people/confirm/" in mail.outbox[0].body
    assert mail.outbox[0].body.count("Hello") == 1
    assert not [name for name in (*names, "Camden") if name in mail.outbox[0].body]
    assert croydon.training_admin.person.email not in str(mail.outbox[0].recipients())


def test_nobody_is_told_twice_in_a_day(clock: FixedClock):
    camden = make_borough_staff("camden")
    waits(camden.organisation)

    for _ in range(3):
        tell_confirmers(now=hub_clock.now())
        clock.advance(hours=1)

    assert len(planned()) == 1


def test_nobody_is_told_when_everybody_was_decided_before_the_mail_went(clock: FixedClock):
    camden = make_borough_staff("camden")
    waits(camden.organisation)
    tell_confirmers(now=hub_clock.now())
    Membership.objects.filter(state=MembershipState.PENDING).update(state=MembershipState.REFUSED)

    send_due(hub_clock.now())

    assert mail.outbox == []
    assert planned()[0].state == "cancelled"


def test_nobody_is_told_when_nobody_waits_or_only_they_themselves(clock: FixedClock):
    camden = make_borough_staff("camden")
    other = make_organisation("barnet")
    waits(other, person=camden.training_admin.person)

    assert tell_confirmers(now=hub_clock.now()) == 0
    assert planned() == []


def test_administrators_are_told_when_an_organisation_has_nobody_else(clock: FixedClock):
    admin = make_staff(role="admin", everywhere=True)
    waits(make_organisation("barnet"))

    tell_confirmers(now=hub_clock.now())

    assert [notice.person for notice in planned()] == [admin.person]


@pytest.mark.parametrize(
    ("newest", "last_told", "is_told"),
    [
        (TODAY, None, True),
        (TODAY, TODAY - timedelta(days=1), True),
        (TODAY - timedelta(days=1), TODAY - timedelta(days=1), True),
        (TODAY - timedelta(days=2), TODAY - timedelta(days=1), False),
        (TODAY - timedelta(days=9), TODAY - timedelta(days=6), False),
        (TODAY - timedelta(days=9), TODAY - timedelta(days=7), True),
    ],
)
def test_told_of_somebody_new_and_again_after_a_week(newest, last_told, is_told):
    assert is_time_to_tell(newest, last_told, TODAY) is is_told


def test_queries_do_not_grow_with_those_who_wait(clock: FixedClock, assert_flat):
    camden = make_borough_staff("camden")
    waits(camden.organisation)

    assert_flat(
        lambda: tell_confirmers(now=hub_clock.now()), lambda: [waits(camden.organisation) for _ in range(10)]
    )


def test_queue_on_the_page_shows_what_was_sent(client, clock: FixedClock):
    camden = make_borough_staff("camden")
    waits(camden.organisation)
    tell_confirmers(now=hub_clock.now())
    send_due(hub_clock.now())
    client.force_login(camden.training_admin.user)

    words = client.get("/people/confirm/").content.decode()

    assert "Practice Hub: One person waits for you" in words
    assert "Sent" in words
