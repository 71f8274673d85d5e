"""The steps of a booking, and cancelling one."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms

from consultations.codes import CancelReason, FamilyStatus, Kind, Prompt, RiskStated
from consultations.models import NOTE_LENGTH, Weekday
from consultations.rules import DAY_MINUTES, Slot, WorkingHours, spoken_minute, wall_minute
from consultations.services.asking import Asked
from portal.kernel import clock
from portal.kernel.clock_times import ClockField
from portal.pages.forms import HubForm
from portal.pages.widgets import SlotRadios

# A drop-in is not booked: one simply comes.
BOOKABLE = [(kind.value, kind.label) for kind in Kind if kind != Kind.DROP_IN]

IMMEDIATE, GO_ON, AFRESH = "immediate", "go_on", "afresh"


class DangerForm(HubForm):
    """The first question: is anybody in danger now?"""

    danger = forms.ChoiceField(
        label="Is a child or an adult in danger?",
        widget=forms.RadioSelect,
        choices=[
            (IMMEDIATE, "Yes, somebody is in immediate danger"),
            ("high", "The risk is high, but nobody is in danger right now"),
            ("urgent", "No, but this cannot wait for the next free time"),
            ("none", "No"),
        ],
        error_messages={"required": "Say whether anybody is in danger."},
    )
    borough = forms.TypedChoiceField(
        label="For which borough is it?",
        help_text="You work in more than one. Each has its own leads, times and case references.",
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the borough it is for."},
    )

    unfinished = forms.ChoiceField(
        required=False,
        widget=forms.RadioSelect,
        choices=[(GO_ON, "Go on with it"), (AFRESH, "Start afresh: what I wrote there is forgotten")],
    )

    def __init__(
        self, *args: Any, boroughs: Mapping[int, str], unfinished: str = "", about: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if len(boroughs) > 1:
            self.fields["borough"].choices = list(boroughs.items())  # type: ignore[attr-defined]  # a ChoiceField
        else:
            del self.fields["borough"]
        if unfinished:
            self.fields["unfinished"].label = unfinished
            self.fields["unfinished"].help_text = about
        else:
            del self.fields["unfinished"]

    def clean(self) -> dict[str, Any]:
        """In immediate danger nobody has to say what becomes of a booking."""
        said = super().clean() or {}
        unsaid = "unfinished" in self.fields and not said.get("unfinished")
        if unsaid and said.get("danger") not in (None, IMMEDIATE):
            self.add_error("unfinished", "Say whether you go on with the booking you began, or start afresh.")
        return said


class AboutForm(HubForm):
    """What it is about: codes, a reference, and one short note that names nobody."""

    kind = forms.ChoiceField(
        label="What kind of consultation is it?",
        widget=forms.RadioSelect,
        choices=BOOKABLE,
        error_messages={"required": "Choose a kind of consultation."},
    )
    linked = forms.ChoiceField(
        label="Is it about one family?",
        widget=forms.RadioSelect,
        choices=[
            ("case", "Yes, and I give the council’s case reference"),
            ("anonymous", "No, or I would rather not say which"),
        ],
        error_messages={"required": "Say whether it is about one family."},
    )
    case_reference = forms.CharField(
        label="Case reference",
        help_text="Only with “Yes” above. Never a name.",
        required=False,
        max_length=60,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "class": "govuk-input--width-20"}
        ),
    )
    family_status = forms.ChoiceField(
        label="Where does the family stand with children’s services? (optional)",
        required=False,
        choices=[("", "Not stated"), *FamilyStatus.choices],
    )
    risk_stated = forms.ChoiceField(
        label="How high is the risk, as you see it? (optional)", required=False, choices=RiskStated.choices
    )
    prompts = forms.MultipleChoiceField(
        label="What would you like to talk about? (optional)",
        help_text="Tick all that fit.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=Prompt.choices,
    )
    note = forms.CharField(
        label="Anything else the lead should know? (optional)",
        help_text=(
            f"At most {NOTE_LENGTH} characters. No names, initials, dates of birth, addresses, phone numbers or "
            "other numbers that identify somebody: we check before we save."
        ),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, example: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if example:
            self.fields[
                "case_reference"
            ].help_text = f"Only with “Yes” above. It looks like {example}. Never a name."

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        if answers.get("linked") == "case" and not answers.get("case_reference", "").strip():
            self.add_error(
                "case_reference", "Enter the council’s case reference, or choose the second answer above."
            )
        if answers.get("linked") == "anonymous":
            answers["case_reference"] = ""
        return answers

    @property
    def answers(self) -> Asked:
        """What was answered, as far as it can be read: so that everything else is checked at the same time."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "linked"}
        return Asked(**{"kind": "", "key": "", **said, "prompts": tuple(said.get("prompts", ()))})


