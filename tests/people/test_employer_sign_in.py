"""Signing in through one's employer, against a real provider of OpenID Connect (PE-02)."""

import re
from functools import partial
from io import StringIO
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount, SocialApp
from cryptography.fernet import Fernet
from django.contrib.auth import SESSION_KEY
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client

from portal.audit.models import Entry
from portal.kernel.actors import SYSTEM
from portal.kernel.errors import DomainError
from portal.people.models import Organisation, User
from portal.people.services.employer_sign_in import connect_employer
from tests.factories.people import (
    NOW,
    PASSWORD,
    make_borough_staff,
    make_mail_domain,
    make_membership,
    make_organisation,
    make_person,
    make_staff,
)
from tests.harness.races import race
from tests.people.conftest import AMARA
from tests.services.sign_in_provider import CLIENT_ID, SECRET, SignInProvider

pytestmark = [pytest.mark.django_db, pytest.mark.feature("PE-02")]


def connect(organisation: Organisation, provider: SignInProvider) -> SocialApp:
    return connect_employer(
        actor=SYSTEM,
        organisation_id=organisation.pk,
        issuer=provider.issuer,
        client_id=CLIENT_ID,
        secret=SECRET,
        now=NOW,
    )


def way_back(client: Client, app: SocialApp, **sent: str) -> str:
    """Press the button, sign in at the employer's. Returns the address that leads back."""
    page = client.post(f"/account/employer/{app.provider_id}/", sent)
    address = page.context["address"]
    back = requests.get(address, allow_redirects=False, timeout=5).headers["Location"]
    return str(back).removeprefix("http://testserver")


def go_through(client: Client, app: SocialApp, **sent: str) -> Any:
    """Press the button, sign in at the employer's, come back."""
    return client.get(way_back(client, app, **sent), follow=True)


def test_colleague_is_in_their_team_when_the_employer_says_who_they_are(client, camden, provider):
    borough = make_borough_staff("camden")
    person = make_person("Amara", "Okafor", email="amara@camden.example")
    make_membership(person, team=borough.team)
    app = connect(camden, provider)

    page = go_through(client, app)

    user = User.objects.get(email="amara@camden.example")
    assert page.status_code == 200
    assert (user.person, user.has_usable_password()) == (person, False)
    assert SESSION_KEY in client.session
    assert "/token" in provider.seen


def test_same_subject_is_the_same_account_when_the_address_has_changed(client, camden, provider):
    app = connect(camden, provider)
    go_through(client, app)
    provider.claims["email"] = "amara.okafor@camden.example"

    go_through(Client(), app)

    assert User.objects.count() == 1
    assert SocialAccount.objects.get().uid == "s-1"
    assert SocialAccount.objects.get().extra_data == {}


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("whose", ["their own", "somebody else's"])
def test_one_account_is_made_when_somebody_new_comes_in_several_times_at_once(camden, provider, whose):
    provider.claims["email"] = "newcomer@camden.example"
    app = connect(camden if whose == "their own" else make_organisation("elsewhere"), provider)

    clients = [Client() for _ in range(4)]

    pages = race(*[partial(client.get, way_back(client, app)) for client in clients])

    assert {getattr(page, "status_code", page) for page in pages} <= {302, 403}
    assert (User.objects.count(), SocialAccount.objects.count()) == (1, 1)


