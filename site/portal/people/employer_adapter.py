"""Where allauth asks about an employer's sign-in: who somebody is there, and whether that opens anything here (PE-02).

An identity is the issuer and its subject, never an email address: a tenant can assert any address it likes. So an
address leads to no account. The employer's word that an address is proved counts only for its own mail domains; for
any other a typed code proves it. Who asserts an address that belongs to somebody else is set aside, and the
administrators are told.
"""

import logging
from typing import Any, NoReturn

import requests
from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from cryptography.fernet import InvalidToken
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.forms import BaseForm
from django.http import HttpRequest
from django.shortcuts import redirect, render
from django.urls import reverse

from portal.kernel import clock
from portal.kernel.actors import Place
from portal.kernel.encryption import unseal
from portal.kernel.web import say
from portal.people.employers.connecting import with_checked_addresses
from portal.people.mail_domains import organisation_of_address
from portal.people.models import SetAsideIdentity, User
from portal.people.roles import Role
from portal.people.rules import tidy_address, why_not_work_address
from portal.people.selectors import people_with_role
from portal.people.services.employer_sign_in import WAITING_DOMAIN, forget_claims, set_identity_aside
from portal.people.states import IdentityState

# What `connect_employer` writes about each way.
NEEDED = ("organisation", "issuer", "sealed_secret")

log = logging.getLogger(__name__)


class EmployerAdapter(DefaultSocialAccountAdapter):
    """One way per organisation, kept in the database with a sealed secret."""

    def list_apps(self, request: HttpRequest, provider: Any = None, client_id: Any = None) -> list[SocialApp]:
        """The ways that can be used, with their secrets. One that cannot must not close the door to everybody else."""
        apps: list[SocialApp] = super().list_apps(request, provider=provider, client_id=client_id)
        return [app for app in apps if _open(app)]

    def get_requests_session(self) -> requests.Session:
        """A session for the employer's discovery, tokens and keys, which connects to checked addresses only."""
        return with_checked_addresses(super().get_requests_session())

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Let a known identity in; decide what a new one may be. Raises the page that stops it."""
        app = sociallogin.provider.app
        if not _speaks_for_itself(sociallogin.account.extra_data, app):
            log.warning("sign-in %s: the token contradicts itself", app.provider_id)
            _stop(request, "socialaccount/authentication_error.html")
        emails = [tidy_address(address.email) for address in sociallogin.email_addresses]
        forget_claims(sociallogin.account)
        if sociallogin.is_existing:
            if sociallogin.user.email.endswith(f"@{WAITING_DOMAIN}"):
                refused = SetAsideIdentity.objects.filter(
                    account=sociallogin.user, state=IdentityState.REFUSED
                )
                _stop(request, "socialaccount/identity_waits.html", {"refused": refused.exists()})
            return
        if sociallogin.state.get("process") == "connect":
            return
        self._meet(request, sociallogin, app, emails)

    def _meet(
        self, request: HttpRequest, sociallogin: SocialLogin, app: SocialApp, emails: list[str]
    ) -> None:
        """A new identity: an own address of its organisation, an address of nobody yet, or somebody else's."""
        own = all(organisation_of_address(email) == app.settings["organisation"] for email in emails)
        for address in sociallogin.email_addresses:
            address.email = tidy_address(address.email)
            address.verified = own and address.verified is True
        taken = User.objects.filter(
            Q(email__in=emails) | Q(pk__in=EmailAddress.objects.filter(email__in=emails).values("user_id"))
        ).first()
        if own and taken:
            _stop(request, "socialaccount/account_exists.html", {"way": app.name})
        foreign = any(
            organisation_of_address(email) not in (None, app.settings["organisation"]) for email in emails
        )
        if taken or foreign:
            self._set_aside(request, sociallogin, app, taken)

    def _set_aside(
        self, request: HttpRequest, sociallogin: SocialLogin, app: SocialApp, taken: User | None
    ) -> NoReturn:
        now = clock.now()
        try:
            set_identity_aside(
                provider_id=app.provider_id,
                subject=sociallogin.account.uid,
                organisation_id=app.settings["organisation"],
                claimed_user_id=taken.pk if taken else None,
                now=now,
            )
        except (
            IntegrityError
        ):  # it came twice at once, and the other one was first and told the administrators
            _stop(request, "socialaccount/identity_waits.html")
        administrators = people_with_role(Role.ADMIN, Place(), clock.today(now))
        for email in User.objects.filter(person__in=administrators, is_active=True).values_list(
            "email", flat=True
        ):
            get_account_adapter(request).send_mail(
                "socialaccount/email/identity_set_aside",
                email,
                {"way": app.name, "look_url": request.build_absolute_uri(reverse("people:sign-in-ways"))},
            )
        _stop(request, "socialaccount/identity_waits.html")

    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: BaseForm | None = None) -> User:
        """Keep the new account; who came in twice at once is asked to come once more, and is known then."""
        try:
            with transaction.atomic():
                saved: User = super().save_user(request, sociallogin, form)
        except IntegrityError:
            say(request, "Your sign-in came twice at once. Choose your organisation once more.", "info")
            raise ImmediateHttpResponse(redirect("people:employers")) from None
        return saved

    def is_auto_signup_allowed(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """No form when the employer has said all that it would ask."""
        user = sociallogin.user
        return bool(user.given_name and user.family_name and user.email) and not why_not_work_address(
            user.email
        )

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> User:
        """Name and address as the employer gives them, until a person is found for the account."""
        user: User = super().populate_user(request, sociallogin, data)
        user.email = tidy_address(user.email)
        user.given_name = (data.get("first_name") or "")[:150]
        user.family_name = (data.get("last_name") or "")[:150]
        return user


def _open(app: SocialApp) -> bool:
    """Put the secret of a way in its place; False when it was set up by hand or sealed with a key that is gone."""
    if not all(app.settings.get(key) for key in NEEDED):
        log.warning("sign-in %s cannot be used: set it up again", app.provider_id)
        return False
    try:
        app.secret = unseal(app.settings["sealed_secret"])
    except InvalidToken:
        log.warning("sign-in %s cannot be used: no key opens its secret", app.provider_id)
        return False
    return True


def _speaks_for_itself(claims: dict[str, Any], app: SocialApp) -> bool:
    """Whether the signed token comes from this issuer, and the further answer is about the same subject."""
    token, further = claims.get("id_token"), claims.get("userinfo")
    if not token or token.get("iss", "").rstrip("/") != app.settings["issuer"]:
        return False
    return not further or further.get("sub") == token.get("sub")


def _stop(request: HttpRequest, template: str, context: dict[str, Any] | None = None) -> NoReturn:
    raise ImmediateHttpResponse(render(request, template, context, status=403))
