"""What consultations put on a lead's hub when a lot is still to record."""

from datetime import timedelta

import pytest

from consultations.codes import Kind
from consultations.selectors.hub import MOST_ROWS, hub_items
from consultations.states import ConsultationState
from tests.factories.consultations import make_consultation, make_surgery
from tests.factories.people import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.feature("CO-26"), pytest.mark.both]


def test_todays_booking_and_urgent_requests_are_there_when_a_pile_is_to_record() -> None:
    surgery = make_surgery()
    pile = MOST_ROWS + 5
    for number in range(pile):
        make_consultation(surgery, NOW - timedelta(days=number + 1))
    make_consultation(surgery, NOW + timedelta(hours=2))
    nothing = dict.fromkeys(("starts_at", "ends_at", "busy_from", "busy_until", "lead"))
    urgent = make_consultation(surgery, NOW, kind=Kind.INDIVIDUAL, urgent=True)
    type(urgent).objects.filter(pk=urgent.pk).update(state=ConsultationState.REQUESTED, mode="", **nothing)

    items = hub_items(surgery.leader, NOW)

    assert sorted(item.tag for item in items) == ["Late", "Today", "Urgent"]
    assert f"{pile} consultations are still to record" in {item.title for item in items}
    assert "The oldest: " in next(item.detail for item in items if item.tag == "Late")
