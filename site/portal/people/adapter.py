"""Where allauth asks us: where to go, how to write mail, what to do when the mail server is away."""

import logging
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise

from portal.kernel import clock
from portal.kernel.web import client_address
from portal.people.doors import is_code_page
from portal.people.leavers import has_left
from portal.people.models import User

WAYS = {
    "reauthenticate": "Use your password",
    "mfa_reauthenticate": "Use your app or a recovery code",
    "mfa_reauthenticate:webauthn": "Use a passkey",
}
TOO_MANY_TRIES = "Too many tries. Wait a few minutes, then try again or set a new password."
WORDS = {
    "account_inactive": "This account is closed. Ask your training administrator.",
    "cannot_remove_primary_email": "You sign in with this address. Choose another one to use first.",
    "duplicate_email": "Your account has this address already.",
    "email_password_mismatch": "The email or the password is not right. Check both, or set a new password.",
    "email_taken": "Another account has this address.",
    "enter_current_password": "Type the password you use now.",
    "incorrect_code": "This code is not right. Our newest email to this address has it, or says what to do.",
    "incorrect_password": "This is not your password.",
    "invalid_or_expired_key": "This link works no more. Ask for a new code.",
    "invalid_login": "That did not work. Start again.",
    "invalid_password_reset": "This code works no more. Ask for a new one.",
    "max_email_addresses": "An account has at most %d addresses. Remove one first.",
    "too_many_login_attempts": TOO_MANY_TRIES,
    "unknown_email": "No account has this address.",
    "unverified_primary_email": "Type the code we sent to this address first.",
    "select_only_one": "Choose one only.",
    "same_as_current": "This is the one you have already.",
    "rate_limited": "Too many tries. Wait a few minutes, then try again.",
}
# After three wrong codes, or a quarter of an hour. True as well where our email said that there is an account already.
CODE_ENDED = (
    "That code works no more. Sign in, or set a new password: we write to you again if you need a code."
)
NOT_SENT = "We could not send you an email just now. Wait a few minutes, then try again."
# In the session while the last mail that it asked for could not be sent.
UNSENT = "mail_unsent"
RECOVERED = "You signed in with a recovery code. Still unused: {left}. Each works once."
RECOVERED_LAST = (
    "That was your last recovery code. Make new ones now: your account page has them under “second factor”."
)
log = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up by work email and typed code. The forms refuse; services match the account to a person."""

    error_messages: dict[str, str | Promise] = {**DefaultAccountAdapter.error_messages, **WORDS}

    def get_client_ip(self, request: HttpRequest) -> str:
        """Whose tries are counted: not the proxy's, through which everybody comes."""
        return client_address(request) or super().get_client_ip(request)

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        """Who has just proved their address is told what we found."""
        return reverse("people:welcome")

    def get_reauthentication_methods(self, user: AbstractBaseUser | AnonymousUser) -> list[dict[str, Any]]:
        """The ways to show again who one is, in our words."""
        return [
            {**way, "description": WAYS.get(way["id"], way["description"])}
            for way in super().get_reauthentication_methods(user)
        ]

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        """A leaver is told so, whichever way they came: password, passkey or their employer's sign-in (PE-06)."""
        if has_left(user.person_id, clock.today(clock.now())):
            closed: HttpResponse = self.respond_user_inactive(request, user)
            return closed
        answer: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return answer

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Whoever came in by a recovery code reads how many are left."""
        answer: HttpResponse = super().post_login(request, user, **kwargs)
        used = [record.get("type") for record in get_authentication_records(request, user)[-1:]]
        codes = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()
        if codes and used == [Authenticator.Type.RECOVERY_CODES]:
            left = len(codes.wrap().get_unused_codes())
            messages.warning(request, RECOVERED.format(left=left) if left else RECOVERED_LAST)
        return answer

    def save_user(self, request: HttpRequest, user: User, form: BaseForm, commit: bool = True) -> User:
        """Keep the name as typed, until a person is found for the account."""
        user.given_name = form.cleaned_data.get("given_name", "")
        user.family_name = form.cleaned_data.get("family_name", "")
        saved: User = super().save_user(request, user, form, commit)
        return saved

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:
        """Whoever typed three wrong codes need not wait: that code has ended, and there is a way to a new one."""
        if self._says_that_it_is_on_its_way(request, args):
            return
        if kwargs.get("message") == TOO_MANY_TRIES and is_code_page(request):
            kwargs["message"] = CODE_ENDED
        super().add_message(request, level, *args, **kwargs)

    @staticmethod
    def _says_that_it_is_on_its_way(request: HttpRequest, args: tuple[Any, ...]) -> bool:
        """Whether allauth is about to say that a mail was sent, when it was not."""
        return bool(request.session.get(UNSENT)) and any(str(word).endswith("_sent.txt") for word in args)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send; when the mail server does not answer, say so instead of failing: a new code can be asked for."""
        try:
            super().send_mail(template_prefix, email, context)
        except (OSError, SMTPException) as fault:
            log.warning("mail not sent: %s", type(fault).__name__)
            if self.request is not None:
                self.request.session[UNSENT] = True
                messages.error(self.request, NOT_SENT)
        else:
            if self.request is not None:
                self.request.session.pop(UNSENT, None)
