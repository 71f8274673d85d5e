"""What people type about themselves and about rosters. Forms parse and show; services decide and write."""

from typing import Any

from allauth.account.forms import AddEmailForm as AllauthAddEmailForm
from allauth.account.forms import SignupForm as AllauthSignupForm
from django import forms
from django.contrib.auth.hashers import make_password
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict

from portal.people.models import Membership, Organisation, Team, User
from portal.people.plain_forms import PlainForm
from portal.people.roster import cells
from portal.people.roster.columns import COLUMNS, Mapping
from portal.people.roster.reading import MAX_BYTES
from portal.people.rules import tidy_address, why_not_work_address

THREE_WORDS = (
    "At least 12 characters. Three words that do not belong together are easy to remember and hard to guess."
)
Choices = list[tuple[str, str]]


class NameField(forms.CharField):
    """A part of a name, by the same rules as on a roster. A browser cuts none off: what is too long is said."""

    def __init__(self, **how: Any) -> None:
        label = str(how.get("label", "")).lower()
        name = label if label in ("given name", "family name") else "name"
        said = {
            "max_length": f"This {name} is longer than %(limit_value)d characters. Type a shorter form of it.",
            "no_name": "Type your name as it stands on your staff badge.",
        }
        super().__init__(**{**how, "error_messages": said | how.get("error_messages", {})})

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {key: value for key, value in super().widget_attrs(widget).items() if key != "maxlength"}

    def clean(self, value: Any) -> str:
        typed: str = super().clean(value)
        try:
            return cells.name(typed, limit=self.max_length or 150)
        except cells.BadCell as why:
            raise forms.ValidationError(self.error_messages["no_name"]) from why


class _WorkAddress(PlainForm):
    """An email field that takes work addresses of one person only."""

    def clean_email(self) -> str:
        email = tidy_address(self.cleaned_data["email"])
        if reason := why_not_work_address(email):
            raise forms.ValidationError(reason)
        self.cleaned_data["email"] = email
        checked: str = super().clean_email()  # type: ignore[misc]  # allauth's form is the next class
        return checked


class SignUpForm(_WorkAddress, AllauthSignupForm):
    """Name, work email and password. Says nothing about who has an account already."""

    given_name = NameField(
        label="Given name", max_length=150, widget=forms.TextInput(attrs={"autocomplete": "given-name"})
    )
    family_name = NameField(
        label="Family name", max_length=150, widget=forms.TextInput(attrs={"autocomplete": "family-name"})
    )
    field_order = ("given_name", "family_name", "email", "password1")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].help_text = "We write to you there. Use your own address, not a shared mailbox."
        self.fields["password1"].help_text = THREE_WORDS

    def reword(self, name: str, field: forms.Field) -> None:
        if name == "email":
            field.label = "Work email"

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """Spend the time of hashing either way, so that the clock does not tell who has an account."""
        if self.account_already_exists:
            make_password(self.cleaned_data.get("password1"))
        saved: tuple[User | None, HttpResponse | None] = super().try_save(request)
        return saved


class AddEmailForm(_WorkAddress, AllauthAddEmailForm):
    """A new address for an account, by the same rules."""

    def reword(self, name: str, field: forms.Field) -> None:
        field.label = "New work email"


class WorkplaceForm(PlainForm):
    """Where one works, when neither roster nor mail domain says it."""

    organisation = forms.ModelChoiceField(
        label="Which organisation do you work for?",
        queryset=Organisation.objects.exclude(standing="left"),
        empty_label="Choose one",
        help_text="A training administrator there confirms it.",
    )


class UploadForm(PlainForm):
    """A roster file for one of the organisations the actor answers for."""

    organisation = forms.ModelChoiceField(
        label="Organisation",
        queryset=Organisation.objects.none(),
        empty_label="Choose one",
        error_messages={"required": "Choose whose staff are in the file."},
    )
    file = forms.FileField(
        label="Roster file",
        help_text="CSV or Excel (.xlsx), up to 25 MB. Nothing changes before you have seen a preview.",
        error_messages={"required": "Choose a file.", "empty": "The file is empty."},
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.xlsx"}),
    )

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chooser = self.fields["organisation"]
        assert isinstance(chooser, forms.ModelChoiceField)  # noqa: S101 - for the type checker
        chooser.queryset = organisations
        self.only = organisations[0] if len(organisations[:2]) == 1 else None
        if self.only:
            chooser.widget = forms.HiddenInput()
            chooser.initial = self.only.pk

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if upload.size > MAX_BYTES:
            raise forms.ValidationError("The file is larger than 25 MB. Split it and import the parts.")
        return upload


