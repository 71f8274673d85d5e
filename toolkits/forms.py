"""Forms of this app: they parse and show; services decide and write."""

import re
from typing import Any

from django import forms

from portal.pages.forms import DateField3, HubForm
from portal.people.models import Organisation
from portal.people.roles import Role
from toolkits.file_checks import ACCEPTED
from toolkits.models import SafetyLabel, Toolkit
from toolkits.rules import WayIn
from toolkits.selectors import Choice, CourseToChoose, Filters
from toolkits.selectors.narrowing import FILTERS
from toolkits.services import Words
from toolkits.states import Audience, LabelKind, UnlockKind, UsedWith

ANY = ("", "Any")
CODE = re.compile(r"[-\w]{1,60}", re.ASCII)
MOST_LETTERS = 80
# More courses than these are found by words from their names.
MOST_COURSES = 20
# Roles that tools are made for; being a champion is asked on its own.
ROLES = (Role.LEAD, Role.TRAINER, Role.MANAGER, Role.DEPUTY, Role.SERVICE_HEAD, Role.TRAINING_ADMIN)
NOT_OF_A_FAMILY = "It names no family. The words are of a place, a programme or a colleague who agreed to it."
TAKEN = ", ".join(ending.upper() for ending in ACCEPTED if ending != "jpeg")


class LibraryForm(HubForm):
    """What the library is narrowed to; an answer that is not one of the choices narrows nothing."""

    q = forms.CharField(
        label="Search for words",
        required=False,
        max_length=MOST_LETTERS,
        help_text="In titles, summaries, and the text of what is open to you.",
        error_messages={"max_length": "Use at most 80 letters."},
    )
    audience = forms.ChoiceField(label="Who it is for", required=False)
    course = forms.ChoiceField(label="Opened by the course", required=False)
    pathway = forms.ChoiceField(label="Pathway", required=False)
    used_with = forms.ChoiceField(label="Used with", required=False)
    show = forms.ChoiceField(
        label="Show", required=False, choices=[("", "All toolkits"), ("mine", "Open to me")]
    )

    def offer(self, offered: dict[str, list[Choice]]) -> None:
        """Show what each filter would leave."""
        for name, found in offered.items():
            known = [ANY, *((choice.code, choice.label) for choice in found)]
            self.fields[name].choices = known  # type: ignore[attr-defined]  # a choice field

    def asked(self) -> Filters:
        """The filters as the address has them. A code that nothing carries is asked for, and finds nothing."""
        given = {name: self.data.get(name, "") for name in FILTERS}
        known = {name: code if CODE.fullmatch(code) else "" for name, code in given.items()}
        words = " ".join(self.data.get("q", "").split())
        return Filters(
            words=words if len(words) <= MOST_LETTERS else "", mine=self.data.get("show") == "mine", **known
        )


class DraftForm(HubForm):
    """The words of a new toolkit: all that publishing needs."""

    title = forms.CharField(label="Name of the toolkit", max_length=120, help_text="As on its cover.")
    summary = forms.CharField(
        label="What it is for",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="One or two sentences, such as: Plan a first visit so that nobody is put at risk by it.",
    )
    audience = forms.CharField(
        label="Who it is for", max_length=200, help_text="Such as: social workers and early help workers."
    )
    safety_label = forms.ChoiceField(
        label="How may it hurt in the wrong hands?", choices=SafetyLabel.choices, widget=forms.RadioSelect
    )
    edition = forms.CharField(
        label="Edition", max_length=40, help_text="As on the cover, such as: second edition, 2026."
    )
    licence = forms.CharField(
        label="Licence", max_length=200, help_text="Who owns it, and what staff may do with it."
    )
    review_by = DateField3(
        label="Read it again by", help_text="Whoever uses it wants to know that it is current."
    )
    guidance = forms.CharField(
        label="How to use it well",
        required=False,
        max_length=8_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="For the worker. An empty line begins a new paragraph. An editor can add headings and steps.",
    )

    def words(self) -> Words:
        """What the service `draft_toolkit` wants to know."""
        return Words(**self.cleaned_data)


