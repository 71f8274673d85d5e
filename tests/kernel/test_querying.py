"""Queries whose SQL is built once: they answer as the queryset does, whatever is asked."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

import pytest

from certificates.models import Award
from portal.kernel.querying import MOST_LISTED, Prepared
from portal.people.models import Grant, Membership
from portal.people.selectors import actor_for, confirmed_on, grants_on
from tests.factories.certificates import make_award
from tests.factories.people import (
    NOW,
    make_borough_staff,
    make_grant,
    make_membership,
    make_organisation,
    make_staff,
)

pytestmark = [pytest.mark.django_db, pytest.mark.both]

TODAY = NOW.date()


def test_prepared_query_answers_as_its_queryset_on_every_day():
    staff = make_staff()
    make_membership(staff.person, organisation=make_organisation("croydon"), starts_on=TODAY)
    make_grant(staff.person, "lead", ends_on=TODAY)
    make_grant(staff.person, "trainer", starts_on=TODAY + timedelta(days=1))
    grants = Prepared(
        lambda person_id, on: grants_on(on).filter(person_id=person_id).values_list("role", "level"),
        person_id=-5,
        on=date(1900, 1, 1),
    )

    for day in (TODAY - timedelta(days=1), TODAY, TODAY + timedelta(days=1)):
        wanted = grants_on(day).filter(person_id=staff.person.pk).values_list("role", "level")
        assert sorted(grants.rows(person_id=staff.person.pk, on=day)) == sorted(wanted)


def test_actor_holds_what_is_in_force_and_nothing_else():
    borough = make_borough_staff()
    person = borough.manager.person
    make_grant(person, "trainer", ends_on=TODAY - timedelta(days=1))
    make_membership(person, organisation=make_organisation("sutton"), ends_on=TODAY - timedelta(days=1))
    make_membership(person, organisation=make_organisation("havering"), starts_on=TODAY, state="pending")
    later = make_membership(person, organisation=make_organisation("croydon"), starts_on=TODAY)

    actor = actor_for(borough.manager.user, NOW)

    assert [grant.role for grant in actor.grants] == list(
        Grant.objects.filter(pk__in=grants_on(TODAY), person=person).values_list("role", flat=True)
    )
    assert [place.organisation_id for place in actor.places] == [
        later.organisation_id,
        borough.organisation.pk,
    ]
    assert Membership.objects.filter(pk__in=confirmed_on(TODAY), person=person).count() == 2
    assert actor.name == person.name


def test_sample_that_the_query_does_not_use_is_refused():
    lost = Prepared(lambda on: grants_on(TODAY).values_list("role"), on=date(1900, 1, 1))

    with pytest.raises(ValueError, match="does not use"):
        lost.rows(on=TODAY)


def test_prepared_query_answers_as_its_queryset_whatever_the_length_of_a_list():
    people = [make_staff().person for _ in range(3)]
    for person in people:
        make_grant(person, "trainer")
    held = Prepared(_held_by, people=(-5,), role="no-role")

    for count in (0, 1, 3, 1, MOST_LISTED + 1):
        ids = [person.pk for person in people[:count]] + list(range(-count, -3))
        wanted = list(_held_by(ids, "trainer"))
        assert held.rows(people=ids, role="trainer") == wanted
        assert len(wanted) == min(count, 3)


def _held_by(people: Iterable[int], role: str):
    return Grant.objects.filter(person_id__in=people, role=role).order_by("pk").values_list("pk", "role")


def test_prepared_query_gives_dates_instants_and_documents_as_its_queryset_does():
    award = make_award()
    make_award()
    prepared = Prepared(_awards_of, person_id=-5, since=datetime(1900, 1, 1, tzinfo=UTC))

    for since in (award.issued_at, award.issued_at + timedelta(seconds=1)):
        wanted = list(_awards_of(award.person_id, since))
        assert prepared.rows(person_id=award.person_id, since=since) == wanted


def _awards_of(person_id: int, since: datetime):
    found = Award.objects.filter(person_id=person_id, issued_at__gte=since)
    return found.values_list("issued_at", "snapshot", "valid_until", "show_name")
