"""Forms that speak plainly: no colon after a label, no words inside a field, and whatever is missing is named."""

from typing import Any

from django import forms
from django.core.validators import EmailValidator

DJANGO_SAYS = forms.Field.default_error_messages["required"]
NO_ADDRESS = "This is not an email address. Type it like name@borough.gov.uk."


class PlainForm(forms.Form):
    """Our own forms, and allauth's when it stands before them. Drawn by the project's form renderer."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            self.reword(name, field)
            field.widget.attrs.pop("placeholder", None)
            if field.error_messages.get("required") == DJANGO_SAYS:
                field.error_messages["required"] = f"Fill in “{field.label or name}”"
            if isinstance(field, forms.EmailField):
                field.validators = [each for each in field.validators if not isinstance(each, EmailValidator)]
                field.validators.append(EmailValidator(NO_ADDRESS))

    def reword(self, name: str, field: forms.Field) -> None:
        """Give a field other words, before what is missing is named by its label."""
