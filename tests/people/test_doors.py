"""The pages that sessions and second factors treat apart are still where their names lead."""

from pathlib import Path

import pytest
from django.contrib.auth.views import LoginView
from django.test import RequestFactory
from django.urls import NoReverseMatch, URLResolver, get_resolver, resolve, reverse

import portal.pages
from portal.people import doors
from tests.factories.people import PASSWORD, make_borough_staff

pytestmark = pytest.mark.feature("PE-08")

NAMED = sorted({*doors.DOORS, *doors.CODE_PAGES, *doors.SIGN_OUTS, *doors.OPEN_WITHOUT_FACTOR})


def address_of(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return reverse(name, kwargs={"pk": 1})


def asking(address: str):
    request = RequestFactory().get(address)
    request.resolver_match = resolve(request.path)
    return request


@pytest.mark.parametrize("name", NAMED)
def test_named_page_is_found_at_its_address(name):
    assert resolve(address_of(name)).view_name == name


@pytest.mark.parametrize("name", doors.DOORS)
def test_door_is_known_with_whatever_it_leads_on_to(name):
    assert doors.door_at(f"{reverse(name)}?next=/my/") == name


def test_other_addresses_are_no_doors():
    assert doors.door_at("/my/") is None
    assert doors.door_at("https://elsewhere.example/accounts/login/") is None


@pytest.mark.parametrize("slug", doors.OPEN_WORDS)
def test_words_in_the_foot_are_open_without_a_factor_and_among_the_pages_that_every_portal_has(slug):
    foundation = (Path(portal.pages.__file__).parent / "foundation.toml").read_text()

    assert doors.is_open_without_factor(asking(f"/{slug}/"))
    assert f'slug = "{slug}"' in foundation


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["wagtailadmin_login", "wagtailcore_login"])
def test_no_other_door_takes_a_password(client, name):
    """Wagtail's own forms ask for no second factor and count no tries."""
    person = make_borough_staff().practitioner
    typed = {"username": person.user.email, "password": PASSWORD, "next": "/my/"}

    asked, sent = client.get(reverse(name)), client.post(reverse(name), typed)

    assert asked.headers["Location"].startswith("/accounts/login/?next=")
    assert sent.status_code == 405
    assert "_auth_user_id" not in client.session


def test_every_form_that_signs_in_is_behind_a_known_address():
    """A package that brings a sign-in of its own is found here, wherever it hangs it."""
    found = {
        address
        for address, view in views_of(get_resolver())
        if issubclass(getattr(view, "view_class", object), LoginView) and resolves_to(address, view)
    }

    assert not found


def views_of(resolver, prefix="/"):
    for pattern in resolver.url_patterns:
        address = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from views_of(pattern, address)
        else:
            yield address, pattern.callback


def resolves_to(address, view):
    """Whether nothing stands before it at the same address."""
    return "<" in address or "^" in address or resolve(address).func is view


@pytest.mark.parametrize(
    "address", ["/", "/news/", "/support/more/", "/my/", "/cms/", "/account/", "/documents/1/x"]
)
def test_everything_else_waits_for_the_factor(address):
    assert not doors.is_open_without_factor(asking(address))
