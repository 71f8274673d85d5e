"""The way out: honest, quick, and without a trace that we could have avoided (PG-04)."""

import re

import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.test import Client

from portal.pages.services import lay_foundation
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


@pytest.mark.feature("PG-04")
def test_leaving_ends_the_session_and_clears_the_browser(client) -> None:
    client.force_login(make_user())

    answer = client.get("/exit/")

    assert (answer.status_code, answer["Location"]) == (302, "https://www.bbc.co.uk/weather")
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert all(cookie["max-age"] == 0 for cookie in answer.cookies.values())
    assert {"sessionid", "csrftoken", "hub-owner", "hub-answers"} == set(answer.cookies)
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer["Cache-Control"]
    assert SESSION_KEY not in client.session


@pytest.mark.feature("PG-04")
def test_copied_cookie_opens_nothing_when_somebody_has_left(client) -> None:
    client.force_login(make_user())
    copied = client.cookies["sessionid"].value

    client.get("/exit/")

    assert not Session.objects.filter(session_key=copied).exists()
    assert Client(headers={"cookie": f"sessionid={copied}"}).get("/my/").status_code == 302


@pytest.mark.feature("PG-04")
def test_back_shows_nothing_of_a_page_when_somebody_has_just_left(client) -> None:
    lay_foundation()
    left = client.get("/exit/?by=script").cookies["hub-left"]

    page = client.get("/support/")

    assert (left["httponly"], left["max-age"]) == (True, 600)
    words = page.content.decode()
    assert "js/left.js" in words
    assert "Support" not in words
    assert "Practice Hub" not in words
    assert "no-store" in page["Cache-Control"]


@pytest.mark.feature("PG-04")
def test_page_is_there_again_when_its_address_is_opened_anew(client) -> None:
    lay_foundation()
    client.get("/exit/?by=script")

    # as the script of the empty page asks
    assert client.get("/support/", headers={"X-Hub-Returns": "1"}).status_code == 204

    assert "Support for you" in client.get("/support/").content.decode()


@pytest.mark.feature("PG-04")
def test_nothing_is_remembered_when_somebody_leaves_without_the_script(client) -> None:
    lay_foundation()

    assert "hub-left" not in client.get("/exit/").cookies
    assert "Support for you" in client.get("/support/").content.decode()


@pytest.mark.feature("PG-04")
@pytest.mark.parametrize("address", ["/", "/support/", "/using-this-site-safely/", "/courses/"])
def test_pages_about_abuse_carry_a_plain_link_out_and_say_what_it_does_not_do(client, address: str) -> None:
    lay_foundation()

    words = client.get(address).content.decode()

    link = re.search(r'<a href="/exit/"[^>]*>(.*?)</a>', words, re.DOTALL)
    assert link
    assert "<small>This does not clear your history</small>" in link.group(1)
    assert "js/exit.js" in words


@pytest.mark.feature("PG-04")
@pytest.mark.parametrize("address", ["/privacy/", "/accounts/login/", "/news/"])
def test_other_pages_carry_no_way_out(client, address: str) -> None:
    lay_foundation()

    assert "Exit this page" not in client.get(address).content.decode()
