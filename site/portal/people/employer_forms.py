"""What we still ask of somebody whom their employer let in."""

from typing import Any

from allauth.socialaccount.forms import SignupForm
from django import forms

from portal.people.forms import NameField
from portal.people.rules import tidy_address, why_not_work_address


class EmployerSignUpForm(SignupForm):
    """Name and work email, where the employer did not give them or gave a shared mailbox."""

    given_name = NameField(
        label="Given name", max_length=150, widget=forms.TextInput(attrs={"autocomplete": "given-name"})
    )
    family_name = NameField(
        label="Family name", max_length=150, widget=forms.TextInput(attrs={"autocomplete": "family-name"})
    )
    field_order = ("given_name", "family_name", "email")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.fields["email"].label = "Work email"
        self.fields["email"].widget.attrs.pop("placeholder", None)

    def clean_email(self) -> str:
        """The same rules as at any sign-up: one person's own work address."""
        email = tidy_address(self.cleaned_data["email"])
        if reason := why_not_work_address(email):
            raise forms.ValidationError(reason)
        self.cleaned_data["email"] = email
        checked: str = super().clean_email()
        return checked
