"""The days named beside a figure are those of the rows it is made of, the oldest first (WF-01)."""

from datetime import date

import pytest
from django.test import Client

from portal.people.models import RosterBatch
from portal.people.selectors import rosters_behind
from portal.workforce.models import CountedCourse
from tests.factories.courses import make_course
from tests.factories.people import NOW, Borough, make_borough_staff, make_membership, make_person

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("clock"),
    pytest.mark.feature("WF-01"),
    pytest.mark.both,
]

WHOLE, CORRECTION = {"unchanged": 270, "left_out": 30}, {"created": 3, "changed": 5, "left_out": 292}


@pytest.fixture
def borough() -> Borough:
    CountedCourse.objects.create(course_code="core", short_name="Core", starts_on=date(2026, 1, 1))
    make_course("core")
    borough = make_borough_staff("camden")
    for _ in range(5):
        make_membership(make_person(), team=borough.team, caseload_holding=True)
    return borough


def imported(borough: Borough, day: int, left_out: int, state: str = "applied", **counts: int) -> None:
    RosterBatch.objects.create(
        organisation=borough.organisation,
        state=state,
        code=f"batch-{RosterBatch.objects.count()}",
        as_of=date(2026, 11, day),
        outlook={"not_in_file": left_out},
        imported_by="person 1",
        imported_at=NOW,
        **counts,
    )


def test_oldest_roster_is_named_first_when_a_small_file_came_later(client: Client, borough: Borough) -> None:
    imported(borough, 1, **WHOLE)
    imported(borough, 22, **CORRECTION)
    imported(borough, 23, state="undone", **WHOLE)
    client.force_login(borough.training_admin.user)

    page = client.get("/coverage/camden/").content.decode()
    file = client.get("/coverage/export/camden/").content.decode()

    assert "from the rosters of Sunday 1 November 2026 to Sunday 22 November 2026" in page
    assert ",the roster,2026-11-01,2026-11-22," in file


def test_one_roster_is_named_when_the_last_file_names_nearly_everybody(
    client: Client, borough: Borough
) -> None:
    imported(borough, 1, **WHOLE)
    imported(borough, 8, **CORRECTION)
    imported(borough, 22, **WHOLE)
    client.force_login(borough.training_admin.user)

    page = client.get("/coverage/camden/").content.decode()

    assert "from the roster of Sunday 22 November 2026" in page
    assert "from the rosters" not in page


def test_days_are_of_every_file_when_none_names_everybody(borough: Borough) -> None:
    imported(borough, 8, **CORRECTION)
    imported(borough, 22, **CORRECTION)

    assert rosters_behind(borough.organisation.pk, NOW.date()) == (date(2026, 11, 8), date(2026, 11, 22))
    assert rosters_behind(borough.organisation.pk, date(2026, 11, 9)) == (
        date(2026, 11, 8),
        date(2026, 11, 8),
    )
    assert rosters_behind(borough.organisation.pk, date(2026, 11, 7)) is None
