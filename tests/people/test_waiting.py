"""Somebody who waits to be confirmed is told who does it; whoever does it is told that somebody waits (PE-01)."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from playwright.sync_api import Page

from portal.people.models import Membership, MembershipState, Organisation, Person
from portal.people.selectors import confirmers_of, people_waiting_for
from tests.factories.people import (
    actor_of,
    make_borough_staff,
    make_grant,
    make_mail_domain,
    make_membership,
    make_organisation,
    make_person,
    make_staff,
    make_user,
)
from tests.harness.live import DESKTOP, PHONE
from tests.people.test_accounts_in_a_browser import Open, visit  # noqa: F401 - a fixture

pytestmark = [pytest.mark.django_db, pytest.mark.feature("PE-01")]

TODAY = date(2026, 11, 24)


def waiting(organisation: Organisation, **fields: object) -> Membership:
    fields.setdefault("starts_on", TODAY)
    return make_membership(
        organisation=organisation, state=MembershipState.PENDING, source="sign_up", **fields
    )


def words_of(client: Client, person: Person, address: str) -> str:
    client.force_login(make_user(person))
    return client.get(address).content.decode()


def test_account_names_who_confirms_when_a_place_waits(client, clock) -> None:
    camden, croydon = make_borough_staff("camden"), make_borough_staff("croydon")
    make_mail_domain(camden.organisation)

    words = words_of(client, waiting(camden.organisation).person, "/account/")

    assert camden.training_admin.person.name in words
    assert f'<strong dir="auto">{croydon.training_admin.person.name}</strong>' not in words
    assert "since Tuesday 24 November 2026" in words
    assert "If nothing has happened by Tuesday 1 December 2026, ask them." in words


@pytest.mark.parametrize("domain", ["nobodys.example", "croydon.example"])
def test_account_names_nobody_when_the_address_is_not_of_the_organisation(client, clock, domain) -> None:
    camden, croydon = make_borough_staff("camden"), make_borough_staff("croydon")
    make_mail_domain(camden.organisation)
    make_mail_domain(croydon.organisation)
    stranger = make_person(email=f"me@{domain}")

    words = words_of(client, waiting(camden.organisation, person=stranger).person, "/account/")

    assert camden.training_admin.person.name not in words
    assert "A training administrator of Camden, or of the whole Practice Hub, can confirm it." in words


def test_account_says_ask_now_when_the_week_is_over(client, clock) -> None:
    camden = make_borough_staff("camden")

    words = words_of(client, waiting(camden.organisation, starts_on=date(2026, 11, 17)).person, "/account/")

    assert "ask them now" in words


def test_account_is_as_quick_when_more_can_confirm(client, clock, assert_flat) -> None:
    camden = make_borough_staff("camden")
    make_mail_domain(camden.organisation)
    client.force_login(make_user(waiting(camden.organisation).person))

    assert_flat(
        lambda: client.get("/account/"),
        lambda: [make_staff(organisation=camden.organisation, role="training_admin") for _ in range(10)],
    )


def test_administrators_are_named_when_an_organisation_has_no_training_administrator() -> None:
    admin = make_staff(role="admin", everywhere=True)
    membership = waiting(barnet := make_organisation("barnet"))
    make_mail_domain(barnet, "camden.example")

    assert confirmers_of(membership, TODAY) == (admin.person.name,)


def test_nobody_is_named_who_cannot_confirm_or_hides_their_name() -> None:
    camden = make_borough_staff("camden")
    membership = waiting(camden.organisation)
    make_grant(membership.person, "training_admin", camden.organisation)
    make_grant(make_person(), "training_admin", camden.organisation)
    Person.objects.filter(pk=camden.training_admin.person.pk).update(hidden_on_rosters=True)

    assert confirmers_of(membership, TODAY) == ()


def test_account_still_says_what_to_do_when_nobody_can_be_named(client, clock) -> None:
    words = words_of(client, waiting(make_organisation("barnet")).person, "/account/")

    assert "A training administrator of Barnet, or of the whole Practice Hub, can confirm it." in words


def test_account_leads_to_the_question_when_nobody_knows_the_workplace(client, clock) -> None:
    words = words_of(client, make_person(), "/account/")

    assert "Say where you work" in words


def test_hub_offers_the_step_that_helps_when_no_place_is_confirmed(client, clock) -> None:
    camden = make_borough_staff("camden")

    words = words_of(client, waiting(camden.organisation).person, "/my/")
    client.force_login(camden.practitioner.user)
    placed = client.get("/my/").content.decode()

    assert "See who confirms your place" in words
    assert "Book a consultation</a>" not in words
    assert "Book a consultation</a>" in placed
    assert "See who confirms your place" not in placed


def test_hub_says_how_many_wait_when_the_reader_can_confirm_them(client, clock) -> None:
    camden, croydon = make_borough_staff("camden"), make_borough_staff("croydon")
    for day in (20, 23):
        waiting(camden.organisation, starts_on=date(2026, 11, day))
    waiting(croydon.organisation)

    client.force_login(camden.training_admin.user)
    words = client.get("/my/").content.decode()
    client.force_login(camden.manager.user)
    others = client.get("/my/").content.decode()

    assert "2 people wait to be confirmed" in words
    assert words.count('href="/people/confirm/"') == 1
    assert "20 Nov" in words
    assert "be confirmed" not in others


def test_one_who_waits_is_said_in_the_singular(client, clock) -> None:
    camden = make_borough_staff("camden")
    waiting(camden.organisation)
    client.force_login(camden.training_admin.user)

    assert "One person waits to be confirmed" in client.get("/my/").content.decode()


def test_counting_who_waits_takes_one_query_and_none_for_others(django_assert_num_queries) -> None:
    camden = make_borough_staff("camden")
    for _ in range(5):
        waiting(camden.organisation)
    admin, manager = actor_of(camden.training_admin.person), actor_of(camden.manager.person)

    with django_assert_num_queries(1):
        assert people_waiting_for(admin).count == 5
    with django_assert_num_queries(0):
        assert people_waiting_for(manager).count == 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.journey
@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_long_name_stays_in_its_card_when_it_has_no_space(
    visit: Open,  # noqa: F811
    axe: Callable[[Page], None],
    width: int,
) -> None:
    camden = make_borough_staff("camden")
    waiting(camden.organisation, person=make_person("W" * 100, "Y" * 100))
    page = visit(camden.training_admin, width=width)

    page.goto("/people/confirm/")

    fits = "[...document.querySelectorAll('.hub-notice, .hub-notice h2')].every(e => e.scrollWidth <= e.clientWidth)"
    assert page.evaluate(fits)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    axe(page)


def test_answer_says_that_there_is_no_team_when_none_was_chosen(client, clock):
    borough = make_borough_staff("camden")
    waiting = make_membership(organisation=borough.organisation, state="pending")
    client.force_login(borough.training_admin.user)

    page = client.post(f"/people/confirm/{waiting.pk}/", {"decision": "confirm"}, follow=True)

    assert "Confirmed, without a team." in page.content.decode()
    assert "what belongs to their team" not in page.content.decode()
