"""A lead's plan and who leads where: changed from today on, never for the past, by the right person only."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from consultations.errors import HoursWrong, NotYourTime, PastEdit, TwoPlacesAtOnce, UnknownCode
from consultations.models import LeadCover, PlanException, WeeklyRule
from consultations.selectors.diaries import plan_page
from consultations.services import (
    Stretch,
    add_extra_hours,
    add_weekly_rule,
    assign_lead,
    change_settings,
    drop_exception,
    end_cover,
    end_weekly_rule,
    plan_of,
    take_time_off,
)
from portal.audit.models import Entry
from portal.kernel.errors import DomainError, NotAllowed, NotFound
from tests.factories.consultations import book, make_lead, make_rule, make_surgery
from tests.factories.people import NOW, Staff, make_organisation, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.both]
LONDON = ZoneInfo("Europe/London")
TODAY = NOW.date()
MORNING = Stretch(time(9, 30), time(12, 30), place="Judd Street")


def make_admin() -> Staff:
    return make_staff(organisation=make_organisation("respect"), role="admin", everywhere=True)


@pytest.mark.feature("CN-01")
def test_times_follow_when_a_lead_adds_weekly_hours() -> None:
    surgery = make_surgery(weekdays=())

    add_weekly_rule(
        actor=surgery.leader, plan_id=surgery.plan.pk, weekday=1, stretch=MORNING, starts_on=TODAY, now=NOW
    )

    first = surgery.slots()[0]
    assert first.starts_at == datetime(2026, 12, 1, 9, 30, tzinfo=LONDON)
    assert {slot.starts_at.weekday() for slot in surgery.slots()} == {1}


@pytest.mark.feature("CN-01")
def test_overlapping_rules_count_as_one_when_they_are_of_one_place() -> None:
    surgery = make_surgery(weekdays=())
    make_rule(surgery.plan, 0, starts=time(9, 30), ends=time(11))

    add_weekly_rule(
        actor=surgery.leader, plan_id=surgery.plan.pk, weekday=0, stretch=MORNING, starts_on=TODAY, now=NOW
    )

    page = plan_page(surgery.plan, NOW)
    monday = [slot for slot in surgery.slots() if slot.day == date(2026, 11, 30).toordinal()]
    assert [slot.minute for slot in monday] == [570, 630, 690]
    assert [day.stretches for day in page.week] == [["09:30 to 12:30"]]


@pytest.mark.feature("CN-01")
def test_second_place_is_refused_when_the_lead_is_elsewhere_then() -> None:
    surgery = make_surgery(weekdays=(0,))
    asked = {"actor": surgery.leader, "plan_id": surgery.plan.pk, "weekday": 0, "now": NOW}
    elsewhere = Stretch(time(16), time(17, 30), place="Elsewhere")

    with pytest.raises(TwoPlacesAtOnce, match="Judd Street, 09:30 to 16:30"):
        add_weekly_rule(stretch=elsewhere, starts_on=TODAY, **asked)
    surgery.plan.rules.update(ends_on=TODAY + timedelta(days=30))
    add_weekly_rule(stretch=elsewhere, starts_on=TODAY + timedelta(days=31), **asked)

    assert WeeklyRule.objects.count() == 2


@pytest.mark.feature("CN-01")
def test_past_stays_as_it_was_when_somebody_tries_to_change_it() -> None:
    surgery = make_surgery()
    lead, plan = surgery.leader, surgery.plan.pk
    yesterday = TODAY - timedelta(days=1)
    past = PlanException.objects.create(plan=surgery.plan, on=yesterday, kind="off")
    over = make_rule(surgery.plan, 4, ends_on=yesterday)

    for command in (
        lambda: add_weekly_rule(
            actor=lead, plan_id=plan, weekday=1, stretch=MORNING, starts_on=yesterday, now=NOW
        ),
        lambda: take_time_off(actor=lead, plan_id=plan, on=yesterday, now=NOW),
        lambda: add_extra_hours(actor=lead, plan_id=plan, on=yesterday, stretch=MORNING, now=NOW),
        lambda: drop_exception(actor=lead, exception_id=past.pk, now=NOW),
        lambda: end_weekly_rule(actor=lead, rule_id=over.pk, last_day=TODAY, now=NOW),
        lambda: end_weekly_rule(
            actor=lead, rule_id=surgery.plan.rules.first().pk, last_day=TODAY - timedelta(days=2), now=NOW
        ),
    ):
        with pytest.raises(PastEdit):
            command()


@pytest.mark.feature("CN-01")
def test_history_stays_when_weekly_hours_end() -> None:
    surgery = make_surgery(weekdays=(0,))
    rule = surgery.plan.rules.get()
    future = make_rule(surgery.plan, 2, starts_on=TODAY + timedelta(days=9))
    yesterday = TODAY - timedelta(days=1)

    end_weekly_rule(actor=surgery.leader, rule_id=rule.pk, last_day=yesterday, now=NOW)
    end_weekly_rule(actor=surgery.leader, rule_id=future.pk, last_day=yesterday, now=NOW)

    rule.refresh_from_db()
    assert rule.ends_on == yesterday
    assert not WeeklyRule.objects.filter(pk=future.pk).exists()
    assert surgery.slots() == ()


@pytest.mark.feature("CN-01")
def test_booking_stays_and_times_go_when_a_day_is_taken_off() -> None:
    surgery = make_surgery()
    booked = book(surgery)
    assert booked.starts_at
    day = booked.starts_at.date()

    take_time_off(actor=surgery.leader, plan_id=surgery.plan.pk, on=day, now=NOW)
    take_time_off(actor=surgery.leader, plan_id=surgery.plan.pk, on=day, now=NOW)

    booked.refresh_from_db()
    assert booked.state == "booked"
    assert day.toordinal() not in {slot.day for slot in surgery.slots()}
    assert PlanException.objects.count() == 1


@pytest.mark.feature("CN-01")
def test_fortnight_is_taken_off_and_taken_back_as_one() -> None:
    surgery = make_surgery()
    first, last = TODAY + timedelta(days=3), TODAY + timedelta(days=16)
    off = {"actor": surgery.leader, "plan_id": surgery.plan.pk, "now": NOW}
    take_time_off(on=first + timedelta(days=2), **off)

    made = take_time_off(on=first, until=last, **off)
    (run,) = plan_page(surgery.plan, NOW).exceptions

    assert len(made) == 13  # one day was off already
    assert (run[0].on, run[-1].on) == (first, last)
    assert not {slot.day for slot in surgery.slots()} & set(range(first.toordinal(), last.toordinal() + 1))

    drop_exception(actor=surgery.leader, exception_id=run[0].pk, now=NOW)

    assert not PlanException.objects.exists()


@pytest.mark.feature("CN-01")
def test_days_off_that_do_not_follow_each_other_are_taken_back_by_themselves() -> None:
    surgery = make_surgery()
    off = {"actor": surgery.leader, "plan_id": surgery.plan.pk, "now": NOW}
    take_time_off(on=TODAY + timedelta(days=3), until=TODAY + timedelta(days=4), **off)
    take_time_off(on=TODAY + timedelta(days=5), starts=time(9), ends=time(12), **off)
    take_time_off(on=TODAY + timedelta(days=7), **off)

    runs = plan_page(surgery.plan, NOW).exceptions
    drop_exception(actor=surgery.leader, exception_id=runs[0][0].pk, now=NOW)

    assert [len(run) for run in runs] == [2, 1, 1]
    assert [len(run) for run in plan_page(surgery.plan, NOW).exceptions] == [1, 1]


@pytest.mark.feature("CN-01")
@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        ({"until": TODAY}, "cannot come before the first"),
        ({"until": TODAY + timedelta(days=200)}, "at most 60 days"),
        ({"until": TODAY + timedelta(days=4), "starts": time(9), "ends": time(12)}, "Hours are for one day"),
    ],
)
def test_days_off_are_refused_in_words_when_they_make_no_sense(typed: dict[str, Any], refusal: str) -> None:
    surgery = make_surgery()

    with pytest.raises(DomainError, match=refusal):
        take_time_off(
            actor=surgery.leader,
            plan_id=surgery.plan.pk,
            on=TODAY + timedelta(days=3),
            now=NOW,
            **{"until": None, **typed},
        )

    assert not PlanException.objects.exists()


@pytest.mark.feature("CN-01")
def test_hours_of_one_day_differ_when_part_is_off_and_extra_is_added() -> None:
    surgery = make_surgery()
    thursday = date(2026, 11, 26)
    saturday = date(2026, 11, 28)

    take_time_off(
        actor=surgery.leader,
        plan_id=surgery.plan.pk,
        on=thursday,
        starts=time(10, 30),
        ends=time(16),
        now=NOW,
    )
    added = add_extra_hours(
        actor=surgery.leader,
        plan_id=surgery.plan.pk,
        on=saturday,
        stretch=Stretch(time(10), time(11)),
        now=NOW,
    )
    with_extra = {slot.day for slot in surgery.slots()}
    drop_exception(actor=surgery.leader, exception_id=added.pk, now=NOW)

    assert [slot.minute for slot in surgery.slots() if slot.day == thursday.toordinal()] == [570]
    assert saturday.toordinal() in with_extra
    assert saturday.toordinal() not in {slot.day for slot in surgery.slots()}


@pytest.mark.feature("CN-01")
@pytest.mark.parametrize(
    ("stretch", "refusal"),
    [
        (Stretch(time(12), time(9)), HoursWrong),
        (Stretch(time(9), time(9, 44)), HoursWrong),
        (Stretch(time(9), time(12), mode="pigeon"), UnknownCode),
        (Stretch(time(9), time(12), organisation_id=987654), UnknownCode),
    ],
)
def test_hours_are_refused_when_nothing_fits_them(stretch: Stretch, refusal: type[DomainError]) -> None:
    surgery = make_surgery()

    with pytest.raises(refusal):
        add_weekly_rule(
            actor=surgery.leader,
            plan_id=surgery.plan.pk,
            weekday=1,
            stretch=stretch,
            starts_on=TODAY,
            now=NOW,
        )


@pytest.mark.feature("CN-01")
def test_settings_change_for_what_comes_when_they_are_within_bounds() -> None:
    surgery = make_surgery()
    booked = book(surgery)
    asked = {"actor": surgery.leader, "plan_id": surgery.plan.pk, "now": NOW}

    change_settings(meeting_minutes=60, buffer_after=30, **asked)
    with pytest.raises(DomainError, match="from 10 to 480"):
        change_settings(meeting_minutes=5, **asked)

    before = booked.busy_until
    booked.refresh_from_db()
    assert booked.busy_until == before
    assert {slot.minutes for slot in surgery.slots()} == {60}


@pytest.mark.feature("CN-01")
def test_plan_is_its_leads_own_when_others_reach_for_it() -> None:
    surgery = make_surgery()
    other = make_lead(surgery.organisation)
    rule = surgery.plan.rules.first()

    for staff in (other, surgery.practitioner, make_admin()):
        with pytest.raises(NotYourTime):
            take_time_off(actor=staff.actor(), plan_id=surgery.plan.pk, on=TODAY, now=NOW)
        with pytest.raises(NotYourTime):
            end_weekly_rule(actor=staff.actor(), rule_id=rule.pk, last_day=TODAY, now=NOW)
    with pytest.raises(NotAllowed):
        plan_of(actor=surgery.asker, now=NOW)
    with pytest.raises(NotFound):
        take_time_off(actor=surgery.leader, plan_id=987654, on=TODAY, now=NOW)


@pytest.mark.feature("CN-03")
def test_lead_serves_from_a_day_to_a_day_when_an_administrator_says_so() -> None:
    surgery = make_surgery()
    LeadCover.objects.all().delete()
    admin, lead = make_admin().actor(), surgery.lead.person.pk
    asked = {"actor": admin, "lead_id": lead, "organisation_id": surgery.organisation.pk, "now": NOW}

    cover = assign_lead(starts_on=date(2026, 11, 30), ends_on=date(2026, 12, 10), **asked)
    days = {slot.starts_at.date() for slot in surgery.slots()}
    end_cover(actor=admin, cover_id=cover.pk, last_day=date(2026, 12, 3), now=NOW)

    assert days == {date(2026, 11, 30), date(2026, 12, 3), date(2026, 12, 7), date(2026, 12, 10)}
    assert {slot.starts_at.date() for slot in surgery.slots()} == {date(2026, 11, 30), date(2026, 12, 3)}
    assert Entry.objects.filter(verb__in=("lead assigned", "lead ended")).count() == 2


@pytest.mark.feature("CN-03")
def test_cover_is_refused_when_it_is_past_or_nobodys_to_give() -> None:
    surgery = make_surgery()
    admin = make_admin().actor()
    asked = {"organisation_id": surgery.organisation.pk, "now": NOW}
    lead = surgery.lead.person.pk

    with pytest.raises(PastEdit):
        assign_lead(actor=admin, lead_id=lead, starts_on=TODAY - timedelta(days=1), **asked)
    with pytest.raises(PastEdit):
        assign_lead(actor=admin, lead_id=lead, starts_on=TODAY, ends_on=TODAY - timedelta(days=1), **asked)
    with pytest.raises(UnknownCode):
        assign_lead(actor=admin, lead_id=surgery.practitioner.person.pk, starts_on=TODAY, **asked)
    with pytest.raises(NotAllowed):
        assign_lead(actor=surgery.leader, lead_id=lead, starts_on=TODAY, **asked)
    with pytest.raises(NotAllowed):
        end_cover(actor=surgery.leader, cover_id=LeadCover.objects.get().pk, last_day=TODAY, now=NOW)


@pytest.mark.feature("CN-03")
@pytest.mark.usefixtures("clock")
def test_borough_without_a_lead_comes_first_when_an_administrator_looks() -> None:
    surgery = make_surgery("camden")
    make_organisation("newham")
    client = Client()
    client.force_login(make_admin().user)
    url = reverse("consultations:covers")

    page = client.get(url).content.decode()
    saved = client.post(
        url,
        {
            "lead": surgery.lead.person.pk,
            "organisation": make_organisation("newham").pk,
            "rank": "2",
            "starts_on_day": "24",
            "starts_on_month": "11",
            "starts_on_year": "2026",
        },
    )
    client.post(reverse("consultations:end_cover", args=[LeadCover.objects.last().pk]))

    assert page.index("Newham") < page.index("Camden")
    assert saved.status_code == 302
    assert LeadCover.objects.filter(ends_on=TODAY).count() == 1
    lead = Client()
    lead.force_login(surgery.lead.user)
    assert lead.get(url).status_code == 403
    assert (
        lead.post(reverse("consultations:end_cover", args=[LeadCover.objects.first().pk])).status_code == 403
    )
