"""What an editor types about a borough: desks and no people, and a code that stays (PG-01)."""

from typing import Any

import pytest
from wagtail.test.utils.form_data import nested_form_data, streamfield

from portal.pages.models import BoroughIndexPage, BoroughPage
from portal.pages.office_days import fault_in_office_days, spoken_days, weekdays_in
from portal.people.roles import Role
from tests.factories.consultations import make_surgery
from tests.factories.pages import make_editing_user
from tests.factories.people import make_organisation

pytestmark = [pytest.mark.django_db, pytest.mark.feature("PG-01"), pytest.mark.usefixtures("foundation")]


def make_borough_page(code: str = "camden") -> BoroughPage:
    index = BoroughIndexPage.objects.get()
    return index.add_child(instance=BoroughPage(title=code.title(), slug=code, organisation_code=code))


def edited(client, page: BoroughPage, role: Role = Role.EDITOR, **fields: str) -> Any:
    client.force_login(make_editing_user(role))
    data = {
        "title": page.title, "slug": page.slug, "intro": "", "office_days": "", "contacts": "", "review_by": "",
        "review_owner": "", "organisation_code": page.organisation_code, "body": streamfield([]),
        "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1000},
    }  # fmt: skip
    return client.post(f"/cms/pages/{page.pk}/edit/", nested_form_data({**data, **fields}), follow=True)


@pytest.mark.parametrize(
    ("field", "words", "sentence"),
    [
        ("contacts", "Mrs Karen Hill, 020 8770 5000", "“Mrs Karen Hill” seems to be somebody’s name."),
        ("contacts", "karen.hill@sutton.gov.uk", "“karen.hill” seems to be somebody’s name."),
        ("contacts", "Duty desk, 07700 900123", "“07700 900123” is a mobile phone"),
        ("contacts", "Duty desk, +44 (0)7700 900123", "“+44 (0)7700 900123” is a mobile phone"),
        ("office_days", "Ask for Miss Okafor", "“Miss Okafor” seems to be somebody’s name."),
    ],
)
def test_contact_that_is_a_person_is_refused_beside_its_field(
    client, field: str, words: str, sentence: str
) -> None:
    make_organisation("camden")
    page = make_borough_page()

    answer = edited(client, page, **{field: words})

    assert sentence in answer.content.decode()
    assert page.latest_revision_id == BoroughPage.objects.get(pk=page.pk).latest_revision_id


@pytest.mark.parametrize(
    "words",
    [
        "Domestic abuse desk: domestic.abuse@havering.gov.uk\nMASH: 01708 433222",
        "St George’s Hospital, George Street desk, 020 7946 0999",
        "Front door, Mercury House, Romford",
        "",
    ],
)
def test_contact_that_is_a_desk_is_kept(client, words: str) -> None:
    make_organisation("camden")
    page = make_borough_page()

    edited(client, page, contacts=words)

    kept = BoroughPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert kept.contacts.split() == words.split()


@pytest.mark.parametrize(("role", "kept"), [(Role.EDITOR, True), (Role.ADMIN, False)])
def test_code_of_a_borough_is_kept_when_an_editor_changes_it(client, role: Role, kept: bool) -> None:
    make_organisation("camden")
    page = make_borough_page()
    make_organisation("merton")

    edited(client, page, role, organisation_code="merton")

    newest = BoroughPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert newest.organisation_code == (page.organisation_code if kept else "merton")


def test_boroughs_stand_by_name_in_the_editor(client) -> None:
    index = BoroughIndexPage.objects.get()
    for code in ("sutton", "barnet", "camden"):
        make_borough_page(code)
    client.force_login(make_editing_user(Role.EDITOR))

    words = client.get(f"/cms/pages/{index.pk}/").content.decode()

    assert words.index("Barnet") < words.index("Camden") < words.index("Sutton")


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("Mondays and Thursdays", {0, 3}),
        ("mon, tues & WEDS", {0, 1, 2}),
        ("Monday to Thursday, from 9am", {0, 1, 2, 3}),
        ("Tue–Fri", {1, 2, 3, 4}),
        ("Every weekday: weekdays", {0, 1, 2, 3, 4}),
        ("Saturday", {5}),
        ("By arrangement, in Monmouth House", set()),
        ("", set()),
        ("\x00 الاثنين", set()),
    ],
)
def test_weekdays_are_read_from_words(words: str, days: set[int]) -> None:
    assert weekdays_in(words) == days


def test_office_days_are_doubted_only_when_they_differ_from_a_plan() -> None:
    planned = frozenset({0, 3})

    assert fault_in_office_days("Thursdays, Mondays", planned) == ""
    assert fault_in_office_days("By arrangement", planned) == ""
    assert fault_in_office_days("Mondays", None) == ""
    assert "says no day in person" in fault_in_office_days("Mondays", frozenset())
    assert "say Mondays and Tuesdays; the lead’s plan" in fault_in_office_days("Mon and Tue", planned)
    assert (spoken_days(frozenset({0, 1, 4})), spoken_days(frozenset())) == (
        "Mondays, Tuesdays and Fridays",
        "",
    )


def test_days_of_the_plan_stand_beside_the_field(client, clock) -> None:
    make_surgery("camden")
    page = make_borough_page()
    client.force_login(make_editing_user(Role.EDITOR))

    assert "Booking shows: Mondays" in client.get(f"/cms/pages/{page.pk}/edit/").content.decode()


@pytest.mark.parametrize(("words", "is_doubted"), [("Mondays", True), ("By arrangement", False)])
def test_days_in_the_office_are_doubted_when_the_lead_meets_people_by_video_only(
    client, clock, words: str, is_doubted: bool
) -> None:
    surgery = make_surgery("camden")
    surgery.plan.rules.update(mode="video", place="")
    page = make_borough_page()

    saved = edited(client, page, office_days=words, **{"action-submit": "1"}).content.decode()

    assert ("plan, which booking shows, says no day in person" in saved) == is_doubted
    assert "Booking shows: no day in person" in client.get(f"/cms/pages/{page.pk}/edit/").content.decode()


def test_days_that_differ_are_kept_and_both_people_are_warned(client, clock) -> None:
    make_surgery("camden")
    page = make_borough_page()

    saved = edited(client, page, office_days="Sundays", **{"action-submit": "1"})
    client.force_login(make_editing_user(Role.APPROVER))
    read = client.get(f"/cms/sign-off/{page.pk}/")

    for answer in (saved, read):
        assert "The office days say Sundays; the lead’s plan" in answer.content.decode()
    assert BoroughPage.objects.get(pk=page.pk).get_latest_revision_as_object().office_days == "Sundays"


def test_name_in_the_intro_is_kept_and_both_people_are_warned(client) -> None:
    make_organisation("camden")
    page = make_borough_page()

    saved = edited(client, page, intro="Ask Fatima about Restart.", **{"action-submit": "1"})
    client.force_login(make_editing_user(Role.APPROVER))
    read = client.get(f"/cms/sign-off/{page.pk}/")

    for answer in (saved, read):
        assert "Intro: “Fatima” seems to be somebody’s name." in answer.content.decode()
    assert BoroughPage.objects.get(pk=page.pk).get_latest_revision_as_object().intro.startswith("Ask Fatima")
