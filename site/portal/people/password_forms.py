"""allauth's forms about passwords and codes in our words; what they do stays theirs."""

from typing import Any

from allauth.account.forms import (
    ChangePasswordForm,
    LoginForm,
    ReauthenticateForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
    SetPasswordForm,
)
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateCodeForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms

WORDS = {
    "login": ("Work email", ""),
    "email": ("Work email", ""),
    "oldpassword": ("The password you use now", ""),
    "password": ("Password", None),
    "password1": (
        "New password",
        "At least 12 characters. Three words in a row are easy to remember and hard to guess.",
    ),
    "password2": ("New password again", ""),
    "code": ("Code", "Six digits from your app. They change every half minute."),
}


class _OurWords(forms.Form):
    """Labels without capitals in the middle, and one hint instead of a list of rules. None leaves a hint as it is."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        for name, field in self.fields.items():
            label, hint = WORDS.get(name, (field.label, None))
            field.label = label
            field.help_text = field.help_text if hint is None else hint
            field.widget.attrs.pop("placeholder", None)


class SignInForm(_OurWords, LoginForm):
    """Email and password; the way to a forgotten password stands with the password."""


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


class CodeAgainForm(_OurWords, ReauthenticateCodeForm):
    """Showing again who one is, by app or recovery code."""


class AppForm(_OurWords, ActivateTOTPForm):
    """The first code of a new app."""
