"""An organisation's own sign-in by OpenID Connect: set up, stopped, and what follows when it lies (PE-02)."""

import hashlib
from datetime import datetime
from urllib.parse import urlsplit

from allauth.socialaccount.models import SocialAccount, SocialApp
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from portal.audit.services import record
from portal.kernel.actors import SYSTEM, Actor
from portal.kernel.codes import new_code
from portal.kernel.encryption import seal, unseal
from portal.kernel.errors import DomainError, NotAllowed, NotFound
from portal.kernel.refs import Ref
from portal.people.employers.permissions import PROVIDER, may_keep_sign_in, ways_kept_by
from portal.people.employers.trial import why_sign_in_fails
from portal.people.models import Organisation, SetAsideIdentity, User

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
        NotAllowed: the actor does not administer this organisation.
        DomainError: the issuer is not an HTTPS address.
    """
    if not may_keep_sign_in(actor, organisation_id):
        raise NotAllowed("Only administrators of this organisation can do this.")
    issuer = issuer.strip().rstrip("/")
    found = urlsplit(issuer)
    schemes = ("https", "http") if settings.SIGN_IN_ALLOW_HTTP else ("https",)
    if not found.hostname or found.scheme not in schemes:
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


def replace_secret(*, actor: Actor, code: str, secret: str, now: datetime) -> SocialApp:
    """Put a new secret in the place of the old one. Raises `NotFound`, also for another organisation's way."""
    with transaction.atomic():
        app = _kept(ways_kept_by(actor).select_for_update(), code)
        app.settings = {**app.settings, "sealed_secret": seal(secret)}
        app.save(update_fields=["settings"])
        _write_down(actor, "replaced secret of sign-in", app, app.settings["organisation"], now)
    return app


def try_sign_in(*, actor: Actor, code: str, comes_back_to: str, now: datetime) -> str:
    """Try a way with its issuer: why nobody could sign in, or nothing. Raises `NotFound` as above.

    Args:
        comes_back_to: the whole address that the employer sends people back to.
    """
    app = _kept(ways_kept_by(actor), code)
    why = why_sign_in_fails(
        issuer=app.settings["issuer"],
        client_id=app.client_id,
        secret=unseal(app.settings["sealed_secret"]),
        comes_back_to=comes_back_to,
    )
    _write_down(actor, "tried sign-in", app, app.settings["organisation"], now)
    return why


def end_way(*, actor: Actor, code: str, now: datetime) -> None:
    """End one way. Accounts stay; the same issuer, connected again, knows them again.

    Raises:
        NotFound: there is none, also when somebody ended it a moment ago.
    """
    with transaction.atomic():
        app = _kept(ways_kept_by(actor).select_for_update(), code)
        _write_down(actor, "stopped sign-in", app, app.settings["organisation"], now)
        app.delete()


def _kept(ways: QuerySet[SocialApp], code: str) -> SocialApp:
    app = ways.filter(provider_id=code).first()
    if app is None:
        raise NotFound()
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
        SetAsideIdentity.objects.create(
            account=user,
            organisation_id=organisation_id,
            claimed_account_id=claimed_user_id,
            set_aside_at=now,
        )
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
