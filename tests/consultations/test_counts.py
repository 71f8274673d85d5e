"""Counts: right, of whole quarters, the same for ever, and within scope."""

import csv
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from consultations.link_states import LinkState
from consultations.selectors.counts import Counts, counts_for
from consultations.states import ConsultationState
from portal.kernel.periods import Quarter
from tests.factories.consultations import Surgery, make_consultation, make_surgery
from tests.factories.counted import JULY, SPRING, SUMMER, hold, record, refer, say, say_held
from tests.factories.people import NOW, Staff, make_staff, make_team

pytestmark = [pytest.mark.django_db, pytest.mark.both, pytest.mark.feature("CN-16", "WF-09")]
CODES = {"theme": "coercive_control", "outcome": "restart", "pathway": "restart"}
LATE = SUMMER.settled_at + timedelta(minutes=1)


def counted(surgery: Surgery, quarter: Quarter = SUMMER) -> Counts:
    return counts_for(surgery.leader, quarter)


def table(counts: Counts, title: str) -> dict[str, int | None]:
    found = next(t for t in counts.tables if t.title == title)
    return {row.label: row.count for row in found.rows}


def browser_of(staff: Staff) -> Client:
    client = Client()
    client.force_login(staff.user)
    return client


def test_one_more_consultation_and_one_referral_when_a_link_is_sent() -> None:
    surgery = make_surgery()
    for row in hold(surgery, 10, **CODES)[:5]:
        refer(row)

    before = counted(surgery)
    refer(hold(surgery, 1, **CODES)[0])
    after = counted(surgery)

    assert (before.total.count, before.total.followed, before.total.share) == (10, 5, 50)
    assert (after.total.count, after.total.followed) == (11, 6)
    assert table(after, "By outcome") == {"Restart": 11}
    assert table(after, "By pathway") == {"Restart": 11}


def test_small_numbers_are_hidden_with_a_second_one_when_shown_in_a_list() -> None:
    surgery = make_surgery()
    hold(surgery, 20, theme="housing")
    hold(surgery, 7, theme="wording")
    hold(surgery, 2, theme="separation")

    themes = table(counted(surgery), "By theme")

    assert themes == {"Housing": 20, "Wording of plans and notes": None, "Separation and child contact": None}


def test_nothing_is_told_when_there_are_fewer_than_five_in_all() -> None:
    surgery = make_surgery()
    refer(hold(surgery, 3)[0])

    counts = counted(surgery)

    assert (counts.total.count, counts.total.followed, counts.total.share) == (None, None, None)
    assert all(row.count is None for t in counts.tables for row in t.rows)
    assert counts.shown_tables == []


def test_nothing_is_told_when_each_of_five_themes_must_have_been_one() -> None:
    surgery = make_surgery()
    for theme in ("housing", "wording", "separation", "engaging", "partnering"):
        hold(surgery, 1, theme=theme)

    assert (counted(surgery).total.count, counted(surgery).shown_tables) == (None, [])


def test_share_is_hidden_when_it_would_point_at_one() -> None:
    surgery = make_surgery()
    for row in hold(surgery, 9)[:8]:
        refer(row)

    assert (counted(surgery).total.count, counted(surgery).total.followed) == (9, None)


def test_mistakes_and_drafts_are_no_referrals_when_counted() -> None:
    surgery = make_surgery()
    for row in hold(surgery, 6):
        refer(row, LinkState.ENTERED_IN_ERROR)

    assert counted(surgery).total.followed == 0


def test_cancelled_and_missed_are_not_counted_when_others_took_place() -> None:
    surgery = make_surgery()
    hold(surgery, 5)
    for turn, state in enumerate((ConsultationState.CANCELLED, ConsultationState.NO_SHOW)):
        make_consultation(surgery, JULY + timedelta(days=20 + turn), state=state, reason_code="not_needed")
    make_consultation(surgery, JULY + timedelta(days=30))

    assert counted(surgery).total.count == 5


def test_quarter_begins_in_london_when_it_begins_at_night() -> None:
    surgery = make_surgery()
    hold(surgery, 5, since=datetime(2026, 6, 30, 23, tzinfo=UTC))  # 00:00 on 1 July in London

    assert (counted(surgery).total.count, counted(surgery, SPRING).is_empty) == (5, True)


def test_numbers_never_move_when_more_is_said_after_the_quarter_was_settled() -> None:
    surgery = make_surgery()
    rows = hold(surgery, 8, **CODES)
    links = [refer(row) for row in rows[:6]]
    rows += hold(surgery, 6)
    for row in rows[8:10]:
        refer(row, at=SUMMER.settled_at - timedelta(days=1))
    before = counted(surgery)

    hold(surgery, 1, said=LATE, **CODES)
    record(rows[-1], LATE, theme="housing")
    refer(rows[-1], at=LATE)
    say(links[0], LinkState.ENTERED_IN_ERROR, LATE)
    type(links[0]).objects.filter(pk=links[0].pk).update(
        state=LinkState.ENTERED_IN_ERROR, reason_code="other"
    )

    assert counted(surgery) == before
    assert before.total.followed == 8


def test_record_counts_once_it_can_no_longer_be_changed() -> None:
    surgery = make_surgery()
    rows = hold(surgery, 6, theme="wording") + hold(surgery, 6)
    for row in rows[6:]:
        record(row, SUMMER.settled_at - timedelta(days=13), theme="housing")

    assert table(counted(surgery), "By theme") == {"Wording of plans and notes": 6, "Not recorded in time": 6}


