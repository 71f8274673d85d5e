"""Signing up through the pages, with the code from the mail (PE-01, PE-02, PE-04)."""

import re
from datetime import date

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import SESSION_KEY
from django.core import mail
from django.test import Client

from portal.outbox.models import Message
from portal.people.models import Membership, MembershipState, Person, User
from tests.factories.people import (
    PASSWORD,
    make_borough_staff,
    make_mail_domain,
    make_membership,
    make_organisation,
    make_person,
    make_user,
)
from tests.harness.clocks import FixedClock

pytestmark = [pytest.mark.django_db, pytest.mark.feature("PE-01")]

GOOD_PASSWORD = "teapot-lantern-meadow"


def sign_up(client: Client, email: str, **fields: str):
    form = {
        "given_name": "Amara",
        "family_name": "Okafor",
        "email": email,
        "password1": GOOD_PASSWORD,
        **fields,
    }
    return client.post("/accounts/signup/", form, follow=True)


def code_from(message) -> str:
    return re.search(r"^[A-Z0-9-]{6,9}$", message.body, re.MULTILINE).group()


def confirm(client: Client, code: str):
    return client.post("/accounts/confirm-email/", {"code": code}, follow=True)


def test_roster_person_is_in_their_team_when_code_is_typed(client, clock):
    borough = make_borough_staff("camden")
    person = make_person("Amara", "Okafor", email="amara@camden.example")
    make_membership(person, team=borough.team)

    sign_up(client, "Amara@Camden.example")
    page = confirm(client, code_from(mail.outbox[0]))

    user = User.objects.get(email="amara@camden.example")
    assert user.person == person
    assert page.redirect_chain[-1][0] == "/account/welcome/"
    assert "You are in Assessment 1, Camden" in page.content.decode()
    assert "Set up a second factor" in page.content.decode()
    assert Message.objects.filter(name="people.person_matched.v1").count() == 1


def test_new_person_waits_when_only_the_mail_domain_is_known(client, clock):
    make_mail_domain(make_organisation("camden"))

    sign_up(client, "amara@staff.camden.example")
    page = confirm(client, code_from(mail.outbox[0]))

    membership = Membership.objects.get(person__email="amara@staff.camden.example")
    assert membership.state == MembershipState.PENDING
    assert membership.person.name == "Amara Okafor"
    assert "You asked to join Camden" in page.content.decode()
    assert not Message.objects.filter(name="people.person_matched.v1").exists()


def test_membership_is_confirmed_when_domain_is_trusted(client, clock):
    make_mail_domain(make_organisation("camden"), trusted=True)

    sign_up(client, "amara@camden.example")
    confirm(client, code_from(mail.outbox[0]))

    assert Membership.objects.get(person__email="amara@camden.example").state == MembershipState.CONFIRMED
    assert Message.objects.filter(name="people.person_matched.v1").count() == 1


def test_organisation_is_asked_when_domain_is_unknown(client, clock):
    organisation = make_organisation("sutton")

    sign_up(client, "amara@small-charity.example")
    page = confirm(client, code_from(mail.outbox[0]))
    assert "Which organisation do you work for?" in page.content.decode()

    client.post("/account/welcome/", {"organisation": organisation.pk})
    client.post("/account/welcome/", {"organisation": organisation.pk})

    assert Membership.objects.get(organisation=organisation).state == MembershipState.PENDING


def test_leaver_is_not_linked_when_their_address_signs_up_again(client, clock):
    borough = make_borough_staff("camden")
    person = make_person(email="gone@camden.example")
    make_membership(person, team=borough.team, ends_on=date(2026, 3, 31))
    make_mail_domain(borough.organisation, trusted=True)

    sign_up(client, "gone@camden.example")
    page = confirm(client, code_from(mail.outbox[0]))

    assert User.objects.get(email="gone@camden.example").person is None
    assert person.memberships.filter(state=MembershipState.PENDING).count() == 1
    assert "A training administrator looks at this first" in page.content.decode()


@pytest.mark.parametrize("below", ["adults.camden.example", "zebra.camden.example"])
def test_domain_below_belongs_to_its_own_organisation_when_the_one_above_is_anothers(client, clock, below):
    make_mail_domain(make_organisation("camden"), "camden.example", trusted=True)
    agency = make_organisation("agency", kind="agency")
    make_mail_domain(agency, below)

    sign_up(client, f"amara@staff.{below}")
    confirm(client, code_from(mail.outbox[0]))

    membership = Membership.objects.get(person__email=f"amara@staff.{below}")
    assert (membership.organisation, membership.state) == (agency, MembershipState.PENDING)


@pytest.mark.parametrize(
    ("email", "words"),
    [
        ("amara@gmail.com", "Use your work email address"),
        ("amara@yahoo.co.uk", "Use your work email address"),
        ("office@camden.example", "mailbox that several people share"),
        ("info@camden.example", "mailbox that several people share"),
        ("duty.assessment@camden.example", "mailbox that several people share"),
        ("admin@camden.example", "mailbox that several people share"),
        ("hr-team2@camden.example", "mailbox that several people share"),
        ("lıam@camden.example", "only looks like a plain one"),
    ],
)
def test_address_is_refused_beside_the_field_when_it_is_nobodys_own(client, email, words):
    page = sign_up(client, email)

    assert words in page.context["form"].errors["email"][0]
    assert page.context["form"].data["given_name"] == "Amara"
    assert not User.objects.exists()
    assert not mail.outbox


