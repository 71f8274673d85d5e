"""Counts: right, suppressed, within scope, and the same whoever looks."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from consultations.link_states import LinkState
from consultations.models import Consultation, ConsultationRecord, ReferralLink
from consultations.selectors.counts import counts_for
from consultations.states import ConsultationState
from portal.kernel.codes import short_reference
from tests.factories.consultations import Surgery, make_consultation, make_surgery
from tests.factories.people import NOW, make_staff, make_team

pytestmark = [pytest.mark.django_db, pytest.mark.both, pytest.mark.feature("CN-16", "WF-09")]
YEAR = (date(2026, 1, 1), date(2026, 12, 31))


def hold(surgery: Surgery, number: int, *, days: int = 1, **record: str) -> list[Consultation]:
    rows = [
        make_consultation(surgery, NOW - timedelta(days=days + n), state=ConsultationState.HELD)
        for n in range(number)
    ]
    if record:
        for row in rows:
            ConsultationRecord.objects.create(
                consultation=row,
                payload={},
                recorded_by=surgery.lead.person,
                recorded_at=NOW,
                locks_at=NOW + timedelta(days=1),
                **{"outcome": "no_referral", "theme": "housing", **record},
            )
    return rows


def refer(consultation: Consultation, state: str = LinkState.SENT) -> None:
    ReferralLink.objects.create(
        reference=short_reference("RL"),
        pathway="restart",
        rules_version="restart/1",
        organisation=consultation.organisation,
        consultation=consultation,
        referrer=consultation.requester,
        drafted_by=consultation.requester,
        state=state,
        reason_code="entered_in_error" if state == LinkState.ENTERED_IN_ERROR else "",
        version=1,
        area="E09000007",
        result="suitable",
        route="secure_email",
        sent_at=NOW,
        created_at=NOW,
    )


def table(counts, title: str) -> dict[str, int | None]:  # type: ignore[no-untyped-def]
    found = next(t for t in counts.tables if t.title == title)
    return {row.label: row.count for row in found.rows}


def test_one_more_consultation_and_one_referral_when_a_link_is_sent() -> None:
    surgery = make_surgery()
    rows = hold(surgery, 10, theme="coercive_control", outcome="restart", pathway="restart")
    for row in rows[:5]:
        refer(row)

    before = counts_for(surgery.leader, *YEAR)
    refer(hold(surgery, 1, days=30, theme="coercive_control", outcome="restart", pathway="restart")[0])
    after = counts_for(surgery.leader, *YEAR)

    assert (before.total.count, before.total.followed, before.total.share) == (10, 5, 50)
    assert (after.total.count, after.total.followed) == (11, 6)
    assert table(after, "By outcome") == {"Restart": 11}
    assert table(after, "By pathway") == {"Restart": 11}


def test_small_numbers_are_hidden_with_a_second_one_when_shown_in_a_list() -> None:
    surgery = make_surgery()
    hold(surgery, 20, theme="housing")
    hold(surgery, 7, days=40, theme="wording")
    hold(surgery, 2, days=60, theme="separation")

    themes = table(counts_for(surgery.leader, *YEAR), "By theme")

    assert themes == {"Housing": 20, "Wording of plans and notes": None, "Separation and child contact": None}


def test_nothing_is_told_when_there_are_fewer_than_five_in_all() -> None:
    surgery = make_surgery()
    refer(hold(surgery, 3)[0])

    counts = counts_for(surgery.leader, *YEAR)

    assert (counts.total.count, counts.total.followed, counts.total.share) == (None, None, None)
    assert all(row.count is None for t in counts.tables for row in t.rows)
    assert counts.shown_tables == []


def test_share_is_hidden_when_it_would_point_at_one() -> None:
    surgery = make_surgery()
    for row in hold(surgery, 9)[:8]:
        refer(row)

    counts = counts_for(surgery.leader, *YEAR)

    assert (counts.total.count, counts.total.followed) == (9, None)


def test_mistakes_and_drafts_are_no_referrals_when_counted() -> None:
    surgery = make_surgery()
    for row in hold(surgery, 6):
        refer(row, LinkState.ENTERED_IN_ERROR)

    assert counts_for(surgery.leader, *YEAR).total.followed == 0


def test_cancelled_and_missed_are_not_counted_when_others_took_place() -> None:
    surgery = make_surgery()
    hold(surgery, 5)
    for state in (ConsultationState.CANCELLED, ConsultationState.NO_SHOW):
        make_consultation(surgery, NOW - timedelta(days=90), state=state, reason_code="not_needed")
    make_consultation(surgery, NOW - timedelta(days=91))

    assert counts_for(surgery.leader, *YEAR).total.count == 5


def test_period_is_a_day_in_london_when_it_begins_at_night() -> None:
    surgery = make_surgery()
    midnight = NOW.replace(month=6, day=30, hour=23, minute=0)  # 00:00 on 1 July in London
    for hours in range(5):
        make_consultation(surgery, midnight + timedelta(hours=hours), state=ConsultationState.HELD)

    july = counts_for(surgery.leader, date(2026, 7, 1), date(2026, 7, 31))
    june = counts_for(surgery.leader, date(2026, 6, 1), date(2026, 6, 30))

    assert (july.total.count, june.is_empty) == (5, True)


def test_scope_is_what_is_counted_when_a_manager_looks() -> None:
    surgery = make_surgery()
    hold(surgery, 6)
    here = make_staff(team=surgery.practitioner.membership.team, role="manager")
    elsewhere = make_staff(team=make_team(surgery.organisation), role="manager")

    assert counts_for(here.actor(), *YEAR).total.count == 6
    assert counts_for(elsewhere.actor(), *YEAR).is_empty


def test_what_is_not_recorded_is_its_own_line_when_counted() -> None:
    surgery = make_surgery()
    hold(surgery, 6)
    hold(surgery, 6, days=30, theme="housing")

    assert table(counts_for(surgery.leader, *YEAR), "By theme") == {"Housing": 6, "Not recorded yet": 6}


@pytest.mark.usefixtures("clock")
def test_page_shows_numbers_and_no_consultation_when_a_manager_opens_it() -> None:
    surgery = make_surgery()
    rows = hold(surgery, 8)
    manager = make_staff(organisation=surgery.organisation, role="service_head")
    client = Client()
    client.force_login(manager.user)
    url = reverse("consultations:counts")

    page = client.get(url).content.decode()
    wrong = client.get(url, {"first_day_day": "40", "first_day_month": "1", "first_day_year": "2026"})

    assert "8 consultations took place" in page
    assert not any(row.reference in page for row in rows)
    assert wrong.status_code == 200
    assert "There is a problem" in wrong.content.decode()
    practitioner = Client()
    practitioner.force_login(surgery.practitioner.user)
    assert practitioner.get(url).status_code == 403
