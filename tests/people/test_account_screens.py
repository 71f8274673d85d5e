"""Every screen and every mail of allauth is ours: our frame, our words, nothing left in its default look."""

import re
from pathlib import Path

import allauth
import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.template.loader import get_template, render_to_string
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from portal.people.models import User
from tests.factories.people import PASSWORD, make_borough_staff, make_user
from tests.harness.clocks import FixedClock
from tests.people.test_sign_up import code_from, confirm, sign_up

pytestmark = [pytest.mark.django_db, pytest.mark.feature("PE-01", "PE-02")]

THEIRS = Path(allauth.__file__).parent / "templates"
ROOMS = ("account", "mfa", "socialaccount", "usersessions")
# Frames and pieces that only hold blocks: what stands in them is ours.
FRAMES = re.compile(r"/base[^/]*\.html$|/snippets/|/recovery_codes/download\.txt$")
# What cannot happen here: telephones, and signing up with a passkey alone.
SWITCHED_OFF = re.compile(r"phone|signup_by_passkey")
# Words of allauth's own templates.
DEFAULT_WORDS = (
    "third-party",
    "Two-Factor Authentication",
    "Security Key",
    "Hello from",
    "Thank you for using",
    "Menu:",
    "IP address:",
    "example.com",
)


def templates() -> list[str]:
    found = [
        str(path.relative_to(THEIRS))
        for room in ROOMS
        for path in (THEIRS / room).rglob("*")
        if path.is_file()
    ]
    return sorted(name for name in found if not FRAMES.search(f"/{name}") and not SWITCHED_OFF.search(name))


@pytest.mark.parametrize("name", templates())
def test_template_is_ours(name: str) -> None:
    origin = Path(get_template(name).template.origin.name)

    assert "allauth" not in origin.parts, name


VALUES = {"pk": 1, "provider_id": "camden", "key": "abc", "uidb36": "1"}


def routes(patterns, held: frozenset[str] = frozenset()):
    """Name of every route, and the parameters that it and what stands before it take."""
    for found in patterns:
        here = held | set(found.pattern.converters) | set(found.pattern.regex.groupindex)
        if isinstance(found, URLResolver):
            yield from routes(found.url_patterns, here)
        elif isinstance(found, URLPattern) and found.name:
            yield found.name, here


def addresses() -> list[tuple[str, str]]:
    """Name and address of every route under `/accounts/`."""
    accounts = next(found for found in get_resolver().url_patterns if str(found.pattern) == "accounts/")
    return sorted(
        (name, reverse(name, kwargs={key: VALUES[key] for key in parameters}))
        for name, parameters in routes(accounts.url_patterns)
    )


def looks_like_ours(page) -> bool:
    words = page.content.decode()
    return 'class="hub-header"' in words and not [each for each in DEFAULT_WORDS if each in words]


@pytest.mark.parametrize(("name", "address"), addresses())
def test_screen_is_in_our_frame_for_visitor_and_member(name: str, address: str, clock: FixedClock) -> None:
    visitor, member = Client(), Client()
    staff = make_borough_staff().practitioner
    member.post("/accounts/login/", {"login": staff.user.email, "password": PASSWORD})
    member.post("/accounts/reauthenticate/", {"password": PASSWORD})

    pages = [client.get(address, follow=True) for client in (visitor, member)]

    for page in pages:
        if page["Content-Type"].startswith("text/html") and page.status_code != 405:
            assert page.status_code in (200, 401, 404), page.status_code
            # Signed out, one stands on the front page, which is the editors'.
            assert looks_like_ours(page) or page.request["PATH_INFO"] == "/"


def mails() -> list[str]:
    found = [path.relative_to(THEIRS).with_suffix("") for path in THEIRS.rglob("email/*_message.txt")]
    names = {str(name).removesuffix("_message") for name in found}
    ours = {"account/email/second_factor_reset", "socialaccount/email/identity_set_aside"}
    return sorted({name for name in names | ours if "/base" not in name})


@pytest.mark.parametrize("prefix", mails())
def test_mail_is_short_neutral_and_ours(prefix: str) -> None:
    context = {
        "code": "ABCD-EFGH",
        "signup_url": "https://hub.example/accounts/signup/",
        "password_reset_url": "https://hub.example/accounts/password/reset/",
        "user": User(email="amara@camden.example", given_name="Amara", family_name="Okafor"),
        "email": "amara@camden.example",
        "ip": "203.0.113.7",
        "user_agent": "Chrome",
        "way": "Camden",
    }

    subject = render_to_string(f"{prefix}_subject.txt", context).strip()
    body = render_to_string(f"{prefix}_message.txt", context)

    assert 5 < len(subject) < 60
    assert "\n" not in subject
    assert "Practice Hub" in body
    assert "203.0.113.7" not in body
    assert not [words for words in (*DEFAULT_WORDS, "Amara", "Okafor") if words in subject + body]
    assert "abuse" not in (subject + body).lower()


def test_sign_in_page_has_one_link_for_a_forgotten_password(client: Client) -> None:
    words = client.get("/accounts/login/").content.decode()

    assert words.count("/accounts/password/reset/") == 1


