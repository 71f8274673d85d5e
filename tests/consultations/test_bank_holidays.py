"""Nobody meets on a bank holiday, unless a lead opens it on purpose; and no deadline falls on one."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from consultations.errors import SlotTaken
from consultations.rules import Slot, to_minute
from consultations.selectors.diaries import diary_week, plan_page
from consultations.services import (
    Recorded,
    Stretch,
    add_extra_hours,
    book_consultation,
    record_consultation,
)
from consultations.wait_rules import answer_by
from tests.factories.consultations import asked_for, make_consultation, make_surgery
from tests.factories.people import NOW, make_staff
from tests.harness.clocks import FixedClock

pytestmark = [pytest.mark.django_db, pytest.mark.both]
LONDON = ZoneInfo("Europe/London")
BOXING_DAY = date(2026, 12, 28)  # a Monday: 26 December is a Saturday
BEFORE = datetime(2026, 12, 18, 9, 0, tzinfo=LONDON)
MORNING = Stretch(time(9, 30), time(11, 30), place="Judd Street")


def days_of(slots: Iterable[Slot]) -> set[date]:
    return {date.fromordinal(slot.day) for slot in slots}


@pytest.mark.feature("CN-01", "CN-02")
def test_bank_holiday_is_not_offered_when_the_week_would_bring_it() -> None:
    surgery = make_surgery(weekdays=(0,))

    offered = days_of(surgery.slots(BEFORE))

    assert BOXING_DAY not in offered
    assert {BOXING_DAY - timedelta(days=7), BOXING_DAY + timedelta(days=7)} <= offered


@pytest.mark.feature("CN-01")
def test_bank_holiday_is_offered_when_the_lead_opens_it() -> None:
    surgery = make_surgery(weekdays=(0,))

    add_extra_hours(actor=surgery.leader, plan_id=surgery.plan.pk, on=BOXING_DAY, stretch=MORNING, now=BEFORE)

    opened = [slot.minute for slot in surgery.slots(BEFORE) if slot.day == BOXING_DAY.toordinal()]
    assert opened == [570, 630]


@pytest.mark.feature("CN-02")
def test_forged_time_is_refused_when_it_is_on_a_bank_holiday() -> None:
    surgery = make_surgery(weekdays=(0,))
    start = to_minute(datetime(2026, 12, 28, 9, 30, tzinfo=LONDON))

    with pytest.raises(SlotTaken):
        book_consultation(
            actor=surgery.asker,
            asked=asked_for(),
            slot_key=f"{surgery.lead.person.pk}-{start}",
            now=BEFORE,
        )


def test_offer_of_an_earlier_time_runs_over_the_holidays_when_nobody_is_at_work() -> None:
    christmas_eve = datetime(2026, 12, 24, 12, 0, tzinfo=LONDON)

    until = answer_by(christmas_eve, datetime(2027, 1, 14, 9, 30, tzinfo=LONDON))

    assert until == datetime(2026, 12, 29, 17, 0, tzinfo=LONDON)


@pytest.mark.feature("CN-12")
def test_record_is_looked_at_again_on_a_working_day_when_the_weeks_end_at_christmas() -> None:
    surgery = make_surgery()
    held_at = datetime(2026, 11, 20, 9, 30, tzinfo=LONDON)  # five weeks later is Christmas Day
    consultation = make_consultation(surgery, held_at)

    record = record_consultation(
        actor=surgery.lead.actor(held_at),
        consultation_id=consultation.pk,
        recorded=Recorded(domains=("PCC",), outcome="no_referral", theme="housing"),
        now=held_at + timedelta(hours=2),
    )

    assert record.follow_up_due_on == date(2026, 12, 29)


@pytest.mark.feature("CN-14")
def test_diary_says_what_is_free_and_why_a_day_is_not() -> None:
    surgery = make_surgery(weekdays=(0,))
    monday = datetime(2026, 12, 21, 14, 30, tzinfo=LONDON)
    make_consultation(surgery, monday)

    first, *others = diary_week(surgery.leader, monday.date(), BEFORE)
    holiday = diary_week(surgery.leader, BOXING_DAY, BEFORE)[0]

    assert first.free == ["09:30", "10:30", "11:30", "12:30", "13:30", "15:30"]
    assert [day.closed for day in others] == ["No hours for consultations."] * 3 + [
        "Bank holiday: Christmas Day."
    ]
    assert holiday.closed == "Bank holiday: Boxing Day."


def test_diary_says_nothing_of_hours_when_the_day_is_over() -> None:
    surgery = make_surgery(weekdays=(0,))

    week = diary_week(surgery.leader, date(2026, 11, 16), NOW)

    assert [(day.free, day.closed) for day in week] == [([], "")] * 5


def test_diary_of_a_lead_without_a_plan_shows_the_week() -> None:
    lead = make_staff(role="lead", everywhere=True)

    week = diary_week(lead.actor(), date(2026, 11, 23), NOW)

    assert {day.closed for day in week[-4:]} == {"No hours for consultations."}


def test_plan_names_the_next_bank_holidays() -> None:
    surgery = make_surgery()

    assert plan_page(surgery.plan, NOW).holidays == [
        (date(2026, 12, 25), "Christmas Day"),
        (BOXING_DAY, "Boxing Day"),
    ]


@pytest.mark.parametrize(("has_booking", "shown"), [(False, "23 November"), (True, "16 November")])
def test_diary_opens_on_the_coming_week_when_the_weekend_is_empty(has_booking: bool, shown: str) -> None:
    surgery = make_surgery()
    saturday = datetime(2026, 11, 21, 8, 0, tzinfo=LONDON)
    if has_booking:
        make_consultation(surgery, saturday + timedelta(hours=3))
    client = Client()

    with FixedClock(saturday):
        client.force_login(surgery.lead.user)
        page = client.get(reverse("consultations:diary")).content.decode()

    assert f"week of Monday {shown} 2026" in page
