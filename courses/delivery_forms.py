"""The register and the questionnaires as forms: they parse and show; services save."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField

from courses.delivery_states import CorrectionReason, Presence, QuestionKind
from courses.rules.questionnaires import LONGEST_TEXT
from courses.selectors.delivery import RegisterOfDay, RegisterRow
from courses.services import Mark
from portal.pages.forms import HubForm

NOT_OF_A_FAMILY = (
    "They are words, or names of places, trainers or colleagues. Nothing I wrote is about a family."
)
CASE_WARNING = "Do not write about a family: no names, no dates of birth, nothing that tells who they are."


@dataclass(frozen=True, slots=True)
class RowFields:
    """One person's line of the register, with its fields."""

    row: RegisterRow
    presence: BoundField
    minutes: BoundField


class RegisterForm(HubForm):
    """A day's register: for each person all day, part of it with minutes, or not here."""

    reason = forms.ChoiceField(
        label="Why are you changing it?",
        choices=CorrectionReason,
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(self, *args: Any, register: RegisterOfDay, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.register = register
        for row in register.rows:
            self.fields[f"presence-{row.enrolment_id}"] = forms.ChoiceField(
                label=row.name,
                choices=Presence,
                widget=forms.RadioSelect,
                required=False,
                initial=row.presence,
            )
            self.fields[f"minutes-{row.enrolment_id}"] = forms.IntegerField(
                label=f"Minutes {row.name} was here",
                required=False,
                min_value=1,
                max_value=register.day.minutes,
                initial=row.minutes,
                widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
                error_messages={"invalid": "Enter the minutes as a whole number."},
            )

    def lines(self) -> Iterator[RowFields]:
        for row in self.register.rows:
            yield RowFields(row, self[f"presence-{row.enrolment_id}"], self[f"minutes-{row.enrolment_id}"])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for row in self.register.rows:
            minutes = f"minutes-{row.enrolment_id}"
            part = given.get(f"presence-{row.enrolment_id}") == Presence.PART
            if part and not given.get(minutes) and minutes not in self.errors:
                self.add_error(minutes, f"Enter how many minutes {row.name} was here.")
        return given

    def marks(self, *, everybody: bool = False) -> dict[int, Mark]:
        """What was entered, by enrolment. With `everybody`, whoever has no mark is here all day."""
        found = {}
        for row in self.register.rows:
            presence = self.cleaned_data.get(f"presence-{row.enrolment_id}") or (
                Presence.FULL if everybody else ""
            )
            if presence:
                minutes = self.cleaned_data.get(f"minutes-{row.enrolment_id}")
                found[row.enrolment_id] = Mark(presence, minutes if presence == Presence.PART else None)
        return found


class QuestionnaireForm(HubForm):
    """A frozen questionnaire. Nothing is required here: what is missing is asked for when it is sent."""

    def __init__(self, *args: Any, questions: list[dict[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        for question in questions:
            self.fields[question["id"]] = _field_for(question)
        # Asked only after something looked like a name: trainers and places have names, too.
        self.fields["no_family"] = forms.BooleanField(required=False, label=NOT_OF_A_FAMILY)

    def asked(self) -> Iterator[tuple[dict[str, Any], BoundField]]:
        """Questions with their fields, in order."""
        for question in self.questions:
            yield question, self[question["id"]]

    def answers(self) -> dict[str, Any]:
        """What was given, as the service keeps it: numbers for scales; empty answers included."""
        return {
            question["id"]: _answer(question, self.cleaned_data.get(question["id"]))
            for question in self.questions
        }


def _answer(question: dict[str, Any], given: Any) -> Any:
    if question["kind"] == QuestionKind.SCALE:
        return int(given) if given not in (None, "") else None
    return given if given is not None else ""


def _field_for(question: dict[str, Any]) -> forms.Field:
    words = {"label": question["question"], "help_text": question["hint"], "required": False}
    if question["kind"] == QuestionKind.SCALE:
        steps = [(str(step), str(step)) for step in range(11)]
        return forms.ChoiceField(choices=steps, widget=forms.RadioSelect, **words)
    options = [(option, option) for option in question["options"]]
    if question["kind"] == QuestionKind.CHOICE:
        return forms.ChoiceField(choices=options, widget=forms.RadioSelect, **words)
    if question["kind"] == QuestionKind.CHOICES:
        return forms.MultipleChoiceField(choices=options, widget=forms.CheckboxSelectMultiple, **words)
    words["help_text"] = f"{question['hint']} {CASE_WARNING}".strip()
    return forms.CharField(max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 4}), **words)
