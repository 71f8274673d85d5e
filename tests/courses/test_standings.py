"""Where colleagues stand towards a course: what a reader who may not open the place is told of it."""

from datetime import date

import pytest

from courses import services
from courses.selectors import standings_towards
from courses.states import Approval, EndReason
from tests.factories.courses import NOW, make_course, make_enrolment, make_run
from tests.factories.people import make_borough_staff

TODAY = NOW.date()
pytestmark = [pytest.mark.django_db, pytest.mark.feature("WF-05"), pytest.mark.usefixtures("clock")]


@pytest.fixture
def borough():
    return make_borough_staff()


@pytest.fixture
def refused(borough):
    place = make_enrolment(
        make_run(make_course("core", approval=Approval.MANAGER)), borough.practitioner.person
    )
    return services.decline(
        actor=borough.manager.actor(), enrolment_id=place.pk, reason=EndReason.CAPACITY, now=NOW
    )


def standing(refused, reader, on=TODAY):
    return standings_towards("core", [refused.person_id], actor=reader.actor(), on=on)[refused.person_id]


def test_reason_is_told_only_to_who_may_open_the_place(borough, refused) -> None:
    theirs = standing(refused, borough.manager)
    others = standing(refused, borough.colleague)

    assert "“The team cannot spare the days”" in theirs.sentence
    assert theirs.url
    assert "cannot spare" not in others.sentence
    assert "Refused by somebody else" in others.sentence
    assert others.url == ""


def test_refusal_of_another_year_is_said_with_its_year(borough, refused) -> None:
    assert "on 24 Nov:" in standing(refused, borough.manager).sentence
    assert "on 24 Nov 2026:" in standing(refused, borough.manager, date(2027, 2, 1)).sentence
