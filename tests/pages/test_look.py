"""The small pieces of the look: escaped, wired and complete (PG-03)."""

import re
from datetime import UTC, date, datetime
from html.parser import HTMLParser

import pytest
from django import forms
from django.template import engines

from portal.pages.forms import DateField3, HubForm, SlotRadios
from portal.pages.templatetags import look
from portal.people.models import User
from portal.people.roles import Role
from portal.people.services import keep_editor_groups
from tests.factories.people import NOW, make_grant, make_user
from tests.harness.places import ROOT

SHEETS = ROOT / "site" / "portal" / "static" / "css"


class CourseForm(HubForm):
    title = forms.CharField(label="Title", help_text="As on the certificate.")
    on = DateField3(label="When was it?")
    mode = forms.ChoiceField(label="How", choices=[("o", "Online")], widget=forms.RadioSelect)
    password = forms.CharField(label="Password", widget=forms.PasswordInput, required=False)
    slot = forms.ChoiceField(
        label="A time", choices=[("Thursday", [("1", "09:30"), ("2", "10:30")])], widget=SlotRadios
    )


class Parts(HTMLParser):
    """Ids, and what points at them."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.pointers: list[str] = []
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            elif name in ("for", "aria-describedby") or (name == "href" and (value or "").startswith("#")):
                self.pointers += (value or "").removeprefix("#").split()


def draw(template: str, **context: object) -> str:
    return engines["django"].from_string("{% load look %}" + template).render(context)


@pytest.mark.feature("PG-03")
def test_row_escapes_what_people_typed() -> None:
    drawn = look.row(when="Today", title="<script>", detail="O’Brien & Łukasik", tag="<b>", url='/x/"')

    assert "<script>" not in drawn
    assert "&lt;script&gt;" in drawn
    assert "O’Brien &amp; Łukasik" in drawn
    assert 'href="/x/&quot;"' in drawn


@pytest.mark.feature("PG-03")
def test_row_tells_links_of_the_same_name_apart_when_they_are_read_out() -> None:
    drawn = draw('{% row title="Online" url="/1/" about=day %}', day="<Tuesday 8 December>")

    assert 'Online<span class="govuk-visually-hidden">, &lt;Tuesday 8 December&gt;</span></a>' in drawn


def test_row_has_no_empty_place_when_there_is_no_date() -> None:
    drawn = look.row(title="Camden", url="/boroughs/camden/")

    assert "hub-row--plain" in drawn
    assert "hub-row__when" not in drawn


def test_dates_and_times_are_said_as_in_london() -> None:
    instant = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)

    assert look.uk_date(instant) == "Thursday 2 July 2026"
    assert look.short_date(date(2026, 11, 24)) == "24 Nov"
    assert look.uk_time(instant) == "00:30"
    assert look.uk_date(None) == look.short_date(None) == look.uk_time(None) == ""


def test_notice_keeps_its_words_and_kind() -> None:
    drawn = draw('{% notice kind="stop" %}<p>{{ words }}</p>{% endnotice %}', words="a < b")

    assert drawn == '<div class="hub-notice hub-notice--stop"><p>a &lt; b</p></div>'


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537 Chrome/150 Safari/537 Edg/150", "Edge on Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19) Version/19 Safari/604", "Safari on an iPhone"),
        ("curl/8", "A browser"),
    ],
)
def test_device_is_named_so_that_people_know_their_own(agent: str, said: str) -> None:
    assert look.device(agent) == said


@pytest.mark.feature("PG-03")
def test_every_pointer_of_a_form_leads_somewhere_when_it_has_faults() -> None:
    form = CourseForm({"on_day": "31", "on_month": "2", "on_year": "2026"})

    parts = Parts(draw("{% error_summary form %}{{ form }}", form=form))

    assert len(parts.ids) == len(set(parts.ids))
    assert set(parts.pointers) <= set(parts.ids)
    assert {"id_title_hint", "id_title_error", "id_on_day", "id_slot_0"} <= set(parts.pointers)


@pytest.mark.feature("PG-03")
def test_what_is_missing_is_named_in_the_summary_and_beside_the_field() -> None:
    drawn = draw("{% error_summary form %}{{ form }}", form=CourseForm({}))

    assert '<a href="#id_title">Fill in “Title”</a>' in drawn
    assert '<a href="#id_on_day">Answer “When was it?”</a>' in drawn
    assert drawn.count("Choose from “How”") == 2
    assert "This field is required" not in drawn


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (("31", "2", "2026"), "This is not a date. Write it like 27 11 2026."),
        (("5", "", "2026"), "The date needs a month."),
        (("", "", "2026"), "The date needs a day and a month."),
        (("x", "y", "z"), "This is not a date. Write it like 27 11 2026."),
        (("5", "3", "202"), "Write the year in full, like 2026."),
        (("5", "3", "2" * 30), "This is not a date. Write it like 27 11 2026."),
    ],
)
def test_date_says_in_one_sentence_what_is_wrong(typed: tuple[str, str, str], sentence: str) -> None:
    day, month, year = typed

    form = CourseForm({"on_day": day, "on_month": month, "on_year": year})

    assert form.errors["on"] == [sentence]
    assert f'value="{year}"' in draw("{% field form.on %}", form=form)


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        (("5", "", "2026"), ["month"]),
        (("", "", "2026"), ["day", "month"]),
        (("31", "2", "2026"), ["day", "month", "year"]),
        (("", "", ""), ["day", "month", "year"]),
    ],
)
def test_only_the_boxes_of_a_date_that_need_an_answer_are_marked(
    typed: tuple[str, str, str], wrong: list[str]
) -> None:
    form = CourseForm(dict(zip(("on_day", "on_month", "on_year"), typed, strict=True)))

    drawn = draw("{% error_summary form %}{% field form.on %}", form=form)

    assert re.findall(r'govuk-input--error" id="id_on_(\w+)"', drawn) == wrong
    assert f'<a href="#id_on_{wrong[0]}">' in drawn


def test_boxes_of_a_date_are_a_group_so_that_their_error_is_read_out() -> None:
    form = CourseForm({})

    assert 'role="group" aria-describedby="id_on_error"' in draw("{% field form.on %}", form=form)
    assert "role=" not in draw("{% field form.mode %}", form=form)


def test_alert_is_not_the_part_that_takes_the_focus() -> None:
    summary = draw("{% error_summary form %}", form=CourseForm({}))

    assert re.search(r'tabindex="-1" data-hub-focus>\s*<div role="alert">', summary)


@pytest.mark.parametrize("year", ["2026", "26"])
def test_date_comes_back_as_a_date(year: str) -> None:
    form = CourseForm({"on_day": " 7", "on_month": "11", "on_year": year})
    form.is_valid()

    assert form.cleaned_data["on"] == date(2026, 11, 7)


def test_password_stands_in_a_box_for_its_button_and_carries_no_placeholder() -> None:
    drawn = draw("{% field form.password %}", form=CourseForm())

    assert drawn.count('type="password"') == 1
    assert '<div class="hub-password">' in drawn
    assert "placeholder" not in drawn


def test_slots_are_grouped_by_day_and_keep_the_choice() -> None:
    drawn = draw("{% field form.slot %}", form=CourseForm({"slot": "2"}))

    assert '<legend class="govuk-fieldset__legend">Thursday</legend>' in drawn
    assert 'value="2" checked' in drawn


# Parts that are a page's frame, and so stand around the living page or on pages of their own.
NOT_SHOWN = {
    "hub-banner": "the demonstration's line at the top",
    "hub-back": "the same as govuk-back-link",
    "hub-exit__cover": "covers the page while one leaves",
    "hub-exit--counting": "while Shift is counted",
    "hub-exit--hero": "the home page",
    "hub-first": "a heading without space above it",
    "hub-grid": "layouts/aside.html",
    "hub-hero": "the home page",
    "hub-hero--in": "the home page",
    "hub-hero__inner": "the home page",
    "hub-hero__support": "the home page",
    "hub-hero__words": "the home page",
    "hub-heat__cell--1": "a shade",
    "hub-heat__cell--4": "a shade",
    "hub-heat__total": "the last line of a heat grid",
    "hub-narrow-only": "a link on phones",
    "hub-page": "layouts/page.html",
    "hub-prose": "a width",
    "hub-picture--signs": "the width of a picture that the champions draw",
    "hub-qr": "the second factor",
    "pic-bar--soft": "a shade",
    "pic-tile--2": "a shade",
}


@pytest.mark.django_db
@pytest.mark.feature("PG-03")
def test_living_page_shows_every_part_that_the_sheets_draw(client) -> None:
    user = make_user()
    make_grant(user.person, Role.EDITOR)
    keep_editor_groups(person_id=user.person_id, on=NOW.date())
    client.force_login(User.objects.get(pk=user.pk))

    page = client.get("/cms/look/").content.decode()
    shown = {name for names in re.findall(r'class="([^"]*)"', page) for name in names.split()}
    sheets = [SHEETS / f"{name}.css" for name in ("base", "components", "data", "forms", "frame")]
    drawn = {name for sheet in sheets for name in re.findall(r"\.((?:hub|pic)-[\w-]+)", sheet.read_text())}

    assert drawn - shown == set(NOT_SHOWN)


@pytest.mark.feature("PG-03")
def test_long_text_says_its_room_without_script_and_cuts_nothing() -> None:
    class NoteForm(HubForm):
        note = forms.CharField(label="Note", widget=forms.Textarea(attrs={"maxlength": 300}))

    drawn = str(NoteForm({"note": "x" * 301}))

    assert "You can write up to 300 characters" in drawn
    assert ' maxlength="' not in drawn
    assert 'data-room="300"' in drawn
    assert set(Parts(drawn).pointers) <= set(Parts(drawn).ids)


@pytest.mark.feature("PG-03")
def test_password_is_neither_spell_checked_nor_begun_with_a_capital() -> None:
    drawn = look.gds_widget(CourseForm()["password"])

    assert 'spellcheck="false"' in drawn
    assert 'autocapitalize="none"' in drawn
