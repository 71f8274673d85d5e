"""The way out: honest, quick, and without a trace that we could have avoided (PG-04)."""

import re

import pytest
from django.contrib.auth import SESSION_KEY

from portal.pages.services import lay_foundation
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


@pytest.mark.feature("PG-04")
def test_leaving_ends_the_session_and_clears_the_browser(client) -> None:
    client.force_login(make_user())

    answer = client.get("/exit/")

    assert (answer.status_code, answer["Location"]) == (302, "https://www.bbc.co.uk/weather")
    assert answer["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer["Cache-Control"]
    assert SESSION_KEY not in client.session


@pytest.mark.feature("PG-04")
@pytest.mark.parametrize("address", ["/support/", "/using-this-site-safely/"])
def test_pages_about_abuse_carry_a_plain_link_out_and_say_what_it_does_not_do(client, address: str) -> None:
    lay_foundation()

    words = client.get(address).content.decode()

    link = re.search(r'<a href="/exit/"[^>]*>(.*?)</a>', words, re.DOTALL)
    assert link
    assert "This does not clear your history" in link.group(1)
    assert "js/exit.js" in words


@pytest.mark.feature("PG-04")
@pytest.mark.parametrize("address", ["/privacy/", "/accounts/login/", "/news/"])
def test_other_pages_carry_no_way_out(client, address: str) -> None:
    lay_foundation()

    assert "Exit this page" not in client.get(address).content.decode()
