"""Who must have a second factor, and what they can do before they have one (PE-08)."""

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import SESSION_KEY
from django.core import mail
from django.test import Client

from portal.people.models import User
from portal.people.second_factor import REQUIRED_OF, needs_second_factor
from tests.factories.people import PASSWORD, make_grant, make_staff
from tests.people.test_account import sign_in, totp_now

pytestmark = [pytest.mark.django_db, pytest.mark.feature("PE-08")]

WHY = "/account/second-factor/"


@pytest.fixture(autouse=True)
def required(settings):
    settings.SECOND_FACTOR_REQUIRED = True


@pytest.mark.parametrize("role", ["lead", "approver", "training_admin", "admin", "editor"])
def test_every_page_leads_to_the_reason_when_a_role_asks_and_there_is_no_factor(client, clock, role):
    staff = make_staff(role=role)
    client.force_login(staff.user)

    answers = {
        path: client.get(path) for path in ("/my/", "/", "/consultations/", "/account/", "/search/?q=core")
    }
    page = client.get(WHY)

    assert {answer["Location"].partition("?")[0] for answer in answers.values()} == {WHY}
    words = page.content.decode()
    assert "Protect your account first" in words
    assert "/accounts/2fa/totp/activate/" in words
    assert "/accounts/2fa/webauthn/add/" in words


@pytest.mark.parametrize("path", ["/cms/", "/cms/users/", "/my/"])
def test_account_of_the_server_is_asked_too_when_it_has_no_role(client, clock, path):
    client.force_login(User.objects.create_superuser("keys@respect.example", PASSWORD))

    page = client.get(path, follow=True)

    assert page.redirect_chain[0][0].partition("?")[0] == WHY
    assert "Administrator of the server" in page.content.decode()


@pytest.mark.parametrize("role", ["", "manager", "champion", "trainer"])
def test_nobody_else_is_asked_when_no_role_of_theirs_asks(client, clock, role):
    staff = make_staff(role=role)
    client.force_login(staff.user)

    assert client.get("/my/").status_code == 200


def test_posts_and_the_editor_are_closed_too_when_the_factor_is_missing(client, clock):
    staff = make_staff(role="admin", everywhere=True)
    client.force_login(staff.user)

    answers = [
        client.post("/account/certificate-name/", {"certificate_name": "X"}),
        client.get("/cms/"),
        client.post("/people/roles/", {}),
    ]

    assert {answer["Location"].partition("?")[0] for answer in answers} == {WHY}


def test_signing_out_and_help_stay_open_when_the_factor_is_missing(client, clock):
    staff = make_staff(role="lead")
    client.force_login(staff.user)

    assert client.get("/support/").status_code in (200, 404)
    assert client.get("/exit/").status_code == 302
    client.force_login(staff.user)
    client.post("/accounts/logout/")

    assert SESSION_KEY not in client.session


def test_the_way_goes_on_where_it_began_when_the_app_is_set_up(client, clock):
    staff = make_staff(role="lead")
    sign_in(client, staff)
    client.get("/consultations/", follow=True)
    secret = client.get("/accounts/2fa/totp/activate/").context["form"].secret

    codes = client.post("/accounts/2fa/totp/activate/", {"code": totp_now(secret)}, follow=True)
    onward = client.get(WHY)

    assert "recovery codes" in codes.content.decode()
    assert WHY in codes.content.decode()
    assert onward["Location"] == "/consultations/"
    assert client.get("/consultations/").status_code == 200


def test_asking_takes_effect_at_once_when_a_role_is_given(client, clock):
    staff = make_staff()
    client.force_login(staff.user)
    before = client.get("/my/")

    make_grant(staff.person, "lead", staff.membership.organisation)

    assert (before.status_code, client.get("/my/")["Location"].partition("?")[0]) == (200, WHY)


def test_recovery_codes_alone_are_no_factor(client, clock):
    staff = make_staff(role="lead")
    Authenticator.objects.create(user=staff.user, type="recovery_codes", data={})
    client.force_login(staff.user)

    assert client.get("/my/")["Location"].startswith(WHY)


def test_a_new_password_opens_nothing_when_the_factor_is_missing(client, clock):
    staff = make_staff(role="lead")

    client.post("/accounts/password/reset/", {"email": staff.user.email})
    code = next(line for line in mail.outbox[0].body.splitlines() if len(line) == 9 and line.isupper())
    client.post("/accounts/password/reset/confirm/", {"code": code})
    client.post(
        "/accounts/password/reset/complete/",
        {"password1": "teapot-lantern-meadow", "password2": "teapot-lantern-meadow"},
    )
    other = Client()
    other.post("/accounts/login/", {"login": staff.user.email, "password": "teapot-lantern-meadow"})

    assert SESSION_KEY in other.session
    assert SESSION_KEY not in client.session
    assert other.get("/my/")["Location"].startswith(WHY)


def test_the_app_is_still_asked_for_when_the_password_is_new(client, clock):
    staff = make_staff(role="lead")
    Authenticator.objects.create(user=staff.user, type="totp", data={"secret": "JBSWY3DPEHPK3PXP"})
    staff.user.set_password("teapot-lantern-meadow")
    staff.user.save()

    answer = client.post("/accounts/login/", {"login": staff.user.email, "password": "teapot-lantern-meadow"})

    assert answer["Location"] == "/accounts/2fa/authenticate/"
    assert SESSION_KEY not in client.session
    assert client.get("/my/")["Location"].startswith("/accounts/login/")


def test_next_never_leaves_the_portal_when_it_is_forged(client, clock):
    staff = make_staff(role="lead")
    client.force_login(staff.user)
    client.get(WHY, {"next": "https://evil.example/"})
    Authenticator.objects.create(user=staff.user, type="totp", data={"secret": "JBSWY3DPEHPK3PXP"})

    assert client.get(WHY)["Location"] == "/my/"


def test_nothing_is_asked_when_the_setting_is_off(client, clock, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    staff = make_staff(role="admin", everywhere=True)
    client.force_login(staff.user)

    assert client.get("/my/").status_code == 200
    assert needs_second_factor(staff.actor())
    assert {"lead", "approver", "training_admin", "admin", "editor"} == set(REQUIRED_OF)


def test_sign_in_with_password_is_one_form(client, clock):
    staff = make_staff()

    answer = client.post("/accounts/login/", {"login": staff.user.email, "password": PASSWORD})

    assert answer["Location"] == "/my/"


def test_whoever_lost_the_app_reads_how_many_recovery_codes_are_left(client, clock):
    staff = make_staff(role="lead")
    sign_in(client, staff)
    secret = client.get("/accounts/2fa/totp/activate/").context["form"].secret
    client.post("/accounts/2fa/totp/activate/", {"code": totp_now(secret)})
    held = Authenticator.objects.get(user=staff.user, type="recovery_codes").wrap()
    codes = held.get_unused_codes()

    said = []
    for code in (codes[0], *codes[1:]):
        other = Client()
        sign_in(other, staff)
        said.append(other.post("/accounts/2fa/authenticate/", {"code": code}, follow=True).content.decode())
    again = Client()
    sign_in(again, staff)
    refused = again.post("/accounts/2fa/authenticate/", {"code": codes[0]}, follow=True).content.decode()

    assert f"Still unused: {len(codes) - 1}." in said[0]
    assert "That was your last recovery code." in said[-1]
    assert "A recovery code works once only." in refused
