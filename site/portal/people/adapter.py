"""Where allauth asks us: where to go, how to write mail, what to do when the mail server is away."""

import logging
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest
from django.urls import reverse

from portal.people.models import User

log = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up by work email and typed code. The forms refuse; services match the account to a person."""

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        """Who has just proved their address is told what we found."""
        return reverse("people:welcome")

    def save_user(self, request: HttpRequest, user: User, form: BaseForm, commit: bool = True) -> User:
        """Keep the name as typed, until a person is found for the account."""
        user.given_name = form.cleaned_data.get("given_name", "")
        user.family_name = form.cleaned_data.get("family_name", "")
        saved: User = super().save_user(request, user, form, commit)
        return saved

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send; when the mail server does not answer, say so instead of failing: a new code can be asked for."""
        try:
            super().send_mail(template_prefix, email, context)
        except (OSError, SMTPException) as fault:
            log.warning("mail not sent: %s", type(fault).__name__)
            if self.request is not None:
                messages.error(
                    self.request,
                    "We could not send you an email just now. Wait a few minutes, then try again.",
                )
