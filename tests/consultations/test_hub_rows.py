"""What consultations put on a lead's hub when a lot is still to record."""

from datetime import time, timedelta

import pytest

from consultations.codes import Kind
from consultations.models import ExceptionKind, PlanException
from consultations.selectors.hub import MOST_ROWS, hub_items
from consultations.states import ConsultationState
from portal.kernel import clock
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


@pytest.mark.parametrize(
    ("days", "off", "is_left_behind"),
    [
        (2, {}, True),
        (30, {}, True),  # further ahead than the hub looks
        (2, {"starts": time(9), "ends": time(12)}, True),  # it begins at 09:30
        (2, {"starts": time(13), "ends": time(17)}, False),
    ],
)
def test_booking_needs_its_lead_when_they_are_off_then(
    days: int, off: dict[str, time], is_left_behind: bool
) -> None:
    surgery = make_surgery()
    booked = make_consultation(surgery, NOW + timedelta(days=days))
    PlanException.objects.create(
        plan=surgery.plan, on=clock.today(booked.starts_at), kind=ExceptionKind.OFF, **off
    )

    (item,) = hub_items(surgery.leader, NOW)

    assert (item.group, item.tag) == (("due", "You are off") if is_left_behind else ("booked", "With you"))
    assert ("Hand it over, move it or cancel it" in item.detail) is is_left_behind


def test_booking_of_a_lead_who_asked_another_is_no_concern_of_their_own_day_off() -> None:
    surgery = make_surgery()
    other = make_surgery("havering")
    booked = make_consultation(other, NOW + timedelta(days=2), requester=surgery.lead.person)
    PlanException.objects.create(plan=surgery.plan, on=clock.today(booked.starts_at), kind=ExceptionKind.OFF)

    (item,) = hub_items(surgery.leader, NOW)

    assert item.tag == "Booked"
