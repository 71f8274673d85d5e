"""The catalogue: what each choice would leave, what is meant for the reader, and what to change when nothing fits."""

import re
from datetime import timedelta

import pytest
from django.http import QueryDict
from django.test import Client

from courses.catalogue_filter import CatalogueFilter
from courses.selectors.catalogue import catalogue
from courses.views.catalogue import ON_A_PAGE
from tests.courses.looking import client_of
from tests.factories.courses import FIRST_DAY, NOW, fill, make_course, make_enrolment, make_run
from tests.factories.people import make_borough_staff, make_organisation, make_staff
from tests.factories.registers import make_completed

pytestmark = [pytest.mark.django_db, pytest.mark.feature("CO-01"), pytest.mark.usefixtures("clock")]


@pytest.fixture
def borough():
    return make_borough_staff()


@pytest.fixture
def offer(borough):
    """Courses that differ in everything one can filter by, one without dates, one for a neighbour alone."""
    havering = make_organisation("havering")
    online = make_course("online", days=1, audiences=["supervisors"])
    make_run(online, mode="online", days=1, first_on=FIRST_DAY + timedelta(days=60))
    core = make_course("core", days=4, audiences=["social_workers"])
    make_run(core, open_to=[borough.organisation])
    fill(make_run(core, capacity=2, first_on=FIRST_DAY + timedelta(days=30)))
    theirs = make_course("theirs", days=2, audiences=["social_workers", "supervisors"])
    make_run(theirs, open_to=[havering], days=2)
    make_course("dateless", days=None)
    after = make_course("after", days=1)
    after.requires.add(core)
    make_run(after, days=1)


def looked_for(query: str, staff, *, for_me: bool):
    wanted = CatalogueFilter(QueryDict(query), now=NOW, for_me=for_me)
    actor = staff.actor()
    filters = wanted.filters(mine=actor.place.organisation_id, my_audiences=frozenset({"social_workers"}))
    return wanted, catalogue(filters, actor=actor, now=NOW)


@pytest.mark.parametrize("for_me", [False, True])
@pytest.mark.parametrize(
    "query", ["", "mode=in_person", "places=on", "length=few&audience=supervisors", "month=2027-01"]
)
def test_count_beside_a_choice_is_what_the_choice_leaves(query, for_me, offer, borough):
    wanted, found = looked_for(query, borough.practitioner, for_me=for_me)

    for name, choices in wanted.said.items():
        for choice in {"", *choices}:
            changed = {**wanted.chosen, name: choice}
            _, then = looked_for(
                "&".join(f"{key}={value}" for key, value in changed.items()),
                borough.practitioner,
                for_me=for_me,
            )
            assert found.left.by(name, choice) == len(then.meant), (name, choice)


def test_counts_stand_beside_the_choices_when_a_visitor_looks(offer):
    page = Client().get("/courses/").content.decode()

    assert ">In person (3)</option>" in page
    assert ">Everybody (5)</option>" in page
    assert "Only dates with places left (4)" in page


def test_what_comes_later_is_said_apart_when_it_is_not_yet_for_the_reader(offer, borough):
    page = client_of(borough.practitioner).get("/courses/?view=me").content.decode()

    assert "for you. The soonest place" in page
    apart = page.split("Not yet for you: something else comes first")[1]
    assert 'href="/courses/after/"' in apart
    assert 'href="/courses/core/"' not in apart


def test_what_the_reader_has_is_said_apart_and_not_counted():
    staff = make_staff()
    held = make_course("held")
    make_completed(make_run(held), person=staff.person)
    make_run(held, first_on=FIRST_DAY + timedelta(days=90))

    page = client_of(staff).get("/courses/?view=me").content.decode()

    assert "Nothing is left for you now." in page
    assert "You have these" in page


def test_each_filter_that_can_be_taken_away_is_offered_when_nothing_fits(offer):
    page = Client().get("/courses/?mode=online&length=many&view=me").content.decode()

    assert "No course fits all of this." in page
    assert 'href="/courses/?mode=online">Without “Four days or more”</a>: 1 course' in page
    assert 'href="/courses/?length=many">Without “Online”</a>: 1 course' in page


def test_everything_is_offered_when_no_single_filter_is_to_blame(offer):
    page = Client().get("/courses/?mode=online&length=many&month=2027-09").content.decode()

    assert "What to change" not in page
    assert "Show every course" in page


@pytest.mark.parametrize(
    "junk",
    ["borough=x", "borough=-1", "month=%F0%9F%98%80", "places=yes", "page=0", "page=x", "mode=" + "a" * 9999],
)
def test_every_course_is_shown_when_a_choice_is_junk(junk, offer):
    page = Client().get(f"/courses/?{junk}")

    assert page.status_code == 200
    assert "5 courses." in page.content.decode()


def test_pages_are_turned_with_the_filters_kept_when_there_are_many_courses():
    for _ in range(ON_A_PAGE + 3):
        make_run(make_course(days=4))

    first = Client().get("/courses/?length=many").content.decode()
    last = Client().get("/courses/?length=many&page=99").content.decode()

    assert len(re.findall('class="hub-row"', first)) == ON_A_PAGE
    assert f"{ON_A_PAGE + 3} courses." in first
    assert 'href="?length=many&amp;page=2"' in first
    assert "Page 2 of 2" in last
    assert len(re.findall('class="hub-row"', last)) == 3


def test_place_under_way_counts_as_for_the_reader_when_something_else_comes_first(offer, borough):
    make_enrolment(make_run(make_course("begun")), borough.practitioner.person)

    _, found = looked_for("", borough.practitioner, for_me=True)

    assert "begun" in [card.slug for card in found.meant]


def test_courses_stand_by_date_even_when_something_else_comes_first(offer, borough):
    found = catalogue(
        CatalogueFilter(QueryDict(""), now=NOW, for_me=False).filters(mine=None, my_audiences=frozenset()),
        actor=borough.practitioner.actor(),
        now=NOW,
    )

    dates = [card.next_run.starts_at for card in found.cards if card.next_run]
    assert dates == sorted(dates)
    assert found.cards[-1].next_run is None
    assert [card.slug for card in found.cards if card.first] == ["after"]


def test_line_of_the_filter_says_what_was_chosen(offer, client):
    plain = client.get("/courses/").content.decode()
    chosen = client.get("/courses/", {"mode": "online", "places": "on", "month": ""}).content.decode()

    assert "Narrow it down</span>" in plain
    assert "Narrow it down: Online, Only dates with places left</span>" in chosen
