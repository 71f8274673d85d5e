"""For whom a lead books."""

from collections.abc import Callable, Sequence
from typing import Any

from django import forms

from consultations.selectors.colleagues import MOST_SHOWN, SHORTEST, Colleague
from portal.pages.forms import HubForm


class ColleagueForm(HubForm):
    """A name or a work email; then, where several people fit, which of them.

    Args:
        find: the people who fit what was typed.
    """

    who = forms.CharField(
        label="Name or work email of the practitioner",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Enter a name or a work email."},
    )
    person = forms.ChoiceField(label="Which of them?", required=False, widget=forms.RadioSelect)

    def __init__(
        self, data: Any = None, *, find: Callable[[str], Sequence[Colleague]], **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.found = list(find(str(data.get("who", "")))) if data is not None else []
        if len(self.found) > 1:
            field = self.fields["person"]
            field.choices = [(one.key, one.name) for one in self.found[:MOST_SHOWN]]  # type: ignore[attr-defined]
            field.option_hints = {one.key: one.place for one in self.found}  # type: ignore[attr-defined]
        else:
            del self.fields["person"]

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        typed = answers.get("who", "")
        if not typed or self.has_error("person"):
            return answers
        if len(typed.replace(" ", "")) < SHORTEST:
            self.add_error("who", f"Enter at least {SHORTEST} letters.")
        elif not self.found:
            self.add_error(
                "who", "Nobody in the boroughs you lead fits that. Try a part of the name, or the email."
            )
        elif len(self.found) == 1:
            answers["person"] = self.found[0].key
        elif not answers.get("person"):
            more = " Type more to see others." if len(self.found) > MOST_SHOWN else ""
            self.add_error("person", f"Several people fit: choose one of them.{more}")
        return answers

    @property
    def chosen(self) -> Colleague:
        """Who was chosen in a form that is valid."""
        return next(one for one in self.found if one.key == self.cleaned_data["person"])
