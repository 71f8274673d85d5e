"""What people type about their own data, and what administrators answer. Forms parse and show; services write."""

from typing import Any

from django import forms

from portal.kernel.codes import new_code
from portal.kernel.lettering import LONGEST_CHOSEN_NAME
from portal.people.forms import NameField
from portal.people.plain_forms import PlainForm
from portal.people.services.complaints import LONGEST
from portal.people.services.erasure import LONGEST_EXPLANATION
from portal.people.states import ComplaintKind, ErasureExtension, ErasureRefusal

Choices = list[tuple[str, str]]


class CertificateNameForm(PlainForm):
    """The name to print on certificates from now on."""

    certificate_name = NameField(
        label="Name on certificates",
        required=False,
        max_length=LONGEST_CHOSEN_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
        help_text=(
            "100 characters at most, with one of the names of your staff record in it. "
            "Leave it empty to use the name of your staff record."
        ),
        error_messages={
            "max_length": "The name must be 100 characters or fewer.",
            "no_name": "Type a name only: no web address, no code, and none of the signs < > { } | \\.",
        },
    )

    def clean_certificate_name(self) -> str:
        """Spaces alone are a slip; an empty box is meant."""
        name: str = self.cleaned_data["certificate_name"]
        if not name and self.data.get("certificate_name"):
            raise forms.ValidationError("There are only spaces in the box. Type a name, or leave it empty.")
        return name


class PrivacyForm(PlainForm):
    """Whether colleagues find one's name in lists."""

    hidden_on_rosters = forms.BooleanField(label="Do not show my name in lists", required=False)


class SureForm(PlainForm):
    """A tick before something that cannot be taken back."""

    sure = forms.BooleanField(
        label="I understand that this cannot be undone once it is done",
        error_messages={"required": "Tick the box if you are sure."},
    )


def _choice(label: str, choices: Choices, required: str) -> forms.ChoiceField:
    """One of a few, as radio buttons."""
    return forms.ChoiceField(
        label=label, choices=choices, widget=forms.RadioSelect, error_messages={"required": required}
    )


def _words(label: str, hint: str, *, rows: int, most: int, required: str) -> forms.CharField:
    """Some sentences."""
    return forms.CharField(
        label=label,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": rows, "maxlength": most}),
        max_length=most,
        error_messages={"required": required},
    )


class _Explained(PlainForm):
    """A reason, and the words that the person reads."""

    explanation = _words(
        "Explain it to the person",
        "They read exactly this. They are told as well how to complain.",
        rows=4,
        most=LONGEST_EXPLANATION,
        required="Say why in a sentence or two. The person reads it.",
    )
    field_order = ("reason", "explanation")


class RefusalForm(_Explained):
    """Why a request to be erased is refused."""

    reason = _choice("Reason", ErasureRefusal.choices, "Choose a reason.")


class ExtensionForm(_Explained):
    """Why an answer takes up to two months longer."""

    reason = _choice("Why it takes longer", ErasureExtension.choices, "Choose a reason.")


class ComplaintForm(PlainForm):
    """A complaint about data. It may name a colleague; the box says that what looks like a name is no family's."""

    kind = _choice("What is it about?", ComplaintKind.choices, "Choose what it is about.")
    words = _words(
        "What happened?",
        "Write nothing about a family: no names, dates of birth, addresses or case details. You may name a colleague, "
        "such as who saw your information: then tick the box below.",
        rows=8,
        most=LONGEST,
        required="Write what happened, in your own words.",
    )
    no_family = forms.BooleanField(
        label="It names a colleague, or me. Nothing in it is about a family", required=False
    )
    form_code = forms.CharField(max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["form_code"].initial = new_code()


class AnswerForm(PlainForm):
    """The answer to a complaint."""

    answer = _words(
        "Your answer",
        "They read exactly this, after signing in. Say what you found and what you did.",
        rows=8,
        most=LONGEST,
        required="Write an answer. The person reads it.",
    )
