"""Parsing what people type about courses, runs and places. Nothing is saved here."""

from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django import forms
from django.forms import BoundField

from courses.models import Course, Run
from courses.permissions import KEEPERS
from courses.rules.dates import DayPlan
from courses.services import RunPlan
from courses.states import CANCEL_REASONS, DECLINE_WORDS, Mode
from portal.kernel import clock
from portal.kernel.actors import EVERYTHING, Actor, Place, Scope
from portal.kernel.clock_times import ClockField
from portal.pages.forms import DateField3, HubForm
from portal.people import selectors as people
from portal.people.roles import Role

LONGEST_NEEDS = 500
NEEDS_LABEL = "Is there anything you need: access, breaks, food? (optional)"
NEEDS_HINT = "Only the trainers of these dates read it. It is deleted 30 days after the last day."
# So many days a run may have, and so many of them stand open before anybody asks for another one.
DAY_ROWS, OPEN_ROWS = 10, 2
# Booking opens and closes at office hours, UK time.
OPENS, CLOSES = time(9, 0), time(17, 0)


def organisation_choices(scope: Scope = EVERYTHING) -> list[tuple[str, str]]:
    """Everybody who takes part, by name; with a scope, the organisations that it covers whole."""
    rows = people.organisations_touched_by(scope).order_by("name").values_list("pk", "name")
    return [(str(pk), name) for pk, name in rows if scope.everything or pk in scope.organisations]


def _choose(field: forms.Field, choices: list[tuple[str, str]]) -> None:
    field.choices = choices  # type: ignore[attr-defined]  # a choice field


def _few_figures() -> forms.NumberInput:
    return forms.NumberInput(attrs={"class": "govuk-input--width-4"})


