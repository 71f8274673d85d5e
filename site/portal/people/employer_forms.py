"""What we still ask of somebody whom their employer let in."""

from allauth.socialaccount.forms import SignupForm
from django import forms

from portal.people.forms import NameField
from portal.people.plain_forms import PlainForm
from portal.people.rules import tidy_address, why_not_work_address


class EmployerSignUpForm(PlainForm, SignupForm):
    """Name and work email, where the employer did not give them or gave a shared mailbox."""

    given_name = NameField(
        label="Given name", max_length=150, widget=forms.TextInput(attrs={"autocomplete": "given-name"})
    )
    family_name = NameField(
        label="Family name", max_length=150, widget=forms.TextInput(attrs={"autocomplete": "family-name"})
    )
    field_order = ("given_name", "family_name", "email")

    def reword(self, name: str, field: forms.Field) -> None:
        if name == "email":
            field.label = "Work email"

    def clean_email(self) -> str:
        """The same rules as at any sign-up: one person's own work address."""
        email = tidy_address(self.cleaned_data["email"])
        if reason := why_not_work_address(email):
            raise forms.ValidationError(reason)
        self.cleaned_data["email"] = email
        checked: str = super().clean_email()
        return checked
