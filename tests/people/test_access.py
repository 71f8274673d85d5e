"""Helping somebody who cannot sign in, and closing accounts (PE-06, PE-08)."""

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import SESSION_KEY
from django.core import mail
from django.test import Client

from portal.audit.models import Entry
from portal.kernel.actors import SYSTEM
from portal.kernel.errors import NotFound
from portal.people.helped_accounts import accounts_helped_by, may_help_sign_in
from portal.people.models import User
from portal.people.services.access import close_account, open_account, reset_second_factor
from tests.factories.people import (
    NOW,
    PASSWORD,
    make_borough_staff,
    make_grant,
    make_organisation,
    make_staff,
)

pytestmark = [pytest.mark.django_db, pytest.mark.feature("PE-08", "PE-06")]


def with_factor(staff):
    for kind in ("totp", "recovery_codes", "webauthn"):
        Authenticator.objects.create(user=staff.user, type=kind, data={})
    return staff


def test_factor_is_taken_off_and_the_person_is_told_when_they_lost_everything(client, clock):
    borough = make_borough_staff()
    staff = with_factor(borough.practitioner)
    client.force_login(borough.training_admin.user)

    found = client.post("/people/access/", {"email": staff.user.email.upper()})
    page = client.post(f"/people/access/{staff.user.pk}/", {"deed": "factor"}, follow=True)

    assert "Take the second factor off" in found.content.decode()
    assert "The second factor is off." in page.content.decode()
    assert not Authenticator.objects.filter(user=staff.user).exists()
    assert [message.to for message in mail.outbox] == [[staff.user.email]]
    assert mail.outbox[0].subject == "Your second factor was taken off"
    entry = Entry.objects.get(verb="reset second factor")
    assert entry.actor_person_id == borough.training_admin.person.pk


def test_account_is_closed_and_opened_again(client, clock):
    borough = make_borough_staff()
    staff, admin = borough.practitioner, borough.training_admin
    theirs = Client()
    theirs.post("/accounts/login/", {"login": staff.user.email, "password": PASSWORD})
    client.force_login(admin.user)

    client.post(f"/people/access/{staff.user.pk}/", {"deed": "close"})
    shut = theirs.get("/my/").status_code
    refused = Client().post(
        "/accounts/login/", {"login": staff.user.email, "password": PASSWORD}, follow=True
    )
    client.post(f"/people/access/{staff.user.pk}/", {"deed": "open"})
    again = Client()
    again.post("/accounts/login/", {"login": staff.user.email, "password": PASSWORD})

    assert shut == 302
    assert "This account is closed" in refused.content.decode()
    assert SESSION_KEY in again.session


def test_each_deed_counts_once_when_it_is_done_twice(clock):
    borough = make_borough_staff()
    actor, user = borough.training_admin.actor(), borough.practitioner.user

    for deed in (close_account, close_account, open_account, open_account):
        deed(actor=actor, user_id=user.pk, now=NOW)

    user.refresh_from_db()
    assert user.is_active
    assert Entry.objects.filter(verb__in=("closed account", "opened account")).count() == 2


def test_nobody_helps_themselves_their_betters_or_another_borough(clock):
    borough, elsewhere = make_borough_staff("camden"), make_borough_staff("havering")
    actor = borough.training_admin.actor()
    lead = make_staff(organisation=borough.organisation, role="lead")
    peer = make_staff(organisation=borough.organisation, role="training_admin")
    administrator = make_staff(organisation=borough.organisation)
    make_grant(administrator.person, "admin")
    others = [borough.training_admin, elsewhere.practitioner, lead, peer, administrator]

    helped = [may_help_sign_in(actor, other.user.pk, NOW.date()) for other in others]

    assert helped == [False] * 5
    assert may_help_sign_in(actor, borough.manager.user.pk, NOW.date())
    for other in others:
        with pytest.raises(NotFound):
            reset_second_factor(actor=actor, user_id=other.user.pk, now=NOW)


def test_administrator_helps_everybody_but_themselves(clock):
    administrator = make_staff(organisation=make_organisation("respect"), role="admin", everywhere=True)
    lead = make_staff(role="lead")
    peer = make_staff(role="admin", everywhere=True)

    helped = set(accounts_helped_by(administrator.actor(), NOW.date()))

    assert {lead.user, peer.user} <= helped
    assert administrator.user not in helped


def test_account_of_the_server_is_helped_by_its_like_alone(clock):
    administrator, twin = (make_staff(role="admin", everywhere=True) for _ in range(2))
    User.objects.filter(pk=twin.user.pk).update(is_superuser=True)
    keys = User.objects.create_superuser("keys@respect.example", PASSWORD)

    helped = [
        accounts_helped_by(actor, NOW.date()).filter(pk=keys.pk).exists()
        for actor in (administrator.actor(), twin.actor(), SYSTEM)
    ]

    assert helped == [False, True, True]


@pytest.mark.parametrize("role", ["", "manager", "lead", "approver"])
def test_page_is_closed_to_everybody_else(client, clock, role):
    staff = make_staff(role=role)
    client.force_login(staff.user)

    assert client.get("/people/access/").status_code == 403
    assert client.post(f"/people/access/{staff.user.pk}/", {"deed": "close"}).status_code == 404


def test_unknown_address_and_unknown_deed_change_nothing(client, clock):
    borough = make_borough_staff()
    client.force_login(borough.training_admin.user)

    page = client.post("/people/access/", {"email": "nobody@camden.example"}, follow=True)
    odd = client.post(f"/people/access/{borough.practitioner.user.pk}/", {"deed": "delete"})

    assert "There is no account with this address that you may change." in page.content.decode()
    assert odd.status_code == 403


def test_accounts_are_helped_only_after_showing_again_who_one_is(client, clock, settings):
    settings.STEP_UP_MINUTES = 15
    borough = make_borough_staff()
    user = borough.practitioner.user
    client.force_login(borough.training_admin.user)

    answers = [
        client.post(f"/people/access/{user.pk}/", {"deed": deed}) for deed in ("factor", "close", "open")
    ]

    assert {answer["Location"].partition("?")[0] for answer in answers} == {"/accounts/reauthenticate/"}
    user.refresh_from_db()
    assert user.is_active
    assert not Entry.objects.filter(verb="closed account").exists()
    assert client.get(f"/people/access/{user.pk}/")["Location"].startswith("/accounts/reauthenticate/")