class AskForm(HubForm):
    """Asking for a place. A reason is wanted only when something else falls on the same days."""

    clash_reason = forms.CharField(
        label="Why do you want this place all the same?",
        help_text="Your approver will see this. Do not name families or cases.",
        max_length=200,
        required=False,
    )
    needs = forms.CharField(
        label=NEEDS_LABEL,
        help_text=NEEDS_HINT,
        max_length=LONGEST_NEEDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": LONGEST_NEEDS}),
    )

    def __init__(self, *args: Any, clashes: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not clashes:
            del self.fields["clash_reason"]


class NeedsForm(HubForm):
    """Access and dietary needs, given later or changed. Empty takes them back."""

    needs = forms.CharField(
        label=NEEDS_LABEL,
        help_text=f"{NEEDS_HINT} Empty the box to take it back.",
        max_length=LONGEST_NEEDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": LONGEST_NEEDS}),
    )


class CancelForm(HubForm):
    """A keeper says why they cancel somebody's place; who gives back their own is not asked."""

    reason = forms.ChoiceField(
        label="Why is it cancelled?",
        choices=[(code.value, code.label) for code in CANCEL_REASONS],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a reason. The person concerned can read it."},
    )

    def __init__(self, *args: Any, own: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if own:
            del self.fields["reason"]


class DecisionForm(HubForm):
    """One answer to one request or to several. Declining needs a reason."""

    enrolments = forms.MultipleChoiceField(
        label="Requests",
        error_messages={
            "required": "Choose at least one request.",
            "invalid_choice": "One of the requests you chose has been answered meanwhile.",
        },
    )
    answer = forms.ChoiceField(choices=[("approve", "Agree"), ("decline", "Do not agree")])
    reason = forms.ChoiceField(
        label="If you do not agree: why?",
        help_text="Your colleague reads this, your name, and what they can do next.",
        choices=[("", "Choose a reason"), *((code.value, words) for code, words in DECLINE_WORDS.items())],
        required=False,
    )

    def __init__(self, *args: Any, ids: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self.fields["enrolments"], [(str(pk), str(pk)) for pk in ids])

    def typed_ids(self) -> list[int]:
        """The ids that were sent, whether or not they are still among the choices."""
        typed = self["enrolments"].data or []
        return [int(value) for value in typed if str(value).isdecimal() and len(str(value)) < 19]

    def clean(self) -> dict[str, Any]:
        known = super().clean() or self.cleaned_data
        if known.get("answer") == "decline" and not known.get("reason"):
            self.add_error("reason", "Choose why you do not agree.")
        return known


@dataclass(frozen=True, slots=True)
class DayRow:
    """The fields of one day, and whether it stands open: the first ones, and all up to the last that says something."""

    number: int
    on: BoundField
    starts: BoundField
    ends: BoundField
    is_open: bool

    @property
    def folds(self) -> bool:
        """Whether it has to be asked for."""
        return self.number > OPEN_ROWS


class DaysForm(HubForm):
    """Up to ten days with their hours, in UK wall time. Rows left empty are no days."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for n in range(1, DAY_ROWS + 1):
            self.fields[f"day_{n}_on"] = DateField3(label=f"Day {n}", required=False, named=f"Day {n}")
            for part in ("starts", "ends"):
                wrong = f"Day {n} {part}: write the time like 09:30, 9.30am or 5pm."
                self.fields[f"day_{n}_{part}"] = ClockField(
                    label=f"Day {n} {part}", required=False, error_messages={"invalid": wrong}
                )

    def day_rows(self) -> list[DayRow]:
        """The three fields of each day, for the page."""
        rows = {
            n: [self[f"day_{n}_{part}"] for part in ("on", "starts", "ends")] for n in range(1, DAY_ROWS + 1)
        }
        last = max((n for n, fields in rows.items() if any(map(_says_something, fields))), default=0)
        return [
            DayRow(n, on, starts, ends, is_open=n <= max(last, OPEN_ROWS))
            for n, (on, starts, ends) in rows.items()
        ]

    def clean(self) -> dict[str, Any]:
        known = super().clean() or self.cleaned_data
        missing = {"on": "enter the date", "starts": "enter when it starts", "ends": "enter when it ends"}
        for n in range(1, DAY_ROWS + 1):
            names = {f"day_{n}_{part}": words for part, words in missing.items()}
            if any(known.get(name) for name in names):
                for name, words in names.items():
                    if name in known and not known[name]:
                        self.add_error(name, f"Day {n}: {words}.")
        return known

    def day_plans(self) -> list[DayPlan]:
        """The days that were filled in."""
        known = self.cleaned_data
        return [
            DayPlan(known[f"day_{n}_on"], known[f"day_{n}_starts"], known[f"day_{n}_ends"])
            for n in range(1, DAY_ROWS + 1)
            if known.get(f"day_{n}_on")
        ]


def _says_something(bound: BoundField) -> bool:
    value = bound.value()
    return any(value) if isinstance(value, list) else bool(value)


class RunForm(DaysForm):
    """A run: what, how, where, for how many, when. Used to make one and to move one."""

    PARTS = (
        ("Where", ("mode", "venue", "room", "joining_link")),
        ("How many people", ("capacity", "minimum", "decision_on")),
        ("Who", ("trainers", "open_to")),
        ("Booking", ("opens_on", "closes_on")),
    )

    mode = forms.ChoiceField(
        label="How it is given",
        choices=Mode.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how it is given."},
    )
    venue = forms.CharField(
        label="Venue",
        max_length=160,
        required=False,
        help_text="Shown to staff whose place of work is confirmed.",
    )
    room = forms.CharField(label="Room", max_length=80, required=False)
    joining_link = forms.URLField(
        label="Joining link",
        max_length=300,
        required=False,
        assume_scheme="https",
        help_text="Shown only to people with a booked place.",
    )
    minimum = forms.IntegerField(
        label="Fewest people for it to go ahead", min_value=0, initial=0, widget=_few_figures()
    )
    decision_on = DateField3(
        label="Decide by (optional)",
        required=False,
        help_text="The day on which you look whether enough people have booked.",
    )
    opens_on = DateField3(
        label="Booking opens (optional)",
        required=False,
        help_text="At 09:00. Leave empty to open it as soon as it is published.",
    )
    closes_on = DateField3(
        label="Booking closes (optional)",
        required=False,
        help_text="At 17:00. Leave empty for one day before it begins.",
    )

    def parts(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields but those of the days, in parts with a heading each."""
        found = [
            (heading, [self[name] for name in names if name in self.fields]) for heading, names in self.PARTS
        ]
        return [(heading, fields) for heading, fields in found if fields]

    def plan(self, *, capacity: int) -> RunPlan:
        """What was typed, apart from days, trainers and whom it is open to."""
        known = self.cleaned_data
        return RunPlan(
            mode=known["mode"],
            capacity=capacity,
            minimum=known["minimum"],
            venue=known["venue"],
            room=known["room"],
            joining_link=known["joining_link"],
            decision_on=known["decision_on"],
            booking_opens_at=clock.wall_to_utc(known["opens_on"], OPENS) if known["opens_on"] else None,
            booking_closes_at=clock.wall_to_utc(known["closes_on"], CLOSES) if known["closes_on"] else None,
        )


class PeopleFields(HubForm):
    """Who gives it, and whom it is open to."""

    trainers = forms.MultipleChoiceField(
        label="Trainers", widget=forms.CheckboxSelectMultiple, required=False
    )
    open_to = forms.MultipleChoiceField(
        label="Open to",
        help_text="Leave all empty to open it to everybody.",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def offer_people(self, trainers: dict[int, str], actor: Actor) -> None:
        """Give both fields their choices, the trainers by name, and those organisations the actor keeps dates for."""
        by_name = sorted(trainers.items(), key=lambda pair: pair[1])
        _choose(self.fields["trainers"], [(str(pk), name) for pk, name in by_name])
        scope, open_to = actor.scope(*KEEPERS), self.fields["open_to"]
        _choose(open_to, organisation_choices(scope))
        if not scope.everything:
            open_to.help_text = "You keep dates for these. Dates for everybody are made by the service."
            open_to.required = True
            open_to.error_messages["required"] = "Choose whom it is open to."
            open_to.initial = [pk for pk, _ in organisation_choices(scope)]


class RunPeopleForm(PeopleFields):
    """Changing the people of dates that exist."""

    def __init__(self, *args: Any, run: Run, actor: Actor, on: date, **kwargs: Any) -> None:
        initial = {
            "trainers": [str(person.pk) for person in run.trainers.all()],
            "open_to": [str(organisation.pk) for organisation in run.open_to.all()],
        }
        super().__init__(*args, initial=initial, **kwargs)
        # Whoever gives it now stays a choice, even where their role has ended meanwhile.
        people_to_choose = {person.pk: person.name for person in run.trainers.all()}
        people_to_choose |= {p.pk: p.name for p in people.people_with_role(Role.TRAINER, Place(), on)}
        self.offer_people(people_to_choose, actor)


class NewRunForm(RunForm, PeopleFields):
    """The same with what cannot be changed by moving: course, size, trainers, whom it is open to."""

    field_order = ("course",)
    course = forms.ChoiceField(label="Course", error_messages={"required": "Choose a course."})
    capacity = forms.IntegerField(label="Places", min_value=1, max_value=500, widget=_few_figures())

    def __init__(self, *args: Any, actor: Actor, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        courses = (
            Course.objects.filter(active=True, editions__isnull=False).distinct().values_list("pk", "title")
        )
        _choose(
            self.fields["course"], [("", "Choose a course"), *((str(pk), title) for pk, title in courses)]
        )
        self.offer_people({p.pk: p.name for p in people.people_with_role(Role.TRAINER, Place(), on)}, actor)


class CopyForm(HubForm):
    first_on = DateField3(
        label="First day of the copy",
        help_text="For example 12 1 2027. The other days keep their distance, and all keep their hours.",
        error_messages={"required": "Enter the first day of the copy."},
    )


class CapacityForm(HubForm):
    capacity = forms.IntegerField(label="Places", min_value=1, max_value=500, widget=_few_figures())


class CancelRunForm(HubForm):
    reason = forms.CharField(
        label="Why is it cancelled?",
        max_length=200,
        help_text="For the record; people are told that it is cancelled, not why.",
        error_messages={"required": "Say why the dates are cancelled."},
    )