class VersionForm(HubForm):
    """A new version of a file, or a new file."""

    into = forms.ChoiceField(label="Which file is it?", widget=forms.RadioSelect)
    title = forms.CharField(
        label="Name of the new file",
        required=False,
        max_length=120,
        help_text="What staff will see. No names of people.",
    )
    file = forms.FileField(
        label="The file",
        help_text=f"{TAKEN}; at most 25 MB, sound and film 100 MB.",
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(f".{ending}" for ending in ACCEPTED)}),
        error_messages={"empty": "There is nothing in this file. Choose another."},
    )
    change_note = forms.CharField(
        label="What is new", max_length=200, help_text="One sentence, for people who hold an older version."
    )
    # Asked only after something looked like a name: places have names, too.
    no_family = forms.BooleanField(required=False, label=NOT_OF_A_FAMILY)

    def __init__(self, *args: Any, toolkit: Toolkit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.toolkit = toolkit
        # Shown again after a refusal: the file went with it, and the reason is what counts.
        self.fields["file"].required = not self.is_bound or kwargs.get("files") is not None
        into = self.fields["into"]
        known = [(str(file.pk), f"A new version of “{file.title}”") for file in toolkit.files.all()]
        into.choices = [*known, ("new", "A new file")]  # type: ignore[attr-defined]  # a choice field
        if not known:
            into.initial = "new"

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if found.get("into") == "new" and not found.get("title", "").strip():
            self.add_error("title", "Give the new file a name.")
        return found

    def answers(self) -> dict[str, Any]:
        """What the service `upload` wants to know."""
        found = self.cleaned_data
        into = found["into"]
        return {
            "file_id": None if into == "new" else int(into),
            "title": found["title"].strip(),
            "file": found["file"],
            "change_note": found["change_note"],
            "no_family": found["no_family"],
        }


class DecisionForm(HubForm):
    """A second person's answer."""

    decision = forms.ChoiceField(
        label="What do you decide?",
        widget=forms.RadioSelect,
        choices=[("release", "Release it"), ("refuse", "Send it back")],
    )
    reason = forms.CharField(
        label="If you send it back, why", required=False, max_length=200, help_text="In a few words."
    )


class WithdrawForm(HubForm):
    """Why a version is taken out of use."""

    reason = forms.CharField(
        label="Why it is withdrawn", max_length=200, help_text="People who hold it will see this."
    )


class WaysForm(HubForm):
    """What opens a toolkit. Any one of the ways is enough.

    Of many courses those are shown that are ticked, and those that were asked for by words from their names.
    """

    staff = forms.BooleanField(label="Open to all staff", required=False)
    champion = forms.BooleanField(label="Open to active practice champions", required=False)
    find = forms.CharField(label="Find a course by its name", required=False, max_length=MOST_LETTERS)
    courses = forms.MultipleChoiceField(
        label="Finishing a course",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "One of the courses you ticked is not there any more."},
    )
    roles = forms.MultipleChoiceField(
        label="Holding a role",
        required=False,
        choices=[(role.value, role.label) for role in ROLES],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "One of the roles you ticked is not there any more."},
    )
    boroughs = forms.ModelMultipleChoiceField(
        label="Working for",
        required=False,
        queryset=Organisation.objects.all(),
        to_field_name="code",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "One of those you ticked is not there any more."},
    )

    def __init__(self, *args: Any, courses: list[CourseToChoose], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = {course.code: course.name for course in courses}
        field = self.fields["courses"]
        field.choices = list(self.names.items())  # type: ignore[attr-defined]  # a choice field
        field.option_hints = {  # type: ignore[attr-defined]  # read where choices are drawn
            course.code: "Not given any more." for course in courses if not course.given
        }
        self._draw(courses)

    def _draw(self, courses: list[CourseToChoose]) -> None:
        """Any of the courses may be sent; what is ticked is drawn, and of the others what the words find."""
        ticked = self["courses"].value() or []
        words = str(self["find"].value() or "").casefold().split()
        others = [course for course in courses if course.code not in ticked and course.has(words)]
        drawn = [course for course in courses if course.code in ticked] + others[:MOST_COURSES]
        self.fields["courses"].widget.choices = [(course.code, course.name) for course in drawn]
        self.many, self.left = len(courses) > MOST_COURSES, len(others[MOST_COURSES:])
        self.none_found = bool(words) and not others

    @classmethod
    def answers(cls, toolkit: Toolkit) -> dict[str, Any]:
        """The form's answers that say what the toolkit has now."""
        rules = list(toolkit.rules.all())

        def codes(kind: str) -> list[str]:
            return [rule.code for rule in rules if rule.kind == kind]

        return {
            "staff": any(rule.kind == UnlockKind.STAFF for rule in rules),
            "champion": any(rule.kind == UnlockKind.CHAMPION for rule in rules),
            "courses": codes(UnlockKind.COURSE),
            "roles": codes(UnlockKind.ROLE),
            "boroughs": codes(UnlockKind.BOROUGH),
        }

    def ways(self) -> list[WayIn]:
        """The answers as rules."""
        found = self.cleaned_data
        return [
            *([WayIn(UnlockKind.STAFF)] if found["staff"] else []),
            *([WayIn(UnlockKind.CHAMPION)] if found["champion"] else []),
            *(WayIn(UnlockKind.COURSE, code, self.names[code][:120]) for code in found["courses"]),
            *(WayIn(UnlockKind.ROLE, role) for role in found["roles"]),
            *(WayIn(UnlockKind.BOROUGH, borough.code, borough.name) for borough in found["boroughs"]),
        ]


class LabelsForm(HubForm):
    """By what a toolkit is found in the library."""

    audience = forms.MultipleChoiceField(
        label="Who it is for",
        required=False,
        choices=Audience.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    used_with = forms.MultipleChoiceField(
        label="Who it is used with",
        required=False,
        choices=UsedWith.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    pathway = forms.MultipleChoiceField(
        label="Pathways it belongs to", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, pathways: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if pathways:
            self.fields["pathway"].choices = pathways  # type: ignore[attr-defined]  # a choice field
        else:
            del self.fields["pathway"]

    @classmethod
    def answers(cls, toolkit: Toolkit) -> dict[str, list[str]]:
        """The form's answers that say what the toolkit has now."""
        labels = list(toolkit.labels.all())
        return {kind.value: [row.code for row in labels if row.kind == kind] for kind in LabelKind}

    def labels(self) -> list[tuple[str, str]]:
        """The answers as labels."""
        return [(kind, code) for kind, codes in self.cleaned_data.items() for code in codes]
