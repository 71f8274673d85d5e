"""What administrators type about an organisation's sign-in and about an identity that was set aside."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from portal.people.forms import NameField
from portal.people.models import Organisation
from portal.people.plain_forms import PlainForm
from portal.people.rules import tidy_address, why_not_work_address

LONGEST_ADDRESS, LONGEST_SECRET = 200, 500


class SecretForm(PlainForm):
    """A new secret for a way that is there already."""

    secret = forms.CharField(
        label="Client secret",
        help_text="From the organisation’s IT. It is kept sealed and never shown again, not even to you.",
        max_length=LONGEST_SECRET,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Paste the client secret."},
    )


class WayForm(SecretForm):
    """An organisation, where it signs people in, and what it knows us by."""

    organisation = forms.ModelChoiceField(
        label="Organisation",
        queryset=Organisation.objects.none(),
        empty_label="Choose one",
        error_messages={"required": "Choose whose staff sign in there."},
    )
    issuer = forms.CharField(
        label="Issuer",
        help_text="The address that “/.well-known/openid-configuration” lies under, for example "
        "https://id.borough.gov.uk",
        max_length=LONGEST_ADDRESS,
        widget=forms.URLInput(attrs={"autocomplete": "off"}),
    )
    client_id = forms.CharField(
        label="Client ID",
        help_text="What the organisation calls this portal.",
        max_length=LONGEST_ADDRESS,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    field_order = ("organisation", "issuer", "client_id", "secret")

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chooser = self.fields["organisation"]
        assert isinstance(chooser, forms.ModelChoiceField)  # noqa: S101 - for the type checker
        chooser.queryset = organisations


class EndForm(PlainForm):
    """A tick before people lose their way in."""

    sure = forms.BooleanField(
        label="I understand that nobody can sign in this way any more",
        error_messages={"required": "Tick the box if you are sure."},
    )


class NewPersonForm(PlainForm):
    """Who the identity is, as you found out; the address is proved by a code before it opens anything."""

    given_name = NameField(label="Given name", max_length=150)
    family_name = NameField(label="Family name", max_length=150)
    email = forms.EmailField(
        label="Their own work email",
        help_text="Not the one they came with. We send a code there when they sign in.",
    )

    def clean_email(self) -> str:
        email = tidy_address(self.cleaned_data["email"])
        if reason := why_not_work_address(email):
            raise forms.ValidationError(reason)
        return email
