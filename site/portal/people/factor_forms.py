"""allauth's forms for second factors in our words; what they do stays theirs."""

from typing import Any

from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms

from portal.people.plain_forms import PlainForm

LONGEST_NAME = 100


def _name_field(form: forms.Form) -> None:
    form.fields["name"] = forms.CharField(
        label="Name of the passkey",
        max_length=LONGEST_NAME,
        required=form.fields["name"].required,
        help_text="So that you know it again, for example “Work laptop”.",
    )


class AddPasskeyForm(PlainForm, AddWebAuthnForm):
    """A name, whether it replaces the password, and the key itself, which the browser fills in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name_field(self)
        self.order_fields(["name", "passwordless", "credential"])
        self.fields["credential"].error_messages["required"] = (
            "The browser gave us no key. Press the button again, or use an app on your phone."
        )
        choice = self.fields["passwordless"]
        choice.label = "Let it sign me in without my password"
        choice.help_text = "The device then always asks for your fingerprint, your face or its PIN."


class RenamePasskeyForm(PlainForm, EditWebAuthnForm):
    """Another name for a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name_field(self)


class CodeForm(PlainForm, AuthenticateForm):
    """Six digits from the app, or a recovery code."""

    def reword(self, name: str, field: forms.Field) -> None:
        field.label = "Code from your app, or a recovery code"
        field.help_text = "Six digits that change every half minute. A recovery code works once."
        field.widget.attrs["class"] = "govuk-input--width-10"
