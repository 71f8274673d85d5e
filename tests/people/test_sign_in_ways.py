"""Administrators set an employer's sign-in up, try and end it, and decide who was set aside (PE-02)."""

import socket
import threading
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount, SocialApp
from django.contrib.auth import SESSION_KEY
from django.core import mail
from django.test import Client

from portal.audit.models import Entry
from portal.kernel.encryption import unseal
from portal.kernel.errors import DomainError, IllegalMove, NotAllowed, NotFound
from portal.people.employers.permissions import (
    identities_decidable_by,
    may_decide_identity,
    may_keep_sign_in,
    organisations_with_sign_in_kept_by,
)
from portal.people.employers.trial import why_sign_in_fails
from portal.people.models import Organisation, SetAsideIdentity, User
from portal.people.services.employer_sign_in import connect_employer, set_identity_aside
from portal.people.services.identities import confirm_identity, refuse_identity
from tests.factories.people import (
    NOW,
    actor_of,
    make_borough_staff,
    make_grant,
    make_organisation,
    make_staff,
)
from tests.people.test_employer_sign_in import connect, go_through
from tests.people.test_sign_up import code_from
from tests.services.sign_in_provider import CLIENT_ID, SECRET, SignInProvider

pytestmark = [pytest.mark.django_db, pytest.mark.feature("PE-02")]


@pytest.fixture
def admin(camden: Organisation):
    return make_staff(role="admin", everywhere=True)


@pytest.fixture
def page_of(client: Client, admin) -> Client:
    client.force_login(admin.user)
    return client


def typed(place: Organisation, provider: SignInProvider, **other: Any) -> dict[str, Any]:
    return {
        "organisation": place.pk,
        "issuer": provider.issuer,
        "client_id": CLIENT_ID,
        "secret": SECRET,
        **other,
    }


def words(answer: Any) -> str:
    return answer.content.decode()


def test_administrator_adds_tries_and_ends_a_sign_in(page_of, camden, provider):
    added = page_of.post("/people/sign-in/add/", typed(camden, provider), follow=True)
    address = added.redirect_chain[-1][0]
    tried = page_of.post(f"{address}change/", {"step": "try"}, follow=True)
    colleague = go_through(Client(), SocialApp.objects.get())
    kept = page_of.post(f"{address}change/", {"step": "end"}, follow=True)
    ended = page_of.post(f"{address}change/", {"step": "end", "sure": "on"}, follow=True)
    again = page_of.post(f"{address}change/", {"step": "end", "sure": "on"})

    assert "http://testserver/accounts/oidc/camden-" in words(added)
    assert "accepts our client ID and secret" in words(tried)
    assert colleague.status_code == 200
    assert "Tick the box if you are sure." in words(kept)
    assert "Nobody signs in through Camden any more" in words(ended)
    assert again.status_code == 404
    assert not SocialApp.objects.exists()
    assert User.objects.filter(email="amara@camden.example").exists()
    assert list(
        Entry.objects.filter(about=f"people.organisation:{camden.pk}").values_list("verb", flat=True)
    ) == [
        "connected sign-in",
        "tried sign-in",
        "stopped sign-in",
    ]


def test_secret_is_never_shown_again_nor_kept_with_a_refused_form(page_of, camden, provider):
    refused = page_of.post("/people/sign-in/add/", typed(camden, provider, issuer="ftp://x"), follow=True)
    added = page_of.post("/people/sign-in/add/", typed(camden, provider), follow=True)
    listed = page_of.get("/people/sign-in/")

    assert refused.redirect_chain
    assert "must be an address that begins with https://" in words(refused)
    assert "ftp://x" in words(refused)
    for answer in (refused, added, listed):
        assert SECRET not in words(answer)
    assert SECRET not in str(dict(page_of.session))


def test_new_secret_takes_the_place_of_the_old(page_of, camden, provider):
    app = connect(camden, provider)

    page_of.post(f"/people/sign-in/{app.provider_id}/change/", {"step": "secret", "secret": "another"})
    tried = page_of.post(f"/people/sign-in/{app.provider_id}/change/", {"step": "try"}, follow=True)

    app.refresh_from_db()
    assert unseal(app.settings["sealed_secret"]) == "another"
    assert tried.status_code == 200


def test_trial_says_why_when_the_issuer_is_silent_or_another(page_of, camden, provider):
    app = connect(camden, provider)
    address = f"/people/sign-in/{app.provider_id}/change/"
    provider.issuer_in_token = "https://login.evil.example"
    other = page_of.post(address, {"step": "try"}, follow=True)
    provider.close()
    silent = page_of.post(address, {"step": "try"}, follow=True)

    assert "calls itself by another address" in words(other)
    assert "does not answer at this address" in words(silent)