def test_scope_is_what_is_counted_when_a_manager_looks() -> None:
    surgery = make_surgery()
    hold(surgery, 6)
    here = make_staff(team=surgery.practitioner.membership.team, role="manager")
    elsewhere = make_staff(team=make_team(surgery.organisation), role="manager")

    assert counts_for(here.actor(), SUMMER).total.count == 6
    assert counts_for(here.actor(), SUMMER).whose == surgery.practitioner.membership.team.name
    assert counts_for(elsewhere.actor(), SUMMER).is_empty


def test_teams_of_one_name_are_told_apart_by_their_services() -> None:
    surgery = make_surgery()
    hold(surgery, 6)
    other = make_team(surgery.organisation, name=surgery.practitioner.membership.team.name)
    for row in hold(surgery, 6):
        type(row).objects.filter(pk=row.pk).update(team=other, service=other.service)

    labels = table(counted(surgery), "By team")

    assert len(labels) == 2
    assert any(other.service.name in label for label in labels)


@pytest.mark.usefixtures("clock")
def test_page_shows_numbers_and_no_consultation_when_a_manager_opens_it() -> None:
    surgery = make_surgery()
    rows = hold(surgery, 8)
    manager = make_staff(organisation=surgery.organisation, role="service_head")

    page = browser_of(manager).get(reverse("consultations:counts")).content.decode()

    assert "8 consultations took place" in page
    assert "July to September 2026" in page
    assert "October to December 2026 comes on Friday 29 January 2027" in page
    assert not any(row.reference in page for row in rows)
    for name in ("counts", "counts_csv", "counts_pdf"):
        assert browser_of(surgery.practitioner).get(reverse(f"consultations:{name}")).status_code == 403


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize(
    "query",
    [
        "first_day_day=1&first_day_month=7&first_day_year=2026&last_day_day=2&last_day_month=7&last_day_year=2026",
        "from=2026-07-01&to=2026-07-02",
        "quarter=2026-4",
        "quarter=1999-1",
        "quarter=",
    ],
)
def test_days_and_quarters_that_are_not_shown_lead_to_the_last_whole_quarter(query: str) -> None:
    surgery = make_surgery()
    hold(surgery, 9)
    hold(surgery, 6, since=NOW - timedelta(days=20))
    client = browser_of(surgery.lead)

    page = client.get(f"{reverse('consultations:counts')}?{query}").content.decode()
    file = client.get(f"{reverse('consultations:counts_csv')}?{query}").content.decode()

    assert "9 consultations took place" in page
    assert "so this is July to September 2026" in page
    assert ",All,9," in file


@pytest.mark.usefixtures("clock")
def test_files_say_the_quarter_in_words_and_the_numbers_of_the_page() -> None:
    surgery = make_surgery()
    for row in hold(surgery, 12, **CODES)[:6]:
        refer(row)
    hold(surgery, 2, theme="housing")
    hold(surgery, 5, since=datetime(2026, 4, 7, 9, tzinfo=UTC))
    client = browser_of(surgery.lead)

    lines = client.get(reverse("consultations:counts_csv"), {"quarter": "2026-3"})
    pages = client.get(reverse("consultations:counts_pdf"), {"quarter": "2026-3"})
    earlier = client.get(reverse("consultations:counts_pdf"), {"quarter": "2026-2"})
    rows = list(csv.DictReader(lines.content.decode().splitlines()))
    words = "".join(page.extract_text() for page in PdfReader(BytesIO(pages.content)).pages)

    assert {row["quarter"] for row in rows} == {"July to September 2026"}
    assert (rows[0]["group"], rows[0]["consultations"], rows[0]["followed_by_a_referral"]) == (
        "All",
        "14",
        "6",
    )
    assert "hidden" in {row["consultations"] for row in rows if row["group"] == "Housing"}
    assert "July to September 2026" in words
    assert "14 consultations took place" in words
    assert "April to June 2026" in PdfReader(BytesIO(earlier.content)).pages[0].extract_text()
    assert 'filename="consultations-2026-3.pdf"' in pages["Content-Disposition"]


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize("name", ["<b>&amp;</i>", "فريق" * 70, "=1+1", "🌻 Team", "A" * 100])
def test_files_stand_any_name_of_a_team(name: str) -> None:
    surgery = make_surgery()
    team = surgery.practitioner.membership.team
    hold(surgery, 6)
    other = make_team(surgery.organisation)
    for row in hold(surgery, 6):
        type(row).objects.filter(pk=row.pk).update(team=other, service=other.service)
    type(team).objects.filter(pk=team.pk).update(name=name[:100])
    client = browser_of(surgery.lead)

    pages = client.get(reverse("consultations:counts_pdf"))
    lines = client.get(reverse("consultations:counts_csv")).content.decode()

    assert pages.content.startswith(b"%PDF")
    assert ",=1+1" not in lines


def test_as_many_queries_are_made_when_more_is_counted(assert_flat: Callable[..., None]) -> None:
    surgery = make_surgery()
    hold(surgery, 1)

    assert_flat(
        lambda: counted(surgery),
        lambda: [refer(row) for row in hold(surgery, 9, **CODES)] + [say_held(r) for r in hold(surgery, 2)],
    )
