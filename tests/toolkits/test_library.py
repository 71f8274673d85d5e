"""Finding a toolkit: filters with counts, words, and what is said when nothing fits (TK-01)."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from portal.kernel.actors import SYSTEM
from tests.factories.people import make_staff
from tests.factories.toolkits import CORE, NOW, STAFF, learn_course, make_toolkit
from toolkits import services
from toolkits.errors import NotYours
from toolkits.models import Label, Toolkit
from toolkits.rules import WayIn
from toolkits.selectors import Filters, choices, library
from toolkits.states import UnlockKind

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("clock"),
    pytest.mark.feature("TK-01"),
]


def label(toolkit: Toolkit, *labels: tuple[str, str]) -> Toolkit:
    return services.set_labels(actor=SYSTEM, toolkit_id=toolkit.pk, labels=labels, now=NOW)


@pytest.fixture
def visit() -> Toolkit:
    """Closed until Core is finished."""
    made = make_toolkit("First visit", ways=[CORE], guidance=[("text", "<p>Bring the umbrella card.</p>")])
    return label(made, ("audience", "early-help"))


@pytest.fixture
def talk() -> Toolkit:
    """Open to all staff."""
    made = make_toolkit(
        "Talking with children",
        summary="Words that children can use.",
        guidance=[("text", "<p>Sit beside them, never opposite; bring a lighthouse picture.</p>")],
    )
    return label(made, ("used_with", "children"), ("pathway", "restart"))


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["Talking with children", "First visit"]),
        ({"used_with": "children"}, ["Talking with children"]),
        ({"pathway": "restart"}, ["Talking with children"]),
        ({"audience": "early-help"}, ["First visit"]),
        ({"course": "core"}, ["First visit"]),
        ({"mine": True}, ["Talking with children"]),
        ({"words": "visit"}, ["First visit"]),
        ({"words": "lighthouse"}, ["Talking with children"]),
        ({"words": "CHILDREN can"}, ["Talking with children"]),
        ({"words": "nothing like it"}, []),
        ({"words": "visit", "mine": True}, []),
    ],
)
def test_library_narrows_when_filters_are_set(
    visit: Toolkit, talk: Toolkit, asked: dict[str, object], found: list[str]
) -> None:
    reader = make_staff().actor()

    assert [card.title for card in library(reader, Filters(**asked))] == found  # type: ignore[arg-type]


def test_words_inside_find_nothing_until_the_toolkit_is_open(visit: Toolkit) -> None:
    staff = make_staff()
    closed = library(staff.actor(), Filters(words="umbrella"))

    learn_course(staff.person.pk, enrolment=1)

    assert closed == []
    assert [card.title for card in library(staff.actor(), Filters(words="umbrella"))] == ["First visit"]


def test_drafts_are_in_no_list_and_no_count_when_a_reader_looks(client: Client, talk: Toolkit) -> None:
    label(
        make_toolkit("Secret draft", live=False), ("used_with", "children"), ("audience", "partner-agencies")
    )
    client.force_login(make_staff().user)

    page = client.get("/toolkits/?q=draft").content.decode()

    assert "Secret draft" not in page
    assert "Partner agencies" not in page
    assert "Children and young people (1)" in client.get("/toolkits/").content.decode()


def test_choices_count_what_the_other_filters_leave(visit: Toolkit, talk: Toolkit) -> None:
    label(make_toolkit("Play", ways=[STAFF]), ("used_with", "children"), ("audience", "early-help"))
    reader = make_staff().actor()

    everything = choices(reader, Filters())
    narrowed = choices(reader, Filters(audience="early-help"))

    assert [choice.label for choice in everything["used_with"]] == ["Children and young people (2)"]
    assert [choice.label for choice in narrowed["used_with"]] == ["Children and young people (1)"]
    assert [choice.label for choice in narrowed["audience"]] == ["Early help (2)"]
    assert [choice.label for choice in everything["course"]] == ["Safe & Together Core (1)"]
    assert choices(reader, Filters(audience="early-help", course="core"))["used_with"] == []


def test_page_says_what_to_take_away_when_nothing_fits(client: Client, visit: Toolkit, talk: Toolkit) -> None:
    client.force_login(make_staff().user)

    page = client.get("/toolkits/?used_with=children&audience=early-help").content.decode()

    assert "No toolkit fits" in page
    assert re.search(r'href="/toolkits/\?used_with=children">Take away “Early help”</a> \(1 toolkit\)', page)
    assert 'href="/toolkits/?audience=early-help">Take away “Children and young people”</a>' in page


def test_page_says_what_to_do_when_there_is_nothing_at_all(client: Client) -> None:
    client.force_login(make_staff().user)

    assert "There are no toolkits yet." in client.get("/toolkits/").content.decode()
    assert "Take the filters away" in client.get("/toolkits/?q=zebra").content.decode()


@pytest.mark.parametrize(
    "query",
    [
        "q=" + "x" * 10_000,
        "q=%27%22%3B--%25_%5C",
        "q=***&audience=***",
        "audience=<script>alert(1)</script>",
        "course=../../etc&pathway=%D9%85%D8%AD%D9%85%D8%AF",
        "used_with=" + "y" * 500,
        "q=%F0%9F%8C%BB&show=everything",
        "q=%D9%85%D8%AD%D9%85%D8%AF",
        "q=OR+AND+NOT+(",
    ],
)
def test_page_answers_when_the_address_is_hostile(client: Client, talk: Toolkit, query: str) -> None:
    client.force_login(make_staff().user)

    answer = client.get(f"/toolkits/?{query}")

    assert answer.status_code == 200
    assert b"<script>alert" not in answer.content


def test_percent_sign_finds_only_itself(talk: Toolkit) -> None:
    reader = make_staff().actor()

    assert library(reader, Filters(words="%")) == []
    assert library(reader, Filters(words="_")) == []


def test_content_note_stands_before_guidance_and_file_when_there_is_one(client: Client) -> None:
    note = "Describes physical harm in plain words."
    made = make_toolkit(content_note=note, guidance=[("text", "<p>Take your time.</p>")])
    client.force_login(make_staff().user)

    page = client.get(f"/toolkits/{made.page.slug}/").content.decode()

    assert page.index(note) < page.index("Take your time.")
    assert "Has a content note." in client.get("/toolkits/").content.decode()


def test_champions_pack_says_its_way_in_once_when_the_editor_wrote_it() -> None:
    from_editor = make_toolkit("Pack", ways=[CORE], unlock_words="Finish Core, or become a champion.")

    assert library(make_staff().actor(), Filters())[0].how == ("Finish Core, or become a champion.",)
    assert from_editor.page.unlock_words


def test_keeper_labels_a_toolkit_and_the_library_finds_it(client: Client) -> None:
    made = label(make_toolkit("Sheets"), ("pathway", "restart"))
    client.force_login(make_staff(role="trainer", everywhere=True).user)

    before = client.get(f"/toolkits/{made.page.slug}/labels/").content.decode()
    answer = client.post(
        f"/toolkits/{made.page.slug}/labels/",
        {"audience": ["early-help", "supervisors"], "used_with": "children"},
    )

    assert "Who it is used with" in before
    assert answer.status_code == 302
    assert set(made.labels.values_list("kind", "code")) == {
        ("audience", "early-help"),
        ("audience", "supervisors"),
        ("used_with", "children"),
    }
    assert "Restart" in before
    client.post(f"/toolkits/{made.page.slug}/labels/", {})
    assert not made.labels.exists()


def test_label_is_refused_when_it_is_not_a_choice_or_not_ones_to_give(client: Client) -> None:
    made = make_toolkit()
    client.force_login(make_staff(role="trainer", everywhere=True).user)
    odd = client.post(f"/toolkits/{made.page.slug}/labels/", {"audience": "everybody"}, follow=True)
    client.force_login(make_staff().user)

    assert "everybody is not one of the available choices" in odd.content.decode()
    assert client.get(f"/toolkits/{made.page.slug}/labels/").status_code == 404
    assert client.post(f"/toolkits/{made.page.slug}/labels/", {"audience": "early-help"}).status_code == 404
    with pytest.raises(NotYours):
        services.set_labels(actor=make_staff().actor(), toolkit_id=made.pk, labels=[], now=NOW)
    assert not Label.objects.exists()


def test_queries_stay_the_same_when_toolkits_and_labels_are_added(
    client: Client, assert_flat: Callable[..., None], talk: Toolkit, visit: Toolkit
) -> None:
    client.force_login(make_staff().user)

    def grow() -> None:
        for number in range(10):
            label(make_toolkit(ways=[CORE]), ("used_with", "children"), ("pathway", f"way-{number}"))

    assert_flat(
        lambda: (
            client.get("/toolkits/").content,
            client.get("/toolkits/?q=talk&used_with=children").content,
        ),
        grow,
    )


@pytest.mark.feature("TK-01")
def test_closed_toolkit_leads_to_what_opens_it(client: Client) -> None:
    by_course = make_toolkit(ways=[WayIn(UnlockKind.COURSE, "core", "Core")])
    by_champion = make_toolkit(ways=[WayIn(UnlockKind.CHAMPION)])
    client.force_login(make_staff().user)

    pages = [
        client.get(f"/toolkits/{toolkit.page.slug}/").content.decode() for toolkit in (by_course, by_champion)
    ]

    assert ["Find a course" in page for page in pages] == [True, False]
    assert ["Become a champion</a>" in page for page in pages] == [False, True]
    assert not any("One of these is enough" in page for page in pages)
