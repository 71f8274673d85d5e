"""What other systems may read."""

import pytest
from django.test import Client

from portal.kernel.actors import SYSTEM
from portal.people.services.api_clients import create_api_client
from tests.factories.courses import FIRST_DAY, NOW, make_course, make_enrolment, make_run
from tests.factories.people import make_organisation

pytestmark = [pytest.mark.django_db, pytest.mark.feature("IN-01")]


@pytest.fixture
def ask():
    camden = make_organisation("camden")
    _, token = create_api_client(
        actor=SYSTEM, name="Learning record", organisation_id=camden.pk, abilities=("courses.read",), now=NOW
    )
    return lambda path, token=token: Client().get(f"/api/v1{path}", HTTP_AUTHORIZATION=f"Bearer {token}")


def test_courses_are_listed_with_their_edition(ask):
    make_course("core", title="Core")
    make_course("hidden")

    items = ask("/courses").json()["items"]

    assert items[0]["code"] == "core"
    assert (items[0]["edition"], items[0]["cpd_minutes"], items[0]["address"]) == (1, 1440, "/courses/core/")


def test_runs_are_those_open_to_the_organisation_of_the_token(ask):
    ours = make_run(open_to=[make_organisation("camden")])
    make_run(open_to=[make_organisation("croydon")])
    everybodys = make_run()
    make_run(state="draft")
    make_enrolment(ours)

    items = ask("/runs").json()["items"]

    assert [item["reference"] for item in items] == [ours.reference, everybodys.reference]
    assert (items[0]["places_left"], items[0]["open_to"]) == (11, ["camden"])
    assert items[0]["days"][0]["starts_at"] == "2027-01-12T09:30:00Z"


def test_nothing_private_is_in_a_run(ask):
    make_enrolment(make_run(venue="ZZVENUE", joining_link="https://zzlink.example/"))

    assert "zz" not in ask("/runs").content.decode().lower()


def test_list_goes_on_where_it_ended(ask):
    for _ in range(3):
        make_run(make_course(), first_on=FIRST_DAY)

    first = ask("/runs?limit=2").json()
    rest = ask(f"/runs?limit=2&after={first['next_after']}").json()

    assert (len(first["items"]), len(rest["items"]), rest["next_after"]) == (2, 1, None)


@pytest.mark.parametrize(
    "query", ["?limit=0", "?limit=9999", "?after=-1", "?colour=blue", "?starts_from=soon"]
)
def test_odd_queries_are_answered_422_as_a_problem(ask, query):
    answer = ask(f"/runs{query}")

    assert answer.status_code == 422
    assert answer["Content-Type"].startswith("application/problem+json")


def test_wrong_token_is_answered_401(ask):
    assert ask("/courses", token="wrong").status_code == 401