def test_expired_code_says_what_to_do(client: Client, clock: FixedClock) -> None:
    sign_up(client, "amara@camden.example")
    clock.advance(minutes=16)

    page = client.post("/accounts/confirm-email/", {"code": "ABC-DEF"}, follow=True)

    assert looks_like_ours(page)
    assert page.content.decode().count("That code works no more.") == 1


def test_code_of_another_account_opens_nothing(client: Client, mailoutbox) -> None:
    sign_up(client, "amara@camden.example")
    other = Client()
    sign_up(other, "bryn@camden.example")

    page = confirm(other, code_from(mailoutbox[0]))

    assert "This code is not right" in page.content.decode()
    assert not EmailAddress.objects.filter(verified=True).exists()


def test_too_many_tries_give_the_page_that_says_so(client: Client, settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}

    answers = [client.post("/accounts/login/", {"login": "x@y.example", "password": "x"}) for _ in range(3)]

    assert answers[-1].status_code == 429
    assert "Too many tries" in answers[-1].content.decode()
    assert looks_like_ours(answers[-1])


def test_shared_mailbox_is_refused_with_the_reason_at_sign_up(client: Client) -> None:
    page = sign_up(client, "duty.team@camden.example")

    assert "several people share" in page.content.decode()


def test_address_is_changed_by_a_code_also_with_a_second_factor(
    client: Client, clock: FixedClock, mailoutbox
) -> None:
    staff = make_borough_staff().practitioner
    client.post("/accounts/login/", {"login": staff.user.email, "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    staff.user.authenticator_set.create(type="webauthn", data={"name": "Laptop"})

    client.post("/accounts/email/", {"email": "amara.new@camden.example", "action_add": ""}, follow=True)
    confirm(client, code_from(mailoutbox[0]))
    client.post("/accounts/email/", {"email": "amara.new@camden.example", "action_primary": ""}, follow=True)

    staff.user.refresh_from_db()
    assert staff.user.email == "amara.new@camden.example"
    assert settings.ACCOUNT_MAX_EMAIL_ADDRESSES == 2


def test_sign_up_names_every_field_that_is_empty(client: Client) -> None:
    words = client.post("/accounts/signup/", {}).content.decode()

    for label in ("Given name", "Family name", "Work email", "Password"):
        assert f"Fill in “{label}”" in words
    assert "This field is required" not in words


def test_empty_sign_in_names_both_fields(client: Client) -> None:
    words = client.post("/accounts/login/", {}).content.decode()

    assert "Fill in “Work email”" in words
    assert "Fill in “Password”" in words
    assert "This field is required" not in words


def test_wrong_address_says_how_one_looks(client: Client) -> None:
    words = sign_up(client, "amara at camden").content.decode()

    assert "Type it like name@borough.gov.uk" in words
    assert "Enter a valid" not in words


def test_password_that_everybody_uses_is_refused_in_one_sentence(client: Client) -> None:
    words = sign_up(client, "amara@camden.example", password1="password1234").content.decode()

    assert "easy to guess" in words
    assert "too common" not in words


def test_same_words_fit_whether_the_email_holds_a_code_or_says_there_is_an_account(
    client: Client, mailoutbox, clock: FixedClock
) -> None:
    sign_up(client, "amara@camden.example")
    for _ in range(3):
        ended = confirm(client, "ABC-DEF")
    again = Client()
    page = sign_up(again, "amara@camden.example")
    new = sign_up(Client(), "bryn@camden.example")

    assert "That code works no more. Sign in, or set a new password" in ended.content.decode()
    assert "Too many tries" not in ended.content.decode()
    assert "has an account already" in mailoutbox[-2].body
    for each in (page, new):
        words = each.content.decode()
        assert "We wrote to" in words
        assert "or says that you have an account already" in words
        assert "sent a code" not in words
        assert "code we sent" not in words


def test_refusal_of_the_editor_is_said_once(client: Client, clock: FixedClock) -> None:
    client.force_login(make_borough_staff().practitioner.user)

    page = client.get("/cms/", follow=True)

    words = page.content.decode()
    assert page.status_code == 403
    assert words.count("You cannot open this page") == 2  # title and heading
    assert "permission" not in words
    assert "hub-message" not in words


def test_name_that_is_too_long_is_said_and_never_cut(client: Client) -> None:
    form = client.get("/accounts/signup/").content.decode()
    page = sign_up(client, "amara@camden.example", given_name="Ngozi " * 50)

    words = page.content.decode()
    assert 'maxlength="150"' not in form
    assert "This given name is longer than 150 characters." in words
    assert ("Ngozi " * 50).strip() in words


def test_sign_in_marks_a_field_when_the_password_is_wrong(client):
    user = make_user()

    page = client.post("/accounts/login/", {"login": user.email, "password": "wrong"}, follow=True)
    words = page.content.decode()

    assert "<title>Error: Sign in" in words
    assert '<a href="#id_password">The email or the password is not right.' in words
    assert "govuk-form-group--error" in words