class ReferenceForm(HubForm):
    """The council's case reference, put right."""

    case_reference = forms.CharField(
        label="Case reference",
        help_text="The council’s. Never a name.",
        max_length=60,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "class": "govuk-input--width-20"}
        ),
        error_messages={"required": "Enter the council’s case reference."},
    )

    def __init__(self, *args: Any, example: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if example:
            self.fields["case_reference"].help_text = f"It looks like {example}. Never a name."


class AnyChoice(forms.ChoiceField):
    """A choice that may have left the list meanwhile: the service says what became of it."""

    def valid_value(self, value: Any) -> bool:
        return True


class SlotForm(HubForm):
    """Free times, grouped by day."""

    slot = AnyChoice(
        label="Free times", widget=SlotRadios, error_messages={"required": "Choose one of the times."}
    )

    def __init__(
        self,
        *args: Any,
        days: Sequence[tuple[str, Sequence[Slot]]] = (),
        many_places: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["slot"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            (day, [(slot.key, _words(slot, with_place=many_places)) for slot in slots]) for day, slots in days
        ]


def _words(slot: Slot, *, with_place: bool) -> str:
    at = spoken_minute(slot.minute)
    return f"{at} {slot.where.place}" if with_place and slot.where.place else at


def spoken_days(days: Iterable[tuple[date, Sequence[Slot]]]) -> list[tuple[str, Sequence[Slot]]]:
    """Days in words, for the legends of the list."""
    return [(clock.spoken_date(day), slots) for day, slots in days]


class HoursForm(HubForm):
    """When somebody usually works, so that only times that fit are shown."""

    days = forms.TypedMultipleChoiceField(
        label="I usually work on",
        widget=forms.CheckboxSelectMultiple,
        choices=[(day.value, day.label) for day in Weekday if day < Weekday.SATURDAY],
        coerce=int,
        required=False,
    )
    works_from = ClockField(label="From", required=False, example="9am or 09:00")
    works_until = ClockField(label="Until", required=False, example="5pm or 17:00")

    def clean(self) -> dict[str, Any]:
        """A beginning and an end, or neither: an hour that nobody said is not made up."""
        said = super().clean() or {}
        starts, ends = said.get("works_from"), said.get("works_until")
        if not self.errors and starts and ends is None:
            self.add_error("works_until", "Say when you end, too.")
        if not self.errors and ends and starts is None:
            self.add_error("works_from", "Say when you begin, too.")
        if starts and ends and ends <= starts:
            self.add_error("works_until", "The end must be after the beginning.")
        return said

    @property
    def hours(self) -> WorkingHours | None:
        """The hours said; None when no day is ticked and no time given. Days alone are whole days."""
        said = self.cleaned_data
        starts, ends = said["works_from"], said["works_until"]
        if not said["days"] and starts is None:
            return None
        return WorkingHours(
            frozenset(said["days"] or range(7)),
            wall_minute(starts) if starts else 0,
            wall_minute(ends) if ends else DAY_MINUTES,
        )


class CancelForm(HubForm):
    """Why it will not take place."""

    reason_code = forms.ChoiceField(
        label="Why is it cancelled?",
        widget=forms.RadioSelect,
        choices=CancelReason.choices,
        error_messages={"required": "Choose a reason."},
    )

    def __init__(self, *args: Any, mine: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if mine:
            own = {CancelReason.REQUESTER_UNAVAILABLE.value: "I cannot come"}
            reasons = [pair for pair in CancelReason.choices if pair[0] != CancelReason.LEAD_UNAVAILABLE]
            choices = [(code, own.get(code, words)) for code, words in reasons]
            self.fields["reason_code"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField
