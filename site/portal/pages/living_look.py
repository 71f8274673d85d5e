"""The living page of components at /cms/look/: every part of the look with its states, for editors and developers.

What it shows is invented. docs/features/design.md has the same parts as lines to copy.
"""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString

from portal.pages.forms import DateField3, HubForm, SlotRadios
from portal.pages.hub import HubItem
from portal.pages.pictures import (
    Bar,
    HeatRow,
    Point,
    Share,
    Tile,
    bar_rows,
    heat_grid,
    london_tile_map,
    share_bar,
    trend_line,
)

LONG_NAME = "Oluwaseun Adébáyò-Featherstonehaugh Vijayaraghavan-Papadimitriou"
COLOURS = (
    ("teal", "The house and its main action"),
    ("sand", "Quiet company: asides, the foot of the page"),
    ("coral", "Stop, danger, a target missed"),
    ("amber", "Due or waiting"),
    ("sage", "Done"),
    ("focus", "Where the keyboard is"),
)
ROWS = (
    HubItem(
        "due",
        "Today",
        "Accept your place on Safe & Together Core",
        "#rows",
        "It is yours until 17:00, then it passes on.",
        "Offer",
        "due",
        when_small="by 17:00",
    ),
    HubItem(
        "booked",
        "Thu 26",
        "Practice consultation",
        "#rows",
        "45 minutes, online. Bring the case reference only.",
        "Booked",
        "ok",
        when_small="10:30",
    ),
    HubItem(
        "booked",
        "2 to 5",
        "A course with a name so long that it has to wrap on every screen, not only on a phone",
        "#rows",
        "",
        "Full: 3 waiting",
        "stop",
        when_small="February 2027",
    ),
    HubItem("earned", "", LONG_NAME, "", "Without a date, without a link.", "Champion", "info"),
    HubItem(
        "earned",
        "14 Oct",
        "الخدمات الاجتماعية للأطفال",
        "#rows",
        "Names are written in the direction they are read.",
        "6 hours",
        "ok",
        when_small="2026",
    ),
)
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov")
SHARES = (38, 40, 43, 44, 47, 50, 52, 53, 56, 58, 61)
EXPECTED = (Point("Dec", 64), Point("Jan", 66), Point("Feb", 70), Point("Mar", 72))
BARS = (
    Bar("Assessment 1", 92),
    Bar("Children in need North", 60),
    Bar("Looked after", None),
    Bar("Early Help", 25),
)
PARTS = (
    Share("Booked", 120),
    Share("Waiting", 31, "due"),
    Share("Cancelled", 12, "stop"),
    Share("Not known", 21, "unknown"),
)
BOROUGHS = {
    "E09000007": 61,
    "E09000008": 44,
    "E09000016": 83,
    "E09000029": 12,
    "E09000033": 0,
    "E09000003": None,
}
LINES = (
    HeatRow("Assessment 1", (92, 88, 40), "#pictures", "Assessment"),
    HeatRow("Looked after", (44, 30, None)),
    HeatRow("Early Help Hub", (38, 25, 0)),
)


class SampleForm(HubForm):
    """One field of each pattern."""

    name = forms.CharField(label="Name on your certificates", help_text="As you want others to read it.")
    email = forms.EmailField(label="Work email")
    password = forms.CharField(label="Password", widget=forms.PasswordInput(attrs={"autocomplete": "off"}))
    on = DateField3(label="When did you take the course?", help_text="For example, 27 11 2026")
    mode = forms.ChoiceField(
        label="How would you like to meet?",
        choices=[("office", "In the office"), ("online", "Online"), ("phone", "By phone")],
        widget=forms.RadioSelect,
    )
    needs = forms.MultipleChoiceField(
        label="What do you need on the day?",
        help_text="Tick all that fit.",
        choices=[("loop", "Hearing loop"), ("step", "No steps"), ("break", "Breaks")],
        widget=forms.CheckboxSelectMultiple,
    )
    borough = forms.ChoiceField(
        label="Borough", choices=[("", "Choose"), ("camden", "Camden"), ("croydon", "Croydon")]
    )
    note = forms.CharField(
        label="Anything else?",
        help_text="No names, dates of birth or addresses.",
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": 300}),
    )
    file = forms.FileField(label="Evidence of training", help_text="PDF, up to 10 MB")
    agree = forms.BooleanField(label="I have read the safety note", help_text="It takes a minute.")
    slot = forms.ChoiceField(
        label="Choose a time",
        widget=SlotRadios,
        choices=[
            ("Thursday 26 November", [("a", "09:30"), ("b", "10:30"), ("c", "14:15")]),
            ("Monday 30 November", [("d", "09:30"), ("e", "11:30"), ("f", "13:15"), ("g", "15:15")]),
        ],
    )


def look(request: HttpRequest) -> HttpResponse:
    """Every component with its states. Open to whoever may use the editor."""
    for kind in ("success", "info", "warning", "error"):
        getattr(messages, kind)(request, f"A message of the kind “{kind}”, as after something was sent.")
    context: dict[str, Any] = {
        "colours": COLOURS,
        "rows": ROWS,
        "form": SampleForm(prefix="calm", initial={"slot": "b", "mode": "online", "on": date(2026, 11, 27)}),
        "faulty": SampleForm(
            {"faulty-on_day": "31", "faulty-on_month": "2", "faulty-on_year": "2026"}, prefix="faulty"
        ),
        "day": date(2026, 11, 24),
        "page_of_many": Paginator(range(30), 10).page(2),
        "scale": range(11),
        "months": MONTHS,
        "pictures": _pictures(),
        "icons": ("consultation", "course", "toolkit", "certificate", "pathway", "champion", "borough"),
    }
    return render(request, "pages/look.html", context)


def _pictures() -> list[tuple[str, SafeString]]:
    pairs = zip(MONTHS, SHARES, strict=True)
    points = [Point(month, share) for month, share in pairs]
    tiles = {code: Tile(share, "#pictures" if share else "") for code, share in BOROUGHS.items()}
    courses = ("Overview", "Core", "Engagement")
    return [
        ("bar_rows", bar_rows("Trained in Core, by team", BARS, target=80)),
        ("trend_line", trend_line("Core coverage over the year", points, forecast=EXPECTED, target=80)),
        ("share_bar", share_bar("What became of 184 requests", PARTS)),
        ("london_tile_map", london_tile_map("Core coverage by borough", tiles)),
        ("heat_grid", heat_grid("Trained, by team and course", courses, LINES, corner="Team")),
    ]
