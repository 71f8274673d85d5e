"""Screens, lists and exports whose number of queries does not grow with their rows."""

import itertools

import pytest
from django.test import Client
from django.urls import reverse

from courses.selectors import hub_items
from courses.selectors.listings import listed_courses, listed_runs
from courses.states import Approval
from tests.factories.courses import FIRST_DAY, NOW, make_course, make_enrolment, make_run
from tests.factories.people import make_borough_staff, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def visit(client, address):
    return lambda: client.get(address).content


def signed_in(staff):
    client = Client()
    client.force_login(staff.user)
    return client


def grow_courses(organisations=(), count=5):
    def grow():
        for _ in range(count):
            make_run(make_course(), open_to=organisations)

    return grow


@pytest.mark.feature("CO-01")
@pytest.mark.parametrize("address", ["/courses/", "/courses/?view=me", "/courses/?places=on&length=many"])
def test_catalogue_is_flat_when_courses_are_added(assert_flat, address):
    borough = make_borough_staff()
    grow = grow_courses([borough.organisation])
    grow()

    assert_flat(visit(signed_in(borough.practitioner), address), grow)
    assert_flat(visit(Client(), address), grow)


@pytest.mark.feature("CO-02")
def test_course_page_is_flat_when_dates_are_added(assert_flat):
    borough = make_borough_staff()
    course = make_course("core")
    make_run(course)

    def grow():
        for _ in range(5):
            make_enrolment(make_run(course, open_to=[borough.organisation]))

    for client in (Client(), signed_in(borough.practitioner)):
        assert_flat(visit(client, "/courses/core/"), grow)


@pytest.mark.feature("CO-10")
def test_approvals_are_flat_when_requests_are_added(assert_flat):
    borough = make_borough_staff()

    def grow():
        for _ in range(5):
            staff = make_staff(team=borough.team, manager=borough.manager.person)
            make_enrolment(make_run(make_course(approval=Approval.MANAGER)), staff.person)

    grow()
    assert_flat(visit(signed_in(borough.manager), reverse("courses:approvals")), grow)


@pytest.mark.feature("CO-26")
def test_hub_costs_two_queries_however_much_there_is(assert_flat, django_assert_num_queries):
    borough = make_borough_staff()
    weeks = itertools.count()

    def grow():
        for _ in range(5):
            run = make_run(make_course(), first_on=FIRST_DAY.replace(month=1 + next(weeks)))
            make_enrolment(run, borough.manager.person)
            staff = make_staff(team=borough.team, manager=borough.manager.person)
            make_enrolment(make_run(make_course(approval=Approval.MANAGER)), staff.person)

    grow()
    actor = borough.manager.actor()
    assert_flat(lambda: hub_items(actor, NOW), grow)
    with django_assert_num_queries(2):
        items = hub_items(actor, NOW)
    assert [item.group for item in items] == ["booked"] * 10 + ["approve"]
    assert items[-1].counts == 10


@pytest.mark.feature("CO-24")
def test_workspace_and_lists_are_flat_when_people_are_added(assert_flat):
    run = make_run(capacity=40)
    admin = signed_in(make_staff(role="training_admin", everywhere=True))

    def grow():
        for _ in range(5):
            make_enrolment(run)
            make_run()

    grow()
    for address in (reverse("courses:workspace", args=[run.reference]), reverse("courses:runs")):
        assert_flat(visit(admin, address), grow)


def test_my_places_are_flat_when_there_are_many(assert_flat):
    staff = make_staff()
    months = itertools.count()

    def grow():
        for _ in range(5):
            make_enrolment(make_run(first_on=FIRST_DAY.replace(month=1 + next(months))), staff.person)

    grow()
    assert_flat(visit(signed_in(staff), reverse("courses:places")), grow)


def test_place_is_flat_when_its_history_grows(assert_flat):
    enrolment = make_enrolment(state="waiting")
    client = Client()
    client.force_login(enrolment.person.account)

    assert_flat(
        visit(client, reverse("courses:place", args=[enrolment.pk])),
        lambda: [make_enrolment(enrolment.run, state="waiting") for _ in range(5)],
    )


@pytest.mark.feature("IN-01")
def test_listings_for_other_systems_are_flat(assert_flat):
    grow = grow_courses()
    grow()

    assert_flat(lambda: listed_courses(after=0, limit=50), grow)
    assert_flat(
        lambda: listed_runs(organisation_id=1, course_code="", starts_from=None, after=0, limit=50), grow
    )
