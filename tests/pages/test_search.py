"""One box over everything, within rights (PG-02)."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from django.test import Client
from wagtail.models import Page, PageViewRestriction

from courses.models import Course
from courses.states import RunState
from portal.kernel.actors import VISITOR, Actor
from portal.pages.models import (
    BoroughIndexPage,
    BoroughPage,
    HomePage,
    LearningExamplePage,
    LearningIndexPage,
    PathwayPage,
    StandardPage,
)
from portal.pages.navigation import STAFF_ENTRIES, VISITOR_ENTRIES
from portal.pages.search import sources
from portal.pages.search.answers import MOST_HITS, Answer, search
from portal.pages.search.index import errors_allowed
from portal.pages.search.words import MOST_WORDS, terms_of
from portal.pages.services import lay_foundation
from tests.factories.consultations import make_surgery
from tests.factories.courses import make_course, make_run
from tests.factories.people import NOW, make_organisation, make_person, make_staff
from tests.factories.toolkits import make_toolkit

pytestmark = [pytest.mark.django_db, pytest.mark.feature("PG-02")]
NOT_FOR_VISITORS = tuple({url for _, url in STAFF_ENTRIES} - {url for _, url in VISITOR_ENTRIES})


@pytest.fixture(autouse=True)
def _no_index_of_another_test() -> Iterator[None]:
    """Tests put the database back under a running process."""
    sources.forget()
    yield
    sources.forget()


@pytest.fixture
def practitioner(foundation: None) -> Actor:
    """Somebody in a portal with something of each kind."""
    home = HomePage.objects.get()
    borough = BoroughPage(title="Camden", organisation_code="camden", intro="Since 2024.")
    BoroughIndexPage.objects.get().add_child(instance=borough)
    learning = LearningIndexPage.objects.first() or home.add_child(
        instance=LearningIndexPage(title="Learning examples", slug="learning")
    )
    parts = dict.fromkeys(
        ("background", "approach", "challenges", "successes", "conclusion"), "<p>Words.</p>"
    )
    example = LearningExamplePage(title="Stepping down", theme="From child protection", area="North", **parts)
    learning.add_child(instance=example)
    make_run(make_course("st-core", title="Safe & Together Core"), first_on=date(2027, 1, 12))
    make_course("cce", title="Culture of engagement")
    make_toolkit("Mapping a pattern")
    return make_staff().actor()


def ask(query: str, actor: Actor = VISITOR) -> Answer:
    return search(query, actor=actor, now=NOW)


def titles(query: str, actor: Actor = VISITOR) -> list[str]:
    return [hit.title for hit in ask(query, actor).hits]


@pytest.mark.parametrize(
    ("query", "title", "kind"),
    [
        ("safe together", "Safe & Together Core", "Course"),
        ("mapping", "Mapping a pattern", "Toolkit"),
        ("restart", "Restart", "Pathway"),
        ("camden", "Camden", "Borough"),
        ("stepping down", "Stepping down", "Learning example"),
        ("accessibility statement", "Accessibility statement", "Page"),
        ("book consultation", "Book a consultation", "Page"),
    ],
)
def test_everything_is_found_in_one_box_and_says_what_it_is(
    practitioner: Actor, query: str, title: str, kind: str
) -> None:
    best = ask(query, practitioner).hits[0]

    assert (best.title, best.kind) == (title, kind)


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("consultaton", "Book a consultation"),
        ("saftey togther", "Safe & Together Core"),
        ("safe togehter", "Safe & Together Core"),
        ("restat", "Restart"),
        ("maping", "Mapping a pattern"),
        ("camdem", "Camden"),
        ("certifcates", "Check a certificate"),
        ("consultashun", "Book a consultation"),
        ("cultures of engagment", "Culture of engagement"),
    ],
)
def test_right_thing_is_found_when_a_word_is_mistyped(practitioner: Actor, typed: str, title: str) -> None:
    assert title in titles(typed, practitioner)[:3]


def test_page_says_what_was_looked_for_when_a_word_is_mistyped(practitioner: Actor) -> None:
    found = ask("restat", practitioner)

    assert found.respelled == (("restat", ("restart",)),)


@pytest.mark.parametrize(
    ("short", "title"),
    [
        ("S&T", "Safe & Together Core"),
        ("s & t", "Safe & Together Core"),
        ("CCE", "Culture of engagement"),
        ("MARAC", "MARAC"),
        ("CP", "Stepping down"),
    ],
)
def test_abbreviation_finds_what_it_is_short_for(practitioner: Actor, short: str, title: str) -> None:
    assert title in titles(short, practitioner)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("high risk", {"MARAC"}),
        ("how do i cancel", {"My hub", "Consultations"}),
        ("cancel my booking", {"My hub"}),
        ("trauma", {"Grow Together", "Step Down"}),
        ("DVPP", {"Drive", "Make a Change"}),
    ],
)
def test_first_result_is_what_people_mean_by_their_words(
    practitioner: Actor, typed: str, first: set[str]
) -> None:
    assert titles(typed, practitioner)[0] in first


@pytest.mark.parametrize("short", ["S&T", "CCE", "DA", "DVPP", "MARAC", "ICPC", "CPP", "CIN"])
def test_every_abbreviation_of_the_field_has_a_second_reading(short: str) -> None:
    assert len(terms_of(short)[0].readings) == 2


def test_result_says_the_next_date_when_a_course_has_one(practitioner: Actor) -> None:
    course = ask("safe together").hits[0]
    without = ask("culture").hits[0]

    assert course.line.startswith("Next: Tuesday 12 January 2027")
    assert without.line.startswith("No date yet")


@pytest.mark.parametrize("query", ["safe together january", "12 january", "safe together tuesday in person"])
def test_dates_are_found_by_month_and_day(practitioner: Actor, query: str) -> None:
    dates = [hit for hit in ask(query).hits if hit.kind == "Date"]

    assert [hit.title for hit in dates] == ["Safe & Together Core: 12 to 15 January 2027"]
    assert dates[0].url == "/courses/st-core/#dates"


def test_dates_are_left_out_when_only_the_course_is_named(practitioner: Actor) -> None:
    assert "Date" not in [hit.kind for hit in ask("safe together").hits]


def test_next_date_is_one_for_the_own_borough_when_others_are_closed(practitioner: Actor) -> None:
    course = Course.objects.get(code="cce")
    make_run(course, first_on=date(2027, 2, 2), open_to=[make_organisation("elsewhere")])
    make_run(course, first_on=date(2027, 3, 2))

    hit = ask("culture engagement", practitioner).hits[0]

    assert hit.next_words == "Next: Tuesday 2 March 2027"


@pytest.mark.parametrize("state", [RunState.DRAFT, RunState.CANCELLED])
def test_runs_that_are_not_published_are_never_found(practitioner: Actor, state: str) -> None:
    make_run(Course.objects.get(code="cce"), first_on=date(2027, 6, 1), state=state)

    assert [title for title in titles("june 2027") if "June" in title] == []


def test_visitor_finds_public_things_only(practitioner: Actor) -> None:
    queries = ("mapping", "toolkit", "champion", "my certificates", "consultation", "camden", "pattern")
    urls = [hit.url for query in queries for hit in ask(query).hits]

    assert urls
    assert [url for url in urls if url.startswith(NOT_FOR_VISITORS) and url != "/consultations/book/"] == []


def test_words_of_what_is_hidden_are_never_suggested(practitioner: Actor) -> None:
    assert titles("maping", practitioner) == ["Mapping a pattern"]
    assert ask("maping").respelled == ()


def test_toolkits_are_hidden_when_an_account_has_no_place_of_work(practitioner: Actor) -> None:
    nobody = Actor(kind=practitioner.kind, user_id=practitioner.user_id, person_id=practitioner.person_id)

    assert titles("mapping", nobody) == []


def test_private_name_gives_the_same_answer_as_nonsense(practitioner: Actor, client: Client) -> None:
    surgery = make_surgery()
    make_person("Wilhelmina", "Quakenbush")
    lead = surgery.lead.person

    pages = [
        client.get("/search/", {"q": words}).content.decode().replace(words, "…")
        for words in ("Wilhelmina Quakenbush", f"{lead.given_name} {lead.family_name}zz", "xqzvk jwpfff")
    ]

    assert pages[0] == pages[2]
    assert "Nothing found for" in pages[0]


def test_unpublished_things_are_gone_at_once(practitioner: Actor) -> None:
    for title in ("Culture of engagement", "Stepping down", "Mapping a pattern"):
        assert titles(title, practitioner)[0] == title
    Course.objects.filter(code="cce").update(listed=False)
    Page.objects.filter(title="Stepping down").update(live=False)
    Page.objects.filter(title="Mapping a pattern").update(live=False)

    for title in ("Culture of engagement", "Stepping down", "Mapping a pattern"):
        assert title not in titles(title, practitioner)


def test_new_pages_are_found_at_once(practitioner: Actor) -> None:
    assert titles("gazebo") == []

    Page.objects.get(slug="front").add_child(instance=StandardPage(title="Gazebo", slug="gazebo"))

    assert titles("gazebo") == ["Gazebo"]


def test_editors_words_on_a_pathway_lead_to_the_pathway_itself(practitioner: Actor) -> None:
    assert titles("gazebo") == []

    words = PathwayPage(
        title="Words of Restart",
        slug="words-restart",
        pathway_code="restart",
        body=[("text", "<p>Meet in the gazebo.</p>")],
    )
    Page.objects.get(slug="front").add_child(instance=words)

    (found,) = ask("gazebo").hits
    assert (found.title, found.kind, found.url) == ("Restart", "Pathway", "/pathways/restart/")
    assert "Words of Restart" not in titles("restart")
    words.unpublish()
    assert titles("gazebo") == []


@pytest.mark.parametrize("kind", ["login", "groups", "password"])
def test_page_is_found_by_nobody_when_it_was_hidden_by_hand(practitioner: Actor, kind: str) -> None:
    page = Page.objects.get(slug="front").add_child(instance=StandardPage(title="Gazebo", slug="gazebo"))
    PageViewRestriction.objects.create(page=page, restriction_type=kind)

    assert titles("gazebo") == titles("gazeebo") == []
    assert titles("gazebo", practitioner) == []


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("x" * 10_000, "That is too long to search for."),
        ("!!! (*) %%% ---", "Signs alone find nothing."),
        ("'; DROP TABLE pages_homepage; --", "for “"),
        ("<script>alert(1)</script>", "for “"),
        ("سلامة الأسرة", "Nothing found for"),
        ("\U0001f9ff" * 40, "Signs alone find nothing."),
        ("%s %(x)s {{ 7*7 }} \\", "Nothing found for|Signs alone"),
        ("q OR NOT * NEAR/2", "for “"),
    ],
)
def test_hostile_query_gets_one_clear_sentence(
    practitioner: Actor, client: Client, query: str, words: str
) -> None:
    answer = client.get("/search/", {"q": query})
    page = answer.content.decode()

    assert answer.status_code == 200
    assert any(sentence in page for sentence in words.split("|"))
    assert "<script>alert" not in page


@pytest.mark.parametrize("typed", ["1", "<script>alert(1)</script>", "gorgonzola 1"])
def test_a_number_of_a_page_is_no_hit_when_it_stands_alone(practitioner: Actor, typed: str) -> None:
    make_course("stage-1", title="Engage, stage 1")

    assert not ask(typed, practitioner).hits
    assert titles("engage 1", practitioner)[0] == "Engage, stage 1"


def test_page_says_what_to_try_when_nothing_fits(client: Client) -> None:
    lay_foundation()
    page = client.get("/search/", {"q": "qqqqwwww"}).content.decode()

    assert "Nothing found for" in page
    assert "Try one word instead of several" in page


def test_page_says_so_when_nothing_has_all_the_words(practitioner: Actor) -> None:
    found = ask("restart gorgonzola")

    assert found.some_words_only
    assert found.hits[0].title == "Restart"


def test_endless_queries_are_cut_to_a_few_words() -> None:
    assert len(terms_of("one two three four five six seven eight nine ten eleven")) == MOST_WORDS


@pytest.mark.parametrize(
    ("word", "errors"), [("cin", 0), ("2027", 0), ("form", 1), ("together", 2), ("consultashun", 3)]
)
def test_short_words_and_numbers_are_never_respelled(word: str, errors: int) -> None:
    assert errors_allowed(word) == errors


def test_queries_stay_the_same_when_there_is_much_to_find(
    practitioner: Actor, client: Client, assert_flat: Callable[..., None]
) -> None:
    def grow() -> None:
        front = Page.objects.get(slug="front")
        for number in range(12):
            front.add_child(instance=StandardPage(title=f"Culture {number}", slug=f"culture-{number}"))
            make_run(make_course(title=f"Culture of change {number}"), first_on=date(2027, 1, 5))
        client.get("/search/", {"q": "warm"})  # makes the indexes anew, which happens once for each change

    def load() -> bytes:
        return client.get("/search/", {"q": "culture january"}).content

    assert_flat(load, grow)


def test_only_the_best_are_shown_when_there_are_too_many(practitioner: Actor, client: Client) -> None:
    for number in range(MOST_HITS + 5):
        make_course(title=f"Gazebo {number}")

    found = ask("gazebo")

    assert len(found.hits) == MOST_HITS
    assert found.more
    assert "There is more. Add a word" in client.get("/search/", {"q": "gazebo"}).content.decode()


@pytest.mark.django_db
@pytest.mark.feature("PG-02", "PG-04")
@pytest.mark.parametrize("typed", ["I am scared", "he hits me", "suicide", "want to die"])
def test_numbers_to_ring_are_found_when_somebody_is_in_distress(client, typed: str) -> None:
    page = client.get("/search/", {"q": typed}).content.decode()

    assert 'href="/support/"' in page.split("<main")[1].split("</main")[0]
    assert "People who listen, day and night" in page
    assert "<title>Search" in page
    assert "data-hub-exit" in page