class ColumnsForm(PlainForm):
    """Which column of the file holds what, and whether new teams are made."""

    create_places = forms.BooleanField(
        label="Add services and teams we do not know yet",
        required=False,
        help_text="Otherwise their rows are refused, which finds slips of the pen.",
    )

    def __init__(self, *args: Any, header: tuple[str, ...], mapping: Mapping, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [
            ("", "Not in this file"),
            *((str(i), name or f"Column {i + 1}") for i, name in enumerate(header)),
        ]
        for column, label in COLUMNS.items():
            self.fields[column] = forms.ChoiceField(
                label=label, choices=choices, required=False, initial=str(mapping.get(column, ""))
            )
        self.order_fields([*COLUMNS, "create_places"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        chosen: dict[str, str] = {}
        for column in COLUMNS:
            place = cleaned.get(column)
            if place and place in chosen.values():
                self.add_error(column, "You have chosen this column for something else already.")
            elif place:
                chosen[column] = place
        self.mapping: Mapping = {column: int(place) for column, place in chosen.items()}
        return cleaned


class OtherStaffForm(PlainForm):
    """The name of the other organisation whose people are in the file, typed by somebody who means it."""

    although_of = forms.CharField(
        label="Type the name of the organisation that the file is of",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "govuk-input--width-20"}),
    )


class DecisionForm(PlainForm):
    """Confirm or refuse a membership; a team may be named at the same time."""

    team = forms.ChoiceField(label="Team", required=False)

    def __init__(self, *args: Any, teams: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chooser = self.fields["team"]
        assert isinstance(chooser, forms.ChoiceField)  # noqa: S101 - for the type checker
        chooser.choices = [("", "No team yet"), *teams]

    @classmethod
    def sent(cls, membership_id: int, data: QueryDict) -> "DecisionForm":
        """What was sent about one membership; only teams of its own organisation are known."""
        place = Membership.objects.filter(pk=membership_id).values_list("organisation_id", flat=True)
        teams = cls.teams_of(set(place))
        return cls(
            data, teams=[team for found in teams.values() for team in found], prefix=str(membership_id)
        )

    @property
    def team_id(self) -> int | None:
        """The team that was chosen, once the form is valid."""
        return int(self.cleaned_data["team"]) if self.cleaned_data["team"] else None

    @staticmethod
    def teams_of(organisation_ids: set[int]) -> dict[int, list[tuple[str, str]]]:
        """Teams to choose from, by organisation: one query for a whole page of forms."""
        found: dict[int, list[tuple[str, str]]] = {}
        teams = Team.objects.filter(service__organisation__in=organisation_ids, ends_on=None)
        for team in teams.select_related("service"):
            found.setdefault(team.service.organisation_id, []).append(
                (str(team.pk), f"{team.name}, {team.service.name}")
            )
        return found


class ColleagueForm(PlainForm):
    """Whom a role is for."""

    email = forms.EmailField(label="Work email", help_text="Of somebody on the roster.")


class GrantForm(PlainForm):
    """A role, and how far it reaches."""

    role = forms.ChoiceField(label="Role")
    reach = forms.ChoiceField(label="Where")

    def __init__(self, *args: Any, roles: Choices, places: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("role", roles), ("reach", places)):
            chooser = self.fields[name]
            assert isinstance(chooser, forms.ChoiceField)  # noqa: S101 - for the type checker
            chooser.choices = [("", "Choose one"), *choices]

    def place(self) -> dict[str, int]:
        """The chosen reach as the service wants it: `{"team_id": 3}`, or nothing for everywhere."""
        level, _, number = self.cleaned_data["reach"].partition(":")
        return {f"{level}_id": int(number)} if number else {}
