"""“Tell your training administrator” says who that is, to colleagues and to nobody else (PE-04)."""

import pytest

from portal.kernel.actors import VISITOR
from portal.people.models import Person
from portal.people.training_administrators import training_administrators_of
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