@pytest.mark.parametrize("email", ["jo.manager@", "training-lead-jo@", "adminah@", "d.uty@"])
def test_persons_own_address_is_taken_when_it_resembles_a_desk(client, email):
    sign_up(client, f"{email}camden.example")

    assert User.objects.count() == 1


def test_stranger_learns_nothing_when_address_has_an_account(client):
    make_user(make_person(email="amara@camden.example"))

    known = sign_up(client, "amara@camden.example")
    unknown = sign_up(Client(), "nobody@camden.example")

    assert known.redirect_chain == unknown.redirect_chain
    assert _shape(known) == _shape(unknown)
    assert [message.to for message in mail.outbox] == [["amara@camden.example"], ["nobody@camden.example"]]
    assert "has an account already" in mail.outbox[0].body
    assert confirm(client, "ABC-DEF").status_code == 200
    assert SESSION_KEY not in client.session


def _shape(page) -> str:
    """The page without what differs by address and by token."""
    text = page.content.decode()
    return re.sub(r"(amara|nobody)@camden\.example|csrfmiddlewaretoken\" value=\"[^\"]+\"", "", text)


def test_nothing_is_confirmed_when_a_scanner_opens_every_link(client):
    sign_up(client, "amara@camden.example")

    for address in ("/accounts/confirm-email/", "/account/welcome/", "/accounts/confirm-email/whatever/"):
        Client().get(address)
        client.get(address)

    assert not EmailAddress.objects.filter(verified=True).exists()
    assert not Person.objects.exists()
    assert "http" not in mail.outbox[0].body


def test_account_stays_closed_when_code_is_wrong(client):
    sign_up(client, "amara@camden.example")

    for _ in range(2):
        page = confirm(client, "WRO-NGG")
        assert "code" in page.context["form"].errors
    confirm(client, "WRO-NGG")

    assert SESSION_KEY not in client.session
    assert confirm(client, code_from(mail.outbox[0])).redirect_chain
    assert not EmailAddress.objects.filter(verified=True).exists()


def test_code_is_worthless_when_fifteen_minutes_have_passed(client, clock: FixedClock):
    sign_up(client, "amara@camden.example")
    clock.advance(minutes=16)

    confirm(client, code_from(mail.outbox[0]))

    assert not EmailAddress.objects.filter(verified=True).exists()
    assert SESSION_KEY not in client.session


@pytest.mark.feature("PE-02")
@pytest.mark.parametrize(
    "password", ["short-one", "password1234", "123456789012", "aaaaaaaaaaaa", "Practice-Hub-2026"]
)
def test_password_is_refused_when_short_or_common(client, password):
    page = sign_up(client, "amara@camden.example", password1=password)

    assert page.context["form"].errors["password1"]
    assert not User.objects.exists()


def test_sign_up_says_so_when_mail_server_is_away(client, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 9, 1

    page = sign_up(client, "amara@camden.example")

    words = page.content.decode()
    assert page.status_code == 200
    assert "We could not send you an email just now" in words
    assert "No email has gone out yet." in words
    assert "on its way" not in words
    assert "We wrote" not in words


def test_sign_up_says_that_it_wrote_once_the_mail_server_is_back(client, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 9, 1
    sign_up(client, "amara@camden.example")
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    page = client.post("/accounts/confirm-email/", {"action": "resend"}, follow=True)

    assert "No email has gone out yet." not in page.content.decode()
    assert "We wrote to" in page.content.decode()


def test_person_is_matched_at_sign_in_when_roster_came_later(client, clock):
    user = User.objects.create_user(
        "amara@camden.example", PASSWORD, given_name="Amara", family_name="Okafor"
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)

    client.post("/accounts/login/", {"login": "amara@camden.example", "password": PASSWORD})

    user.refresh_from_db()
    assert user.person.name == "Amara Okafor"


def test_new_code_comes_when_it_is_asked_for(client):
    sign_up(client, "amara@camden.example")

    client.post("/accounts/confirm-email/", {"action": "resend"}, follow=True)
    confirm(client, code_from(mail.outbox[-1]))

    assert len(mail.outbox) == 2
    assert EmailAddress.objects.filter(verified=True).count() == 1


def test_sign_in_is_reached_from_the_code_page_by_whoever_has_an_account_and_whoever_has_none(client):
    make_user(make_person(email="amara@camden.example"))
    known, unknown = client, Client()

    pages = [sign_up(known, "amara@camden.example"), sign_up(unknown, "nobody@camden.example")]
    led = [each.get("/accounts/login/?next=/my/") for each in (known, unknown)]
    ways = [each.get("/accounts/login/") for each in (known, unknown)]
    after = [each.get("/accounts/confirm-email/") for each in (known, unknown)]
    known.post("/accounts/login/", {"login": "amara@camden.example", "password": PASSWORD})

    assert all('<a href="/accounts/login/">Sign in</a>, or' in page.content.decode() for page in pages)
    assert [answer["Location"] for answer in led] == ["/accounts/confirm-email/"] * 2
    assert [answer.status_code for answer in ways] == [200, 200]
    assert [answer["Location"].partition("?")[0] for answer in after] == ["/accounts/login/"] * 2
    assert SESSION_KEY in known.session


def test_new_account_gets_a_new_code_when_it_signs_in_instead_of_typing_the_first(client):
    sign_up(client, "amara@camden.example")
    client.get("/accounts/login/")

    client.post("/accounts/login/", {"login": "amara@camden.example", "password": GOOD_PASSWORD})
    page = confirm(client, code_from(mail.outbox[-1]))

    assert len(mail.outbox) == 2
    assert SESSION_KEY in client.session
    assert page.status_code == 200
