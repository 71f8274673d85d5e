"""The front page: the tasks, what is next in each, and the newest news (PG-01)."""

from datetime import date

import pytest
from wagtail.models import PageViewRestriction

from portal.pages.front import TASKS, tasks_with_next
from portal.pages.hub import HubItem
from portal.pages.models import (
    BoroughIndexPage,
    BoroughPage,
    HomePage,
    NewsIndexPage,
    NewsPage,
    StandardPage,
)
from tests.factories.consultations import make_surgery
from tests.factories.people import make_staff, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.feature("PG-01")]


@pytest.fixture
def home(foundation: None) -> HomePage:
    return HomePage.objects.get()


def make_news(number: int = 1, **fields: object) -> NewsPage:
    index = NewsIndexPage.objects.get()
    values = {
        "title": f"News {number}",
        "slug": f"news-{number}",
        "date": date(2026, 1, 1 + number % 28),
        "summary": f"Summary {number}",
    }
    return index.add_child(instance=NewsPage(**values | fields))


@pytest.mark.parametrize(
    "task", ["Book a consultation", "Find a course", "Open my toolkits", "Check a certificate"]
)
def test_home_offers_the_task_when_nobody_is_signed_in(client, home, task: str) -> None:
    words = client.get("/").content.decode()

    assert task in words
    assert "Next for you" not in words


def test_home_leads_to_the_hub_when_somebody_is_signed_in(client, home) -> None:
    client.force_login(make_user())

    assert "Open my hub" in client.get("/").content.decode()


def test_task_says_what_is_next_when_the_hub_has_a_row_for_it() -> None:
    booked = HubItem("booked", "Thu 26", "Practice consultation", "/consultations/CN-1/", when_small="10:30")
    earned = HubItem("earned", "", "Certificate: Core", "/certificates/4/")

    said = {task.title: words for task, words in tasks_with_next({"booked": [booked], "earned": [earned]})}

    assert said["Book a consultation"] == "Next: Practice consultation, Thu 26 10:30."
    assert said["Check a certificate"] == "Newest: Certificate: Core."
    assert said["Find a course"] == next(task.words for task in TASKS if task.title == "Find a course")


def test_home_shows_the_three_newest_pieces_of_news(client, home) -> None:
    for number in range(1, 6):
        make_news(number)

    words = client.get("/").content.decode()

    assert "News 5" in words
    assert "News 3" in words
    assert "News 2" not in words
    assert 'href="/news/news-5/"' in words


def test_home_leads_to_all_news_when_an_editor_gave_the_list_another_address(client, home) -> None:
    make_news()
    index = NewsIndexPage.objects.get()
    index.slug = "what-is-new"
    index.save()

    assert 'href="/what-is-new/">All news' in client.get("/").content.decode()


def test_home_spares_the_introduction_when_somebody_is_signed_in(client, home) -> None:
    assert "talk cases through" in client.get("/").content.decode()

    client.force_login(make_user())

    assert "talk cases through" not in client.get("/").content.decode()


def test_home_shows_no_news_when_it_is_a_draft(client, home) -> None:
    make_news(1, live=False)

    assert "News 1" not in client.get("/").content.decode()


def test_home_is_flat_when_there_is_much_news(client, home, assert_flat) -> None:
    make_news(1)

    assert_flat(lambda: client.get("/").content, lambda: [make_news(number) for number in range(2, 20)])


def test_news_comes_ten_to_a_page(client, home) -> None:
    for number in range(1, 13):
        make_news(number)

    first, second = (client.get(f"/news/{query}").content.decode() for query in ("", "?page=2"))

    assert "News 12" in first
    assert "News 3<" in first
    assert "News 2<" not in first
    assert "News 1<" in second
    assert "Page 2 of 2" in second


@pytest.mark.parametrize("page", ["0", "-1", "99", "x", "٣", "9" * 300])
def test_news_shows_a_page_when_the_number_is_nonsense(client, home, page: str) -> None:
    make_news(1)

    answer = client.get("/news/", {"page": page})

    assert answer.status_code == 200
    assert "News 1" in answer.content.decode()


def test_list_of_news_is_flat(client, home, assert_flat) -> None:
    make_news(1)
    make_news(2)

    assert_flat(lambda: client.get("/news/").content, lambda: [make_news(number) for number in range(3, 11)])


def test_questions_stand_under_their_subject_each_with_an_address(client, home) -> None:
    words = client.get("/questions/").content.decode()

    assert '<h2 id="consultations">Consultations</h2>' in words
    assert 'id="may-i-leave-the-room"' in words
    assert "<details" in words


@pytest.mark.feature("PG-01")
def test_home_leads_to_examples_and_questions(client, home) -> None:
    words = client.get("/").content.decode()

    assert 'href="/learning/"' in words
    assert 'href="/questions/"' in words


def test_pages_served_by_their_address_ask_who_reads_them_when_an_editor_keeps_them_from_some(
    client, home
) -> None:
    index = BoroughIndexPage.objects.get()
    index.add_child(instance=BoroughPage(title="Camden", slug="camden", organisation_code="camden"))
    addresses = ("/", "/boroughs/camden/")
    assert [client.get(address).status_code for address in addresses] == [200, 200]

    PageViewRestriction.objects.create(page=home, restriction_type=PageViewRestriction.LOGIN)

    for address in addresses:
        assert client.get(address).headers["Location"].startswith("/")
    client.force_login(make_user())
    assert [client.get(address).status_code for address in addresses] == [200, 200]


def test_home_is_missing_when_it_was_taken_down(client, home) -> None:
    HomePage.objects.update(live=False)

    assert client.get("/").status_code == 404


def test_home_leads_to_the_pages_below_it_that_stand_in_the_menu(client, home) -> None:
    for number, in_menu in ((1, True), (2, False)):
        page = StandardPage(title=f"Page {number}", slug=f"page-{number}", show_in_menus=in_menu)
        home.add_child(instance=page)

    words = client.get("/").content.decode()

    assert '<a href="/page-1/">Page 1</a>' in words
    assert "Page 2" not in words


@pytest.mark.parametrize(("address", "most"), [("/", 23), ("/my/", 25), ("/boroughs/camden/", 16)])
def test_pages_that_everybody_opens_daily_stay_within_their_queries(
    client, home, django_assert_max_num_queries, address: str, most: int
) -> None:
    make_surgery("camden")
    page = BoroughPage(title="Camden", slug="camden", organisation_code="camden")
    BoroughIndexPage.objects.get().add_child(instance=page)
    client.force_login(make_staff().user)
    client.get(address)  # whatever is cached for ever is cached now

    with django_assert_max_num_queries(most):
        client.get(address)
