"""allauth's forms about passwords and codes in our words; what they do stays theirs."""

from typing import Any

from allauth.account.forms import (
    ChangePasswordForm,
    ConfirmEmailVerificationCodeForm,
    ConfirmPasswordResetCodeForm,
    LoginForm,
    ReauthenticateForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
    SetPasswordForm,
)
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateCodeForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms

from portal.people.plain_forms import PlainForm

WORDS = {
    "login": ("Work email", ""),
    "email": ("Work email", ""),
    "oldpassword": ("The password you use now", ""),
    "password": ("Password", None),
    "password1": (
        "New password",
        "At least 12 characters. Three words that do not belong together are easy to remember and hard to guess.",
    ),
    "password2": ("New password again", ""),
}


class _OurWords(PlainForm):
    """Labels without capitals in the middle, and one hint instead of a list of rules. None leaves a hint as it is."""

    def reword(self, name: str, field: forms.Field) -> None:
        label, hint = WORDS.get(name, (field.label, None))
        field.label = label
        field.help_text = field.help_text if hint is None else hint


class SignInForm(_OurWords, LoginForm):
    """Email and password; the way to a forgotten password stands with the password."""

    def add_error(self, field: str | None, error: Any) -> None:
        """What does not fit together stands with the password: a field is marked, and the summary leads to it."""
        together = field is None and getattr(error, "code", "") == "email_password_mismatch"
        super().add_error("password" if together else field, error)


class NewPasswordForm(_OurWords, ChangePasswordForm):
    """From the old password to a new one."""


class FirstPasswordForm(_OurWords, SetPasswordForm):
    """A password for an account that an employer's sign-in opens."""


class ForgottenPasswordForm(_OurWords, ResetPasswordForm):
    """Where the code for a new password goes."""


class ChosenPasswordForm(_OurWords, ResetPasswordKeyForm):
    """The new password, once the code was typed."""


class PasswordAgainForm(_OurWords, ReauthenticateForm):
    """Showing again who one is, by password."""


class CodeAgainForm(PlainForm, ReauthenticateCodeForm):
    """Showing again who one is, by app or recovery code: who lost the app has the other."""

    def reword(self, name: str, field: forms.Field) -> None:
        if name == "code":
            field.label = "Code from your app, or a recovery code"
            field.help_text = "Six digits that change every half minute. A recovery code works once."


class AppForm(PlainForm, ActivateTOTPForm):
    """The first code of a new app."""

    def reword(self, name: str, field: forms.Field) -> None:
        if name == "code":
            field.label, field.help_text = "Code", "Six digits from your app. They change every half minute."


class EmailCodeForm(_OurWords, ConfirmEmailVerificationCodeForm):
    """The code that proves an address."""


class ForgottenCodeForm(_OurWords, ConfirmPasswordResetCodeForm):
    """The code that lets somebody choose a new password."""
