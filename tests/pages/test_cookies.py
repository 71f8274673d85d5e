"""The page on cookies against the cookies that are really set (PG-05)."""

import re
from datetime import timedelta
from http.cookies import Morsel
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from portal.pages.services import lay_foundation
from tests.factories.people import PASSWORD, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.feature("PG-05")]
LIFETIMES = {"four days": timedelta(days=4), "a year": timedelta(days=365)}


def cookies_set(answers: list[Any]) -> dict[str, Morsel[str]]:
    return {name: morsel for answer in answers for name, morsel in answer.cookies.items() if morsel.value}


def told(client: Client) -> dict[str, str]:
    """Names on the page with what it says about each."""
    words = client.get("/cookies/").content.decode()
    entries = re.findall(r"<li[^>]*><b>([^<]+)</b>(.*?)</li>", words, re.DOTALL)
    return dict(entries)


@pytest.fixture
def answers(client: Client) -> list[Any]:
    """A visit from the front page to signing out, every answer kept."""
    lay_foundation()
    user = make_user()
    fresh = Client(enforce_csrf_checks=True)
    found = [fresh.get(path) for path in ("/", "/courses/", "/support/", "/accounts/login/")]
    token = fresh.cookies["csrftoken"].value
    data = {"login": user.email, "password": PASSWORD, "csrfmiddlewaretoken": token}
    found.append(fresh.post("/accounts/login/", data))
    found += [fresh.get(path) for path in ("/my/", "/account/", "/search/?q=core")]
    token = fresh.cookies["csrftoken"].value
    found.append(fresh.post("/accounts/logout/", {"csrfmiddlewaretoken": token}))
    return found


def test_page_names_every_cookie_that_a_visit_sets(client, answers) -> None:
    set_in_visit = cookies_set(answers)

    assert {"sessionid", "csrftoken"} <= set(set_in_visit)
    assert set(set_in_visit) <= set(told(client))


def test_page_names_no_cookie_that_there_is_not(client, answers) -> None:
    kept = {
        settings.SESSION_COOKIE_NAME,
        settings.CSRF_COOKIE_NAME,
        settings.OWNER_COOKIE_NAME,
        settings.LEFT_COOKIE_NAME,
        settings.ANSWERS_COOKIE_NAME,
    }

    assert set(told(client)) == kept


@pytest.mark.parametrize("name", ["sessionid", "csrftoken"])
def test_page_tells_how_long_a_cookie_lasts(client, answers, name: str) -> None:
    longest = LIFETIMES[next(words for words in LIFETIMES if words in told(client)[name])]
    age = cookies_set(answers)[name]["max-age"]

    assert not age or timedelta(seconds=int(age)) <= longest
    if name == "csrftoken":
        assert timedelta(seconds=int(age)) > longest - timedelta(days=7)


@pytest.mark.parametrize(
    "path", ["/", "/courses/", "/support/", "/boroughs/", "/news/", "/questions/", "/check/"]
)
def test_public_page_sets_no_cookie(path: str) -> None:
    lay_foundation()

    assert not Client().get(path).cookies


def test_every_cookie_is_kept_from_scripts_and_from_other_sites(answers) -> None:
    for morsel in cookies_set(answers).values():
        assert morsel["httponly"]
        assert morsel["samesite"] == "Lax"