def test_trial_says_so_when_the_secret_is_refused(page_of, camden, provider, monkeypatch):
    app = connect(camden, provider)
    provider.token = lambda sent: (_ for _ in ()).throw(ValueError("invalid_client"))  # type: ignore[method-assign]

    tried = page_of.post(f"/people/sign-in/{app.provider_id}/change/", {"step": "try"}, follow=True)

    assert "does not accept our client ID and secret" in words(tried)


def test_trial_asks_nobody_when_the_issuer_lies_inside(provider, settings):
    settings.ALLOW_PRIVATE_ADDRESSES = False

    said = [trial_of(issuer) for issuer in ("https://localhost", "https://169.254.169.254", provider.issuer)]

    assert ["does not ask" in why for why in said] == [True, True, True]
    assert provider.seen == []


def test_trial_goes_no_further_when_the_issuer_leads_elsewhere(provider):
    known = provider.discovery()
    provider.discovery = lambda: {**known, "token_endpoint": "ftp://localhost/token"}  # type: ignore[method-assign]

    why = trial_of(provider.issuer)

    assert "does not ask" in why
    assert provider.seen == ["/.well-known/openid-configuration"]


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (b"Content-Encoding: gzip\r\n\r\nnot packed at all", "does not answer"),
        (b"Content-Length: 1000\r\n\r\n{", "does not answer"),
        (b"\r\n" + b"[" * 90_000, "not an OpenID Connect sign-in"),
        (b"\r\n" + b" " * 200_000, "not an OpenID Connect sign-in"),
    ],
)
def test_trial_says_why_when_the_answer_is_broken(answer, said):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=_answer_once, args=(listener, answer), daemon=True).start()

        why = trial_of(f"http://127.0.0.1:{listener.getsockname()[1]}")

    assert said in why


def _answer_once(listener: socket.socket, answer: bytes) -> None:
    caller, _ = listener.accept()
    with caller:
        caller.recv(10_000)
        caller.sendall(b"HTTP/1.1 200 OK\r\nConnection: close\r\n" + answer)


def trial_of(issuer: str) -> str:
    return why_sign_in_fails(
        issuer=issuer, client_id=CLIENT_ID, secret=SECRET, comes_back_to="https://hub.example/back/"
    )


@pytest.mark.parametrize("role", ["training_admin", "lead", "editor", "manager"])
def test_screens_are_closed_to_every_other_role(client, camden, provider, role):
    app = connect(camden, provider)
    client.force_login(make_staff(organisation=camden, role=role).user)

    answers = [
        client.get(address).status_code
        for address in ("/people/sign-in/", "/people/sign-in/add/", f"/people/sign-in/{app.provider_id}/")
    ]

    assert answers == [403, 403, 403]


def test_administrator_of_one_organisation_keeps_that_one_only(camden, provider):
    local = make_staff(organisation=camden)
    make_grant(local.person, "admin", camden)
    croydon = make_organisation("croydon")
    actor = actor_of(local.person)

    kept = set(organisations_with_sign_in_kept_by(actor))

    assert kept == {camden}
    assert [may_keep_sign_in(actor, place.pk) for place in (camden, croydon)] == [True, False]
    with pytest.raises(NotAllowed):
        connect_employer(
            actor=actor,
            organisation_id=croydon.pk,
            issuer=provider.issuer,
            client_id="x",
            secret="x",
            now=NOW,
        )


def set_aside(
    organisation: Organisation, claimed: User | None = None, subject: str = "evil"
) -> SetAsideIdentity:
    user = set_identity_aside(
        provider_id=f"{organisation.code}-x",
        subject=subject,
        organisation_id=organisation.pk,
        claimed_user_id=claimed.pk if claimed else None,
        now=NOW,
    )
    return SetAsideIdentity.objects.get(account=user)


def test_identity_is_confirmed_as_somebody_new_and_proves_an_address_of_their_own(
    page_of, camden, provider, admin
):
    colleague = make_borough_staff("camden").practitioner
    elsewhere = make_organisation("elsewhere")
    app = connect(elsewhere, provider)
    provider.claims |= {"sub": "evil", "email": colleague.user.email}
    stranger = Client()
    go_through(stranger, app)
    identity = SetAsideIdentity.objects.get()
    listed = page_of.get("/people/sign-in/")
    looked = page_of.get(f"/people/sign-in/identities/{identity.pk}/")

    page_of.post(
        f"/people/sign-in/identities/{identity.pk}/",
        {"given_name": "Noor", "family_name": "O’Hara", "email": "noor@elsewhere.example"},
    )
    mail.outbox.clear()
    asked = go_through(stranger, app)
    stranger.post("/accounts/confirm-email/", {"code": code_from(mail.outbox[0])})

    identity.refresh_from_db()
    assert "One sign-in waits for your decision" in words(listed)
    assert colleague.person.name in words(looked)
    assert (identity.state, identity.decided_by) == ("confirmed", admin.person)
    assert asked.redirect_chain[-1][0] == "/accounts/confirm-email/"
    assert stranger.session[SESSION_KEY] == str(identity.account_id)
    assert EmailAddress.objects.get(user=identity.account).email == "noor@elsewhere.example"
    assert SocialAccount.objects.get(uid="evil").user != colleague.user
    assert Entry.objects.filter(verb="confirmed identity").count() == 1


