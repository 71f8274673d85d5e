"""Forms of this app: they parse and show; services decide and write."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import Any

from django import forms

from champions.errors import JoiningLink, MeetingEndsEarly, MeetingOver
from champions.rules import (
    LEAST_MINUTES,
    LEAST_MONTHS,
    MOST_MINUTES,
    MOST_MONTHS,
    USUAL_MONTHS,
    doubts_about,
    holds_a_link,
)
from champions.selectors import RegisterRow
from champions.states import ContactMethod, DeclineReason, EndReason, MeetingKind, Presence
from portal.kernel.clock_times import ClockField
from portal.pages.forms import DateField3, HubForm
from portal.people.models import Membership, Organisation


class NominateForm(HubForm):
    """Whom to put forward, and the time, when the nominator may agree it."""

    membership = forms.TypedChoiceField(label="Who would be a good champion?", coerce=int)
    minutes_per_week = forms.IntegerField(
        label="Minutes a week they have for it",
        required=False,
        help_text="Only if you answer for their team: then it is agreed at once. Most teams agree 60.",
        min_value=LEAST_MINUTES,
        max_value=MOST_MINUTES,
    )

    def __init__(self, *args: Any, people: Iterable[Membership], asks_time: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        by_team = groupby(people, key=_place_name)
        teams = [(name, [(row.pk, row.person.name) for row in rows]) for name, rows in by_team]
        found = [
            ("", "Choose a person"),
            *(teams if len(teams) > 1 else [row for _, rows in teams for row in rows]),
        ]
        self.fields["membership"].choices = found  # type: ignore[attr-defined]  # a choice field
        if not asks_time:
            del self.fields["minutes_per_week"]


class ApplyForm(HubForm):
    """For which of one's own teams."""

    membership = forms.TypedChoiceField(label="For which team?", coerce=int, widget=forms.RadioSelect)

    def __init__(self, *args: Any, places: list[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(row.pk, row.team.name if row.team else row.organisation.name) for row in places]
        self.fields["membership"].choices = choices  # type: ignore[attr-defined]  # a choice field
        if len(choices) == 1:
            self.fields["membership"].initial = choices[0][0]


class AgreeForm(HubForm):
    minutes_per_week = forms.IntegerField(
        label="Minutes a week they have for it",
        help_text="Most teams agree 60.",
        min_value=LEAST_MINUTES,
        max_value=MOST_MINUTES,
    )


class DeclineForm(HubForm):
    reason = forms.ChoiceField(label="Why not?", choices=DeclineReason.choices, widget=forms.RadioSelect)


class ListingForm(HubForm):
    """What the directory shows; everything is off until the champion turns it on."""

    listed = forms.BooleanField(label="Show me in the directory", required=False)
    contact_method = forms.ChoiceField(
        label="How may colleagues reach you?",
        required=False,
        choices=[("", "Rather not say"), *ContactMethod.choices],
        widget=forms.RadioSelect,
    )
    show_email = forms.BooleanField(label="Show my work email", required=False)
    show_job_role = forms.BooleanField(label="Show my job role", required=False)


class StopForm(HubForm):
    reason = forms.ChoiceField(label="Why?", choices=EndReason.choices, widget=forms.RadioSelect)


class RenewForm(HubForm):
    months = forms.IntegerField(
        label="For how many months?", initial=USUAL_MONTHS, min_value=LEAST_MONTHS, max_value=MOST_MONTHS
    )


class MoveMeetingForm(HubForm):
    """When and where. What is unusual about that is asked about, once, before it counts."""

    on = DateField3(label="Date", error_messages={"required": "Write the date: day, month and year."})
    starts = ClockField(
        label="Starts at",
        example="14:00 or 2pm",
        error_messages={"required": "Write when it starts, like 14:00 or 2pm."},
    )
    ends = ClockField(label="Ends at", error_messages={"required": "Write when it ends, like 16:00 or 4pm."})
    where = forms.CharField(
        label="Where",
        max_length=120,
        help_text="A room, or “online”. Only its champions and those who keep it see this. No joining link.",
        error_messages={"required": "Say where: a room, or “online”."},
    )
    sure = forms.BooleanField(label="Yes, this is right", required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        if not self.is_bound:
            del self.fields["sure"]

    def clean(self) -> dict[str, Any]:
        """Say all that is wrong at once; ask about what nobody would expect, unless they said that it is right."""
        found = dict(self.cleaned_data)
        sure = found.pop("sure", False)
        on, starts, ends = (found.get(name) for name in ("on", "starts", "ends"))
        for wrong, refusal in (
            (on and on < self.today, MeetingOver()),
            (starts and ends and ends <= starts, MeetingEndsEarly()),
            (holds_a_link(found.get("where", "")), JoiningLink()),
        ):
            if wrong:
                self.add_error(refusal.field, refusal.sentence)
        doubts = doubts_about(on, starts, ends) if on and starts and ends else []
        if not doubts:
            self.fields.pop("sure", None)
        elif not sure:
            self.add_error("sure", f"{' '.join(doubts)} Is this right?")
        return found

    def answers(self) -> dict[str, Any]:
        """What the service wants to know."""
        return dict(self.cleaned_data)


class MeetingForm(MoveMeetingForm):
    """The same for a new one, and whose champions come."""

    field_order = ("kind", "organisation")
    kind = forms.ChoiceField(
        label="What is it?",
        choices=MeetingKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what kind of meeting it is."},
    )
    organisation = forms.TypedChoiceField(label="For the champions of", coerce=int, empty_value=None)

    def __init__(
        self, *args: Any, organisations: Iterable[Organisation], of_all: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        known = [(row.pk, row.name) for row in organisations]
        whose = self.fields["organisation"]
        whose.choices = [("", "All organisations"), *known] if of_all else known  # type: ignore[attr-defined]
        whose.required = not of_all

    def answers(self) -> dict[str, Any]:
        """What the service wants to know."""
        found = dict(self.cleaned_data)
        return {"organisation_id": found.pop("organisation"), **found}


class RegisterForm(HubForm):
    """Who was there: one question for each champion; nobody has to be answered for at once."""

    def __init__(self, *args: Any, rows: Iterable[RegisterRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for row in rows:
            self.fields[f"champion_{row.champion_id}"] = forms.ChoiceField(
                label=f"{row.name}, {row.team}",
                choices=Presence.choices,
                widget=forms.RadioSelect,
                required=False,
                initial=row.presence,
            )

    def presences(self) -> dict[int, str]:
        """Champion id and presence, for those who were answered for."""
        return {int(name.removeprefix("champion_")): said for name, said in self.cleaned_data.items() if said}


class CancelMeetingForm(HubForm):
    """Nothing to fill in: a yes."""


def _place_name(row: Membership) -> str:
    return f"{row.team.name}, {row.organisation.name}" if row.team else row.organisation.name