def test_pkce_and_state_are_sent_and_the_page_in_between_has_a_way_on(client, camden, provider):
    app = connect(camden, provider)

    page = client.post(f"/account/employer/{app.provider_id}/")

    asked = parse_qs(urlsplit(page.context["address"]).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["state"]
    assert "Continue" in page.content.decode()
    assert client.get(f"/account/employer/{app.provider_id}/").status_code == 405


def test_foreign_tenant_gets_an_identity_of_its_own_when_it_asserts_a_colleagues_address(
    client, camden, provider
):
    colleague = make_borough_staff("camden").practitioner
    administrator = make_staff(role="admin", everywhere=True)
    elsewhere = make_organisation("elsewhere")
    app = connect(elsewhere, provider)
    provider.claims |= {"sub": "evil", "email": colleague.user.email}

    page = go_through(client, app)
    again = go_through(client, app)

    set_aside = SocialAccount.objects.get(uid="evil").user
    assert "Somebody has to look at this first" in page.content.decode()
    assert "Somebody has to look at this first" in again.content.decode()
    assert SESSION_KEY not in client.session
    assert set_aside.pk != colleague.user.pk
    assert (set_aside.is_active, set_aside.person, set_aside.emailaddress_set.count()) == (False, None, 0)
    assert [message.to for message in mail.outbox] == [[administrator.user.email]]
    assert colleague.user.email not in mail.outbox[0].body
    assert Entry.objects.get(verb="set identity aside").detail == {"claimed_account": colleague.user.pk}


def test_foreign_tenant_gets_nothing_when_the_colleague_has_no_account_yet(client, camden, provider):
    person = make_person("Amara", "Okafor", email="amara@camden.example")
    make_membership(person, organisation=camden)
    app = connect(make_organisation("elsewhere"), provider)

    go_through(client, app)

    assert not User.objects.filter(email="amara@camden.example").exists()
    assert not User.objects.filter(person=person).exists()
    assert SESSION_KEY not in client.session


def test_employer_proves_no_address_of_a_domain_below_when_it_is_anothers(client, camden, provider):
    make_mail_domain(make_organisation("agency", kind="agency"), "adults.camden.example")
    app = connect(camden, provider)
    provider.claims |= {"sub": "s-2", "email": "amara@adults.camden.example"}

    page = go_through(client, app)

    assert "Somebody has to look at this first" in page.content.decode()
    assert not EmailAddress.objects.exists()


def test_address_is_proved_by_a_code_when_its_domain_is_nobodys(client, clock, provider):
    app = connect(make_organisation("camden"), provider)

    page = go_through(client, app)
    before = EmailAddress.objects.get().verified
    code = re.search(r"^[A-Z0-9-]{6,9}$", mail.outbox[0].body, re.MULTILINE).group()
    client.post("/accounts/confirm-email/", {"code": code})

    assert page.redirect_chain[-1][0] == "/accounts/confirm-email/"
    assert not before
    assert EmailAddress.objects.get().verified
    assert SESSION_KEY in client.session


def test_own_address_needs_the_code_when_the_employer_did_not_verify_it(client, camden, provider):
    provider.claims["email_verified"] = False
    app = connect(camden, provider)

    go_through(client, app)

    assert not EmailAddress.objects.get().verified
    assert SESSION_KEY not in client.session


def test_account_with_a_password_is_connected_by_its_owner_only(client, camden, provider):
    staff = make_borough_staff("camden").practitioner
    app = connect(camden, provider)
    provider.claims["email"] = staff.user.email = "amara@camden.example"
    staff.user.save()
    EmailAddress.objects.filter(user=staff.user).update(email=staff.user.email)

    refused = go_through(client, app)
    client.post("/accounts/login/", {"login": staff.user.email, "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    connected = go_through(client, app, process="connect")
    other = Client()
    go_through(other, app)

    assert "You have an account already" in refused.content.decode()
    assert "is connected" in connected.content.decode()
    assert SocialAccount.objects.get().user == staff.user
    assert other.session[SESSION_KEY] == str(staff.user.pk)


def test_nobody_is_let_in_when_the_token_contradicts_itself(client, camden, provider):
    app = connect(camden, provider)
    provider.subject_in_further = "somebody-else"

    page = go_through(client, app)

    assert page.status_code == 403
    assert "did not work" in page.content.decode()
    assert not User.objects.exists()


def test_nobody_is_let_in_when_the_issuer_changes_its_name(client, camden, provider):
    app = connect(camden, provider)
    provider.issuer_in_token = "https://login.evil.example"

    page = go_through(client, app)

    assert page.status_code == 403
    assert not User.objects.exists()


def test_another_issuer_is_another_way_so_subjects_never_meet(camden, provider):
    second = SignInProvider(**AMARA)
    try:
        ways = {connect(camden, provider).provider_id, connect(camden, second).provider_id}
    finally:
        second.close()

    assert len(ways) == 2
    assert connect(camden, provider).provider_id in ways


def test_shared_mailbox_is_refused_with_the_reason(client, camden, provider):
    provider.claims["email"] = "office@camden.example"
    app = connect(camden, provider)

    page = go_through(client, app)
    refused = client.post(
        "/accounts/3rdparty/signup/",
        {"given_name": "Amara", "family_name": "Okafor", "email": "office@camden.example"},
    )

    assert page.redirect_chain[-1][0] == "/accounts/3rdparty/signup/"
    assert "several people share" in refused.content.decode()
    assert not User.objects.exists()


def test_second_factor_is_still_asked_for_when_a_role_needs_one(client, camden, provider, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    lead = make_staff(organisation=camden, role="lead")
    app = connect(camden, provider)
    SocialAccount.objects.create(user=lead.user, provider=app.provider_id, uid="s-1")

    go_through(client, app)

    assert client.get("/my/")["Location"].startswith("/account/second-factor/")


def test_leaver_is_not_let_in_by_the_employer_either(client, camden, provider):
    leaver = make_staff(organisation=camden, ends_on=NOW.date().replace(day=1))
    app = connect(camden, provider)
    SocialAccount.objects.create(user=leaver.user, provider=app.provider_id, uid="s-1")

    page = go_through(client, app)

    assert "This account is closed" in page.content.decode()
    assert SESSION_KEY not in client.session


def test_page_says_so_when_the_employer_does_not_answer(client, camden):
    gone = SignInProvider(**AMARA)
    app = connect(camden, gone)
    gone.close()

    page = client.post(f"/account/employer/{app.provider_id}/")

    assert page.status_code == 503
    assert "did not work" in page.content.decode()


def test_secret_is_sealed_and_plain_addresses_are_refused(camden, provider, settings):
    app = connect(camden, provider)
    settings.SIGN_IN_ALLOW_HTTP = False

    assert SECRET not in str(SocialApp.objects.values())
    assert app.secret == ""
    with pytest.raises(DomainError):
        connect(camden, provider)


def test_sign_in_page_offers_it_only_when_there_is_one(client, camden, provider):
    before = client.get("/accounts/login/").content.decode()
    connect(camden, provider)

    assert "Sign in through your employer" not in before
    assert "Sign in through your employer" in client.get("/accounts/login/").content.decode()
    assert ">Camden</button>" in client.get("/account/employer/").content.decode()


@pytest.mark.parametrize(
    "damage", ["without a secret", "sealed with a key that is gone", "without an issuer", "set up by hand"]
)
def test_sign_in_page_leaves_a_way_out_when_it_cannot_be_used(client, camden, provider, caplog, damage):
    good = connect(make_organisation("croydon"), provider)
    app = connect(camden, provider)
    sealed_elsewhere = Fernet(Fernet.generate_key()).encrypt(SECRET.encode()).decode()
    damaged = {
        "without a secret": {k: v for k, v in app.settings.items() if k != "sealed_secret"},
        "sealed with a key that is gone": app.settings | {"sealed_secret": sealed_elsewhere},
        "without an issuer": {k: v for k, v in app.settings.items() if k != "issuer"},
        "set up by hand": {},
    }
    SocialApp.objects.filter(pk=app.pk).update(settings=damaged[damage])

    page = client.get("/accounts/login/")
    listed = client.get("/account/employer/")
    gone = client.post(f"/account/employer/{app.provider_id}/")

    assert (page.status_code, listed.status_code, gone.status_code) == (200, 200, 404)
    assert good.name in listed.content.decode()
    assert app.name not in listed.content.decode()
    assert f"sign-in {app.provider_id} cannot be used" in caplog.text


def test_command_connects_and_stops(camden, provider, monkeypatch):
    said = StringIO()
    monkeypatch.setattr("sys.stdin", StringIO(f"{SECRET}\n"))

    call_command("connect_sign_in", "camden", issuer=provider.issuer, client_id=CLIENT_ID, stdout=said)
    call_command("connect_sign_in", "camden", stop=True, stdout=said)

    assert "/accounts/oidc/camden-" in said.getvalue()
    assert "1 stopped." in said.getvalue()
    assert not SocialApp.objects.exists()
    with pytest.raises(CommandError):
        call_command("connect_sign_in", "camden")
