"""What in an editor's words may tell of one person, and what is left alone (PG-01)."""

from datetime import date
from typing import Any

import pytest
from wagtail.test.utils.form_data import nested_form_data, streamfield

from portal.pages.identity import doubts_about, faults_in_contacts
from portal.pages.models import NewsIndexPage, NewsPage
from portal.pages.services.foundation import foundation_words
from portal.people.roles import Role
from tests.factories.pages import make_editing_user

pytestmark = pytest.mark.feature("PG-01")

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("words", "quoted"),
    [
        ("Kieran Smith is safe", "“Kieran Smith” seems to be somebody’s name."),
        ("We met Leyla Hassan today", "“Leyla Hassan” seems to be somebody’s name."),
        ("Grace Smith hosts it", "“Grace Smith” seems to be somebody’s name."),
        ("Ask Mrs Okafor-Jones", "“Mrs Okafor-Jones” seems to be somebody’s name."),
        ("Write to karen.hill@example.org", "“karen.hill” seems to be somebody’s name."),
        ("Kieran came. Fatima’s mother rang.", "“Kieran” and “Fatima’s” seem to be names of people."),
        ("Ring 07700 900123", "“07700 900123” is a mobile phone"),
        ("About CAM-104233", "“CAM-104233” looks like the reference of a case."),
        ("NHS 943 476 5919", "“943 476 5919” looks like an NHS number."),
        ("They live at NW5 2AB", "“NW5 2AB” looks like a postcode."),
        ("born on 12 March 2015", "“born on 12 March 2015” looks like a birth date."),
        ("The child (12/03/2015)", "“12/03/2015” looks like a birth date."),
    ],
)
def test_words_are_doubted_when_they_may_tell_of_one_person(words: str, quoted: str) -> None:
    assert any(quoted in doubt for doubt in doubts_about(words, TODAY))


@pytest.mark.parametrize(
    "words",
    [
        "Core in Havering, on 12/01/2027 at Mercury House. Ring 01708 433222.",
        "Victoria Library, Lilian Baylis Hall, Holly Park Clinic, Daisy Hill Surgery",
        "Rosemary Works, Francis Close, St George’s Hospital",
        "They miss school. May 2026 and Mark the day. Report of 2024/25.",
        "Safe & Together, Restart, MARAC, Community Idva, the lead of Camden, Kent Police",
        "victoria.library@example.org, duty.desk@example.org",
        "",
        "\x00 الاثنين",
    ],
)
def test_words_are_left_alone_when_they_name_places_and_programmes(words: str) -> None:
    assert doubts_about(words, TODAY) == []
    assert faults_in_contacts(words) == []


def test_first_words_of_the_portal_are_not_doubted() -> None:
    assert doubts_about(str(foundation_words()), TODAY) == []


def test_address_is_doubted_unless_it_is_of_a_desk() -> None:
    words = "12 Queen Road, NW5 2AB"

    assert len(doubts_about(words, TODAY)) == 2
    assert doubts_about(words, TODAY, of_a_desk=True) == []


def added_news(client: Any, **fields: str) -> Any:
    client.force_login(make_editing_user(Role.EDITOR))
    data = {
        "title": "New dates", "slug": "new-dates", "date": "2026-11-24", "summary": "Core in spring.",
        "body": streamfield([]), "action-submit": "1",
        "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1000},
    }  # fmt: skip
    index = NewsIndexPage.objects.get()
    address = f"/cms/pages/add/pages/newspage/{index.pk}/"
    return client.post(address, nested_form_data({**data, **fields}), follow=True)


@pytest.mark.django_db
@pytest.mark.usefixtures("foundation")
@pytest.mark.parametrize(
    ("field", "words", "said"),
    [
        ("title", "Kieran Smith is safe", "Title: “Kieran Smith” seems to be somebody’s name."),
        ("slug", "kieran-smith-is-safe", "Address: “Kieran Smith Is” seems to be somebody’s name."),
        ("summary", "About CAM-104233.", "Summary: “CAM-104233” looks like the reference of a case."),
    ],
)
def test_both_people_are_warned_when_a_page_may_name_somebody(
    client, field: str, words: str, said: str
) -> None:
    saved = added_news(client, **{field: words})
    client.force_login(make_editing_user(Role.APPROVER))
    read = client.get(f"/cms/sign-off/{NewsPage.objects.get().pk}/")

    for answer in (saved, read):
        assert said in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.usefixtures("foundation")
def test_words_in_a_block_are_doubted_after_the_name_of_their_field(client) -> None:
    page = NewsPage(title="New dates", date=TODAY, summary="Core in spring.")
    page.body = [("heading", "Dates"), ("text", "<p>Ring <b>07700 900123</b></p>")]

    NewsIndexPage.objects.get().add_child(instance=page)

    assert [doubt.partition(" is")[0] for doubt in page.doubts(TODAY)] == ["Body: “07700 900123”"]
