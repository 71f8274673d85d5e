"""Whoever has left is signed out at once and stays out; whoever comes back is let in (PE-06)."""

from datetime import date

import pytest
from django.contrib.auth import SESSION_KEY

from portal.kernel.actors import VISITOR
from portal.notifications.services import give_feed_address
from portal.people.leavers import has_left, people_who_left
from portal.people.models import Membership
from portal.people.services.memberships import ask_for_membership
from tests.factories.people import (
    PASSWORD,
    make_membership,
    make_organisation,
    make_staff,
)
from tests.people.looking import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.feature("PE-06"), pytest.mark.usefixtures("limited")]


def test_leaver_is_signed_out_at_the_next_click_and_not_let_in_again(clock):
    staff = make_staff()
    client = signed_in(staff)
    Membership.objects.filter(pk=staff.membership.pk).update(ends_on=date(2026, 11, 23))

    page = client.get("/my/", follow=True)
    again = client.post("/accounts/login/", {"login": staff.user.email, "password": PASSWORD}, follow=True)

    assert "Your place at work has ended" in page.content.decode()
    assert SESSION_KEY not in client.session
    assert "This account is closed" in again.content.decode()


def test_calendar_address_is_dead_when_its_owner_has_left(clock, client):
    staff = make_staff()
    token = give_feed_address(actor=staff.actor(), now=clock.now)
    alive = client.get(f"/feeds/{token}.ics").status_code

    Membership.objects.filter(pk=staff.membership.pk).update(ends_on=date(2026, 11, 23))

    assert (alive, client.get(f"/feeds/{token}.ics").status_code) == (200, 404)


def test_returner_is_let_in_again_when_a_new_place_is_confirmed(clock):
    staff = make_staff(ends_on=date(2026, 11, 23))
    left = has_left(staff.person.pk, date(2026, 11, 24))

    make_membership(staff.person, organisation=staff.membership.organisation, starts_on=date(2026, 11, 24))

    assert left
    assert not has_left(staff.person.pk, date(2026, 11, 24))
    assert signed_in(staff).get("/my/").status_code == 200


def test_page_that_is_open_to_all_knows_no_leaver_any_more(clock):
    staff = make_staff(role="manager")
    client = signed_in(staff)
    Membership.objects.filter(pk=staff.membership.pk).update(ends_on=date(2026, 11, 23))

    page = client.get("/check/")

    assert page.status_code == 200
    assert page.wsgi_request.actor == VISITOR
    assert staff.person.name not in page.content.decode()


def test_leaver_is_out_when_they_asked_for_another_place_before_they_left(clock):
    staff = make_staff(role="lead", everywhere=True)
    client = signed_in(staff)
    elsewhere = make_organisation()
    ask_for_membership(actor=staff.actor(), organisation_id=elsewhere.pk, now=clock.now)
    Membership.objects.filter(pk=staff.membership.pk).update(ends_on=date(2026, 11, 23))

    page = client.get("/my/", follow=True)

    assert "Your place at work has ended" in page.content.decode()
    assert staff.actor().grants == ()


def test_grants_are_kept_when_the_next_place_begins_later_or_none_ever_was(clock):
    between = make_staff(role="lead", everywhere=True, ends_on=date(2026, 11, 23))
    make_membership(between.person, starts_on=date(2026, 12, 1))
    never = make_staff(role="admin", everywhere=True)
    never.person.memberships.all().delete()

    assert between.actor().holds("lead")
    assert never.actor().holds("admin")


@pytest.mark.parametrize(
    ("places", "left"),
    [
        ([], False),
        ([{"ends_on": date(2026, 11, 24)}], False),
        ([{"ends_on": date(2026, 11, 23)}], True),
        ([{"ends_on": date(2026, 11, 23)}, {"starts_on": date(2026, 12, 1)}], False),
        ([{"ends_on": date(2026, 11, 23)}, {"state": "pending"}], True),
        ([{"ends_on": date(2026, 11, 23)}, {"state": "refused"}], True),
        ([{"state": "pending"}], False),
    ],
)
def test_leaving_means_that_every_place_is_over(places, left):
    person = make_staff().person
    person.memberships.all().delete()
    for place in places:
        make_membership(person, **place)

    assert has_left(person.pk, date(2026, 11, 24)) is left
    assert people_who_left(date(2026, 11, 24)).filter(pk=person.pk).exists() is left
