"""“Tell your training administrator” says who that is, to colleagues and to nobody else (PE-04)."""

import pytest
from django.template import loader
from django.urls import reverse

from portal.kernel.actors import VISITOR
from portal.people.models import Person
from portal.people.training_administrators import training_administrators_of
from tests.factories.courses import make_course_page
from tests.factories.people import NOW, make_borough_staff, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.feature("PE-04")]
TODAY = NOW.date()


def test_training_administrator_can_be_written_to_from_the_account_and_where_one_hides(client, clock) -> None:
    borough = make_borough_staff()
    keeper = borough.training_admin.person
    client.force_login(borough.practitioner.user)

    for address in ("/account/", "/account/privacy/", "/account/welcome/"):
        words = client.get(address).content.decode()

        assert f'href="mailto:{keeper.email}" dir="auto">{keeper.name}</a>' in words, address


def test_nobody_is_named_when_they_hide_their_name(client, clock) -> None:
    borough = make_borough_staff()
    Person.objects.filter(pk=borough.training_admin.person.pk).update(hidden_on_rosters=True)
    client.force_login(borough.practitioner.user)

    words = client.get("/account/").content.decode()

    assert "tell your training administrator. It is put right" in words
    assert borough.training_admin.person.email not in words


def test_nobody_is_named_when_the_reader_works_elsewhere_or_is_a_visitor(clock) -> None:
    borough, stranger = make_borough_staff("camden"), make_staff()
    camden = borough.practitioner.membership.organisation_id

    assert training_administrators_of(VISITOR, TODAY) == []
    assert training_administrators_of(stranger.actor(), TODAY, organisation_id=camden) == []
    assert borough.training_admin.person not in training_administrators_of(stranger.actor(), TODAY)


def test_one_query_is_enough_when_people_are_named(clock, django_assert_num_queries) -> None:
    borough = make_borough_staff()
    actor = borough.practitioner.actor()

    with django_assert_num_queries(1):
        named = training_administrators_of(actor, TODAY)

    assert named == [borough.training_admin.person]


def test_whoever_is_refused_reads_whom_to_ask_when_signed_in(client, clock) -> None:
    borough = make_borough_staff()
    keeper = borough.training_admin.person
    client.force_login(borough.practitioner.user)

    page = client.get("/champions/gaps/")

    assert page.status_code == 403
    assert f'ask your training administrator, <a class="govuk-link" href="mailto:{keeper.email}"' in (
        page.content.decode()
    )


def test_no_page_of_an_error_asks_the_database_when_it_does_not_know_who_reads(
    django_assert_num_queries,
) -> None:
    with django_assert_num_queries(0):
        refused, broken = (loader.render_to_string(f"{number}.html") for number in (403, 500))

    assert "ask your training administrator.</p>" in refused
    assert "mailto:" not in refused + broken


def test_whom_to_ask_for_dates_is_named_when_a_course_has_none(client, clock) -> None:
    borough, course_page = make_borough_staff(), make_course_page()
    course_page.save_revision().publish()
    address, keeper = reverse("courses:course", args=[course_page.slug]), borough.training_admin.person

    for_visitors = client.get(address).content.decode()
    client.force_login(borough.practitioner.user)
    for_colleagues = client.get(address).content.decode()

    assert "or ask your training administrator.</p>" in for_visitors
    assert keeper.email not in for_visitors
    assert f'or ask your training administrator, <a class="govuk-link" href="mailto:{keeper.email}"' in (
        for_colleagues
    )
