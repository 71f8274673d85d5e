"""Pages for what goes wrong: plain words and a way on, never a bare error (PG-03)."""

import pytest
from django.template import loader

from portal.people.roles import Role
from tests.factories.pages import make_editing_user
from tests.factories.people import make_user


@pytest.mark.django_db
@pytest.mark.feature("PG-03")
def test_lost_visitor_is_told_and_led_on(client) -> None:
    page = client.get("/no-such-page/")

    assert page.status_code == 404
    assert "We cannot find that page" in page.content.decode()
    assert 'href="/"' in page.content.decode()


@pytest.mark.django_db
@pytest.mark.feature("PG-03")
@pytest.mark.parametrize(("signed_in", "way"), [(False, "/accounts/login/"), (True, "/my/")])
def test_way_on_fits_whoever_is_lost(client, signed_in: bool, way: str) -> None:
    if signed_in:
        client.force_login(make_user())

    words = client.get("/no-such-page/").content.decode().partition("<h1>")[2].partition("</main>")[0]

    assert f'href="{way}"' in words
    assert 'href="/search/"' in words


@pytest.mark.feature("PG-03")
@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "405", "409", "429", "500", "503"])
def test_error_page_has_a_heading_and_a_link_when_it_knows_nothing_about_the_request(name: str) -> None:
    drawn = loader.render_to_string(f"{name}.html")

    assert drawn.count("<h1>") == 1
    assert 'href="/' in drawn.partition("<h1>")[2]
    assert "Traceback" not in drawn


@pytest.mark.django_db
def test_editor_refuses_in_plain_words_when_somebody_without_the_right_asks(client) -> None:
    client.force_login(make_user())

    page = client.get("/cms/", follow=True)

    assert page.status_code == 403
    assert "You cannot open this page" in page.content.decode()


@pytest.mark.django_db
def test_editor_asks_to_sign_in_when_nobody_is(client) -> None:
    page = client.get("/cms/", follow=True)

    assert page.redirect_chain[-1][0].startswith("/accounts/login/?next=/cms/")


@pytest.mark.django_db
@pytest.mark.feature("PG-03")
def test_address_of_a_button_is_answered_in_words_when_it_is_typed(client) -> None:
    client.force_login(make_user())

    page = client.post("/my/")

    assert page.status_code == 405
    assert page.headers["Allow"] == "GET, HEAD"
    assert "The address is of a button, not of a page." in page.content.decode()
    assert 'href="/my/"' in page.content.decode()


@pytest.mark.django_db
@pytest.mark.feature("PG-03")
@pytest.mark.usefixtures("foundation")
def test_lost_editor_is_told_in_our_words_and_led_on(client) -> None:
    client.force_login(make_editing_user(Role.EDITOR))

    page = client.get("/cms/no-such-page/")

    assert page.status_code == 404
    assert "We cannot find that page" in page.content.decode()
    assert "Wagtail admin" not in page.content.decode()
    assert client.get("/editor/").headers["Location"] == "/cms/"
