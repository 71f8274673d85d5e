"""Forms of a referral link. They parse and show; services save."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join

from consultations.link_rules import DAYS
from consultations.link_states import WithdrawReason
from consultations.pathways import Kind, Pathway, area_name
from consultations.pathways.shapes import Question
from portal.kernel.clock_times import ClockField
from portal.pages.forms import DateField3, HubForm

ANSWERS = (("yes", "Yes"), ("no", "No"), ("not_known", "Not known"))
ELSEWHERE = "elsewhere"


class PathwayForm(HubForm):
    """Which pathway to link to. Where there is only one, nothing is asked: `only` is that one."""

    pathway = forms.ChoiceField(
        label="Which service?", widget=forms.RadioSelect, error_messages={"required": "Choose a service."}
    )

    def __init__(self, *args: Any, pathways: Sequence[Pathway], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["pathway"]
        self.only = pathways[0] if len(pathways) == 1 else None
        if self.only:
            field.widget, field.initial = forms.HiddenInput(), self.only.code
        field.choices = [(found.code, found.name) for found in pathways]  # type: ignore[attr-defined]
        field.option_hints = {found.code: found.summary for found in pathways}  # type: ignore[attr-defined]


class SuitabilityForm(HubForm):
    """The questions of a pathway; where the family lives comes first, when it matters.

    The codes of the answers, ready for the services: `answers`; the GSS code: `area` (empty: not known).
    """

    def __init__(self, *args: Any, pathway: Pathway, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pathway = pathway
        if pathway.areas is not None:
            self.fields["area"] = forms.ChoiceField(
                label="Where does the family live?",
                choices=[
                    *((code, area_name(code)) for code in pathway.areas),
                    (ELSEWHERE, "Somewhere else"),
                    ("not_known", "Not known"),
                ],
                widget=forms.RadioSelect,
                error_messages={"required": "Say where the family lives, or choose “Not known”."},
            )
        for question in pathway.questions:
            self.fields[question.code] = _field_for(question)

    @property
    def answers(self) -> dict[str, str]:
        said = {}
        for question in self.pathway.questions:
            value = self.cleaned_data.get(question.code)
            if value:
                said[question.code] = value.isoformat() if isinstance(value, date) else str(value)
        return said

    @property
    def area(self) -> str:
        chosen = str(self.cleaned_data.get("area", ""))
        return "" if chosen == "not_known" else chosen


def _field_for(question: Question) -> forms.Field:
    if question.kind is Kind.DATE:
        return DateField3(label=question.words, help_text=question.help, required=False)
    return forms.ChoiceField(
        label=question.words,
        help_text=_hint(question),
        choices=ANSWERS,
        widget=forms.RadioSelect,
        error_messages={"required": f"Answer “{question.words}”"},
    )


def _hint(question: Question) -> str:
    """The help, and the examples as a list."""
    if not question.examples:
        return question.help
    items = format_html_join("", "<li>{}</li>", ((example,) for example in question.examples))
    return format_html('{}<ul class="govuk-list govuk-list--bullet">{}</ul>', question.help, items)


def shown_answers(pathway: Pathway, answers: dict[str, str], area: str) -> dict[str, Any]:
    """Stored answers as the form shows them again."""
    shown: dict[str, Any] = {"area": area or None}
    if pathway.areas is not None and area and area not in pathway.areas:
        shown["area"] = ELSEWHERE
    for question in pathway.questions:
        said = answers.get(question.code)
        if said and question.kind is Kind.DATE:
            shown[question.code] = date.fromisoformat(said)
        elif said:
            shown[question.code] = said
    return shown


class ConsentForm(HubForm):
    """One person's answer, when, and who asked."""

    given = forms.ChoiceField(
        choices=(("yes", "Yes, they agree"), ("no", "No, they do not agree")),
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether they agree."},
    )
    on = DateField3(
        label="When did they answer?",
        help_text="For example, 27 3 2026",
        error_messages={"required": "Write the date on which they answered."},
    )
    taken_by = forms.TypedChoiceField(
        label="Who asked them?",
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who asked for the consent."},
    )

    def __init__(self, *args: Any, words: str, takers: dict[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["given"].label = words
        self.fields["taken_by"].choices = list(takers.items())  # type: ignore[attr-defined]


class WorkingHoursForm(HubForm):
    """When the service can reach the person who refers."""

    working_days = forms.TypedMultipleChoiceField(
        label="On which days?",
        coerce=int,
        choices=list(enumerate(DAYS)),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one day."},
    )
    works_from = ClockField(
        label="From", example="9am or 09:00", error_messages={"required": "Write when the day starts."}
    )
    works_until = ClockField(
        label="Until", example="5pm or 17:00", error_messages={"required": "Write when the day ends."}
    )


class SentByEmailForm(HubForm):
    """A promise: the form went outside the portal."""

    sent = forms.BooleanField(
        label="I have sent the form by secure email",
        error_messages={"required": "Tick this once you have sent it."},
    )


class WithdrawForm(HubForm):
    """Why a link is taken back."""

    reason_code = forms.ChoiceField(
        label="Why?",
        choices=WithdrawReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a reason."},
    )


class WithdrawConsentForm(HubForm):
    """When somebody took their consent back."""

    on = DateField3(
        label="When did they take it back?",
        help_text="For example, 27 3 2026",
        error_messages={"required": "Write the date on which they took it back."},
    )


class CaseSystemAddressForm(HubForm):
    """The address of a case system that is connected."""

    url = forms.CharField(
        label="Address of its case system",
        help_text="It begins with https://",
        max_length=500,
        error_messages={"required": "Write the address."},
    )


class CaseSystemForm(CaseSystemAddressForm):
    """An organisation and the address of its case system."""

    organisation = forms.TypedChoiceField(
        label="Organisation", coerce=int, error_messages={"required": "Choose an organisation."}
    )
    field_order = ("organisation", "url")

    def __init__(self, *args: Any, organisations: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].choices = [("", "Choose"), *organisations]  # type: ignore[attr-defined]
