"""An organisation's own sign-in by OpenID Connect: set up, stopped, and what follows when it lies (PE-02)."""

import hashlib
from datetime import datetime
from urllib.parse import urlsplit

from allauth.socialaccount.models import SocialAccount, SocialApp
from django.conf import settings
from django.db import transaction

from portal.audit.services import record
from portal.kernel.actors import SYSTEM, Actor
from portal.kernel.codes import new_code
from portal.kernel.encryption import seal
from portal.kernel.errors import DomainError
from portal.kernel.refs import Ref
from portal.people.models import Organisation, User

PROVIDER = "openid_connect"
# Addresses that can never receive mail (RFC 2606): an identity that waits has no address of its own.
WAITING_DOMAIN = "unverified.invalid"


def connect_employer(
    *, actor: Actor, organisation_id: int, issuer: str, client_id: str, secret: str, now: datetime
) -> SocialApp:
    """Let people of an organisation sign in where their employer signs them in. Safe to call again.

    The name of the way holds a digest of the issuer. An identity is therefore issuer and subject, whatever else is
    changed later: another issuer is another way, and its subjects are other identities.

    Args:
        issuer: the address that `/.well-known/openid-configuration` lies under; HTTPS.
        secret: the client's secret; kept sealed.

    Raises:
        DomainError: the issuer is not an HTTPS address.
    """
    issuer = issuer.strip().rstrip("/")
    found = urlsplit(issuer)
    if not found.hostname or (found.scheme != "https" and not settings.SIGN_IN_ALLOW_HTTP):
        raise DomainError("The issuer must be an address that begins with https://.", field="issuer")
    organisation = Organisation.objects.get(pk=organisation_id)
    digest = hashlib.sha256(issuer.encode()).hexdigest()[:10]
    with transaction.atomic():
        app, _ = SocialApp.objects.update_or_create(
            provider=PROVIDER,
            provider_id=f"{organisation.code}-{digest}",
            defaults={
                "name": organisation.name[:40],
                "client_id": client_id,
                "settings": {
                    "server_url": issuer,
                    "issuer": issuer,
                    "organisation": organisation.pk,
                    "sealed_secret": seal(secret),
                    "oauth_pkce_enabled": True,
                },
            },
        )
        _write_down(actor, "connected sign-in", app, organisation.pk, now)
    return app


def stop_employer(*, actor: Actor, organisation_id: int, now: datetime) -> int:
    """Stop every sign-in of an organisation. Accounts stay; a password opens them. Returns how many ways ended."""
    with transaction.atomic():
        ways = list(SocialApp.objects.filter(provider=PROVIDER, settings__organisation=organisation_id))
        for app in ways:
            _write_down(actor, "stopped sign-in", app, organisation_id, now)
            app.delete()
    return len(ways)


def set_identity_aside(
    *, provider_id: str, subject: str, organisation_id: int, claimed_user_id: int | None, now: datetime
) -> User:
    """Keep an identity that asserts somebody else's address as an account of its own: closed, and linked to nobody.

    An administrator decides what it is. The same identity again finds the same account.
    """
    with transaction.atomic():
        user = User.objects.create_user(f"{new_code(64).lower()}@{WAITING_DOMAIN}", is_active=False)
        SocialAccount.objects.create(user=user, provider=provider_id, uid=subject, extra_data={})
        record(
            actor=SYSTEM,
            verb="set identity aside",
            about=Ref("people.user", user.pk),
            now=now,
            organisation_id=organisation_id,
            detail={"claimed_account": claimed_user_id},
        )
    return user


def forget_claims(account: SocialAccount) -> None:
    """What the employer said of somebody serves one sign-in; only the identity is kept."""
    account.extra_data = {}
    if account.pk:
        account.save(update_fields=["extra_data"])


def _write_down(actor: Actor, verb: str, app: SocialApp, organisation_id: int, now: datetime) -> None:
    record(
        actor=actor,
        verb=verb,
        about=Ref("people.organisation", organisation_id),
        now=now,
        organisation_id=organisation_id,
        detail={"way": app.provider_id},
    )
