"""A record in codes, what is added to it later, and who did not come."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from django import forms
from django.forms import BoundField

from consultations.codes import (
    AbsenceReason,
    Action,
    AddendumReason,
    Domain,
    Outcome,
    Owner,
    Pathway,
    PracticePrompt,
    Theme,
)
from consultations.services import AgreedAction, Recorded
from portal.pages.forms import DateField3, HubForm

ROWS = 4
DOMAIN_HELP = {
    Domain.PCC: "Across relationships and over time, not the last incident only. Past partners count.",
    Domain.AHC: "A choice made as a parent. It is wider than what the child saw or heard.",
    Domain.SPE: "Informal efforts count as much as contact with services, which is not always safe.",
    Domain.AIC: "Link each effect to a behaviour.",
    Domain.OTH: "Check that none of it is used to excuse or to blame.",
}


class ActionRow(NamedTuple):
    """The three fields of one agreed action."""

    number: int
    code: BoundField
    owner: BoundField
    due: BoundField


class _ActionsForm(HubForm):
    """Rows of agreed actions; a row left empty counts for nothing."""

    def __init__(self, *args: Any, rows: int = ROWS, held_on: date = date.min, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows, self.held_on = rows, held_on
        for number in range(1, rows + 1):
            self.fields[f"action_{number}"] = forms.ChoiceField(
                label="What", required=False, choices=[("", "No action"), *Action.choices]
            )
            self.fields[f"owner_{number}"] = forms.ChoiceField(
                label="Who", required=False, choices=[("", "Choose"), *Owner.choices]
            )
            self.fields[f"due_{number}"] = DateField3(
                label="By when", required=False, named=f"Action {number}"
            )

    @property
    def action_rows(self) -> list[ActionRow]:
        """The rows, for the template."""
        return [
            ActionRow(n, self[f"action_{n}"], self[f"owner_{n}"], self[f"due_{n}"])
            for n in range(1, self.rows + 1)
        ]

    @property
    def has_more_actions(self) -> bool:
        """Whether anything stands, or is wrong, in the rows after the second."""
        late = [
            name for row in self.action_rows[2:] for name in (row.code.name, row.owner.name, row.due.name)
        ]
        return any(
            name in self.errors or self.get_initial_for_field(self.fields[name], name) for name in late
        )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for number in range(1, self.rows + 1):
            parts = {name: said.get(f"{name}_{number}") for name in ("action", "owner", "due")}
            if any(parts.values()):
                for name, words in (
                    ("action", "choose what is to be done."),
                    ("owner", "choose who does it."),
                    ("due", "enter the day by which it is done."),
                ):
                    if not parts[name] and f"{name}_{number}" not in self.errors:
                        self.add_error(f"{name}_{number}", f"Action {number}: {words}")
            if parts["due"] and parts["due"] < self.held_on:
                self.add_error(
                    f"due_{number}", f"Action {number}: the day is before the consultation took place."
                )
        return said

    @property
    def actions(self) -> tuple[AgreedAction, ...]:
        """The rows that were filled in."""
        said = self.cleaned_data
        return tuple(
            AgreedAction(said[f"action_{n}"], said[f"owner_{n}"], said[f"due_{n}"])
            for n in range(1, self.rows + 1)
            if said.get(f"action_{n}")
        )


def action_initial(actions: Sequence[dict[str, str]]) -> dict[str, Any]:
    """Stored actions as the form shows them."""
    shown: dict[str, Any] = {}
    for number, action in enumerate(actions, start=1):
        shown[f"action_{number}"], shown[f"owner_{number}"] = action["code"], action["owner"]
        shown[f"due_{number}"] = date.fromisoformat(action["due"])
    return shown


class _Hinted(forms.MultipleChoiceField):
    """Checkboxes with a line of help under each."""

    def __init__(self, *, option_hints: dict[str, str], **kwargs: Any) -> None:
        super().__init__(widget=forms.CheckboxSelectMultiple, **kwargs)
        self.option_hints = option_hints


class RecordForm(_ActionsForm):
    """What came of it."""

    domains = _Hinted(
        label="Which parts of the map did you cover?",
        help_text="Tick all that you talked about.",
        choices=Domain.choices,
        option_hints={code.value: words for code, words in DOMAIN_HELP.items()},
        error_messages={"required": "Tick at least one part of the map that you covered."},
    )
    practice = forms.MultipleChoiceField(
        label="What did you work on? (optional)",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=PracticePrompt.choices,
    )
    outcome = forms.ChoiceField(
        label="Where did it lead?",
        widget=forms.RadioSelect,
        choices=Outcome.choices,
        error_messages={"required": "Choose where it led."},
    )
    theme = forms.ChoiceField(
        label="What was it mainly about?",
        choices=[("", "Choose one"), *Theme.choices],
        error_messages={"required": "Choose what it was mainly about."},
    )
    pathway = forms.ChoiceField(
        label="Which pathway did you talk about? (optional)",
        required=False,
        choices=[("", "None"), *Pathway.choices],
    )

    @property
    def recorded(self) -> Recorded:
        """The answers as the service takes them."""
        said = self.cleaned_data
        return Recorded(
            domains=tuple(said["domains"]),
            practice=tuple(said["practice"]),
            actions=self.actions,
            outcome=said["outcome"],
            theme=said["theme"],
            pathway=said["pathway"],
        )


class AddendumForm(_ActionsForm):
    """More actions on a record that is locked."""

    reason = forms.ChoiceField(
        label="Why do you add to it?", widget=forms.RadioSelect, choices=AddendumReason.choices
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, rows=2, **kwargs)


class AbsenceForm(HubForm):
    """Who did not come."""

    reason_code = forms.ChoiceField(
        label="Who was not there?",
        widget=forms.RadioSelect,
        choices=AbsenceReason.choices,
        error_messages={"required": "Say who was not there."},
    )
