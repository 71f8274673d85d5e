"""Forms of certificates: they parse and show; services save."""

from django import forms

from portal.kernel.lettering import LONGEST_CHOSEN_NAME
from portal.pages.forms import HubForm


class CheckForm(HubForm):
    """A code, typed from paper."""

    code = forms.CharField(
        max_length=60,
        help_text="It stands beside the square code at the foot of the certificate. Spaces do not matter.",
        error_messages={"required": "Enter the code that stands on the certificate."},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}
        ),
    )


class NameForm(HubForm):
    """The name for a new certificate."""

    name = forms.CharField(
        label="Name on the certificate",
        max_length=LONGEST_CHOSEN_NAME,
        strip=False,
        help_text="As you use it, in 100 characters at most. One of the names of your staff record has to stay.",
        error_messages={
            "required": "Enter the name as you want it on the certificate.",
            "max_length": "The name must be 100 characters or fewer.",
        },
        widget=forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false"}),
    )
