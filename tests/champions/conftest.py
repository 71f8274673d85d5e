"""A borough that has a champion and somebody who keeps their meetings."""

from dataclasses import dataclass

import pytest

from champions.models import Champion
from tests.factories.champions import make_champion
from tests.factories.people import Borough, Staff, make_borough_staff, make_organisation, make_staff


@dataclass
class Network:
    """A borough with a lead and one active champion, who is also a person with an account."""

    borough: Borough
    lead: Staff
    staff: Staff
    champion: Champion


@pytest.fixture
def network() -> Network:
    borough = make_borough_staff("camden")
    lead = make_staff(
        organisation=make_organisation("respect", kind="charity"), role="lead", reach=borough.organisation
    )
    staff = make_staff(team=borough.team)
    return Network(borough, lead, staff, make_champion(staff.membership))
