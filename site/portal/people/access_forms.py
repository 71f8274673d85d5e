"""Finding the account of somebody who cannot sign in."""

from django import forms

from portal.people.plain_forms import PlainForm
from portal.people.rules import tidy_address


class FindAccountForm(PlainForm):
    """The address they sign in with."""

    email = forms.EmailField(label="Their work email", help_text="The one they sign in with.")

    def clean_email(self) -> str:
        return tidy_address(self.cleaned_data["email"])