def test_refused_identity_stays_closed_and_is_told_so(page_of, camden, provider):
    colleague = make_borough_staff("camden").practitioner
    app = connect(make_organisation("elsewhere"), provider)
    provider.claims |= {"sub": "evil", "email": colleague.user.email}
    go_through(Client(), app)
    identity = SetAsideIdentity.objects.get()
    mail.outbox.clear()

    page_of.post(f"/people/sign-in/identities/{identity.pk}/refuse/")
    twice = page_of.post(f"/people/sign-in/identities/{identity.pk}/refuse/", follow=True)
    stranger = Client()
    told = go_through(stranger, app)

    assert "Somebody decided about this before you." in words(twice)
    assert "This way in stays closed" in words(told)
    assert SESSION_KEY not in stranger.session
    assert mail.outbox == []
    assert Entry.objects.filter(verb="refused identity").count() == 1


@pytest.mark.parametrize(
    ("email", "said"),
    [
        ("taken", "Another account has this address"),
        ("noor@camden.example", "belongs to another organisation"),
        ("office@elsewhere.example", "several people share"),
    ],
)
def test_identity_is_never_given_an_address_of_others(page_of, camden, email, said):
    colleague = make_borough_staff("havering").practitioner
    elsewhere = make_organisation("elsewhere")
    identity = set_aside(elsewhere, colleague.user)
    address = colleague.user.email if email == "taken" else email

    answer = page_of.post(
        f"/people/sign-in/identities/{identity.pk}/",
        {"given_name": "Noor", "family_name": "O’Hara", "email": address},
        follow=True,
    )

    identity.refresh_from_db()
    assert said in words(answer)
    assert "Noor" in words(answer)
    assert identity.state == "waiting"


def test_nobody_decides_about_who_claims_to_be_them(camden, admin):
    other = make_staff(role="admin", everywhere=True)
    own, another = set_aside(camden, admin.user, "a"), set_aside(camden, other.user, "b")
    actor = actor_of(admin.person)

    assert list(identities_decidable_by(actor)) == [another]
    assert [may_decide_identity(actor, each) for each in (own, another)] == [False, True]
    with pytest.raises(NotFound):
        refuse_identity(actor=actor, identity_id=own.pk, now=NOW)


def test_second_decision_is_refused_when_two_decide_at_once(camden, admin):
    identity = set_aside(camden)
    actor = actor_of(admin.person)
    names = {"given_name": "Noor", "family_name": "Hara"}
    confirm_identity(actor=actor, identity_id=identity.pk, email="noor@x.example", now=NOW, **names)

    with pytest.raises(IllegalMove):
        confirm_identity(actor=actor, identity_id=identity.pk, email="noor2@x.example", now=NOW, **names)
    with pytest.raises(IllegalMove):
        refuse_identity(actor=actor, identity_id=identity.pk, now=NOW)


def test_refusal_can_be_put_right(camden, admin):
    identity = set_aside(camden)
    actor = actor_of(admin.person)
    refuse_identity(actor=actor, identity_id=identity.pk, now=NOW)

    confirm_identity(
        actor=actor, identity_id=identity.pk, given_name="A", family_name="B", email="a@b.example", now=NOW
    )

    identity.refresh_from_db()
    assert identity.is_confirmed


def test_list_is_flat(page_of, camden, assert_flat):
    set_aside(camden)

    assert_flat(
        lambda: page_of.get("/people/sign-in/").content,
        lambda: [set_aside(camden, make_staff().user, f"s-{number}") for number in range(10)],
    )


def test_hostile_values_are_refused_in_words(page_of, camden, provider):
    answers = [
        page_of.post("/people/sign-in/add/", typed(camden, provider, **wrong), follow=True)
        for wrong in (
            {"issuer": "javascript:alert(1)"},
            {"issuer": "https://" + "a" * 400},
            {"organisation": "999999"},
            {"secret": ""},
            {"client_id": "x" * 300},
        )
    ]

    assert [answer.status_code for answer in answers] == [200] * 5
    assert not SocialApp.objects.exists()
    with pytest.raises(DomainError):
        connect_employer(
            actor=actor_of(make_staff(role="admin", everywhere=True).person),
            organisation_id=camden.pk,
            issuer="https://",
            client_id="x",
            secret="x",
            now=NOW,
        )
