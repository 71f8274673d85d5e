"""The second factor, addresses, and clients of the API (PE-02)."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.auth import SESSION_KEY
from django.core import mail
from django.test import Client, RequestFactory

from portal.kernel.actors import ActorKind
from portal.people import services
from portal.people.api_auth import BearerAuth, NotAuthenticated
from portal.people.errors import NotYourPlace
from portal.people.models import ApiClient, User
from portal.people.selectors import client_for_token
from tests.factories.people import NOW, PASSWORD, make_borough_staff, make_organisation, make_staff

pytestmark = pytest.mark.django_db


def sign_in(client: Client, staff) -> None:
    """Sign in and, as for every change of how one signs in, type the password again."""
    client.post("/accounts/login/", {"login": staff.user.email, "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})


def totp_now(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


@pytest.mark.feature("PE-02")
def test_second_factor_is_set_up_and_asked_for(client, clock):
    staff = make_borough_staff().practitioner
    sign_in(client, staff)
    secret = client.get("/accounts/2fa/totp/activate/").context["form"].secret

    wrong = client.post("/accounts/2fa/totp/activate/", {"code": "000000"})
    client.post("/accounts/2fa/totp/activate/", {"code": totp_now(secret)})

    assert wrong.context["form"].errors["code"]
    kinds = set(Authenticator.objects.filter(user=staff.user).values_list("type", flat=True))
    assert kinds == {"totp", "recovery_codes"}
    clock.advance(minutes=2)
    other = Client()
    halfway = other.post("/accounts/login/", {"login": staff.user.email, "password": PASSWORD})
    assert halfway["Location"] == "/accounts/2fa/authenticate/"
    assert SESSION_KEY not in other.session
    other.post("/accounts/2fa/authenticate/", {"code": totp_now(secret)})
    assert SESSION_KEY in other.session


@pytest.mark.feature("PE-02")
def test_recovery_code_opens_the_door_once(client, clock):
    staff = make_borough_staff().practitioner
    sign_in(client, staff)
    secret = client.get("/accounts/2fa/totp/activate/").context["form"].secret
    client.post("/accounts/2fa/totp/activate/", {"code": totp_now(secret)})
    code = Authenticator.objects.get(user=staff.user, type="recovery_codes").wrap().get_unused_codes()[0]

    tries = []
    for _ in range(2):
        other = Client()
        other.post("/accounts/login/", {"login": staff.user.email, "password": PASSWORD})
        other.post("/accounts/2fa/authenticate/", {"code": code})
        tries.append(SESSION_KEY in other.session)

    assert tries == [True, False]


@pytest.mark.feature("PE-02")
def test_second_factor_is_still_asked_for_after_a_new_password(client, clock):
    staff = make_borough_staff().practitioner
    Authenticator.objects.create(user=staff.user, type="totp", data={"secret": "JBSWY3DPEHPK3PXP"})

    client.post("/accounts/password/reset/", {"email": staff.user.email})
    code = next(line for line in mail.outbox[0].body.splitlines() if len(line) == 9 and line.isupper())
    client.post("/accounts/password/reset/confirm/", {"code": code})
    client.post(
        "/accounts/password/reset/complete/",
        {"password1": "teapot-lantern-meadow", "password2": "teapot-lantern-meadow"},
    )

    staff.user.refresh_from_db()
    assert staff.user.check_password("teapot-lantern-meadow")
    assert SESSION_KEY not in client.session


@pytest.mark.feature("PE-01")
def test_new_address_follows_the_same_rules(client, clock):
    staff = make_borough_staff().practitioner
    sign_in(client, staff)

    page = client.post("/accounts/email/", {"email": "office@camden.example", "action_add": ""})

    assert "several people share" in page.content.decode()
    assert EmailAddress.objects.filter(user=staff.user).count() == 1


def test_session_ends_when_the_account_is_closed(client, clock):
    staff = make_borough_staff().practitioner
    client.force_login(staff.user)
    User.objects.filter(pk=staff.user.pk).update(is_active=False)

    assert client.get("/account/").status_code == 302


@pytest.mark.feature("PE-04")
def test_token_of_a_client_is_shown_once_and_kept_as_a_hash():
    organisation = make_organisation("camden")
    admin = make_staff(role="admin", everywhere=True).actor()

    client, token = services.create_api_client(
        actor=admin, organisation_id=organisation.pk, name="Case system", abilities=["links.read"], now=NOW
    )

    actor = client_for_token(token)
    assert (actor.kind, actor.client_id, actor.place.organisation_id) == (
        ActorKind.CLIENT,
        client.pk,
        organisation.pk,
    )
    assert actor.abilities == {"links.read"}
    assert token not in str(ApiClient.objects.values())
    assert client_for_token(token + "x") is None
    services.stop_api_client(actor=admin, client_id=client.pk, now=NOW)
    assert client_for_token(token) is None


def test_clients_are_kept_by_administrators_only():
    borough = make_borough_staff()

    with pytest.raises(NotYourPlace):
        services.create_api_client(
            actor=borough.training_admin.actor(),
            organisation_id=borough.organisation.pk,
            name="X",
            abilities=[],
            now=NOW,
        )


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer wrong", "Basic abc"])
def test_api_key_is_refused_with_401(header):
    request = RequestFactory().get("/", headers={"Authorization": header} if header is not None else {})

    with pytest.raises(NotAuthenticated) as refusal:
        BearerAuth()(request)

    assert refusal.value.status == 401


def test_api_key_must_carry_the_ability():
    admin = make_staff(role="admin", everywhere=True).actor()
    _, token = services.create_api_client(
        actor=admin,
        organisation_id=make_organisation("camden").pk,
        name="X",
        abilities=["links.read"],
        now=NOW,
    )
    request = RequestFactory().get("/", headers={"Authorization": f"Bearer {token}"})

    assert BearerAuth("links.read")(request).kind is ActorKind.CLIENT
    assert request.actor.kind is ActorKind.CLIENT
    with pytest.raises(NotAuthenticated):
        BearerAuth("links.write")(request)


def test_account_says_which_roles_one_holds(client, clock):
    manager = make_borough_staff("camden").manager
    client.force_login(manager.user)

    page = client.get("/account/").content.decode()

    assert "Manager: Assessment 1, Camden" in page
