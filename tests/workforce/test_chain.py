"""From training to outcome, in counts that give nobody away (RF-09)."""

import csv
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from hypothesis import example, given
from hypothesis import strategies as st

from consultations.link_states import LinkState
from consultations.models import Consultation, ReferralLink
from consultations.selectors.counts import counts_for
from consultations.states import ConsultationState
from portal.kernel.periods import Quarter
from portal.kernel.suppression import Sum, worked_out
from portal.people.models import Organisation, Team
from portal.workforce.models import CountedCourse
from portal.workforce.rules import EVERYBODY, hidden_numbers
from portal.workforce.selectors import Chain, chain_of
from portal.workforce.selectors.chain import OUTCOMES, STAGES
from tests.factories.counted import say, say_held
from tests.factories.courses import make_course, make_run
from tests.factories.links import make_held_consultation, make_practice
from tests.factories.people import Staff, make_organisation, make_staff, make_team
from tests.factories.registers import AFTERWARDS, make_completed
from tests.harness.clocks import FixedClock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.feature("RF-09")]

WINTER = Quarter(2027, 1)
SETTLED = datetime(2027, 5, 4, 9, tzinfo=UTC)
PARTS = ("referred", *OUTCOMES)


@pytest.fixture
def camden() -> Organisation:
    CountedCourse.objects.create(course_code="core", short_name="Core", starts_on=date(2020, 1, 1))
    make_course("core")
    return make_organisation("camden")


def lead_of(*organisations: Organisation) -> Staff:
    respect = make_organisation("respect", kind="charity")
    staff = make_staff(organisation=respect, role="lead", reach=organisations[0])
    for organisation in organisations[1:]:
        staff.person.grants.create(
            role="lead", level="organisation", organisation=organisation, starts_on=date(2020, 1, 1)
        )
    return staff


def train(team: Team, people: int) -> None:
    run = make_run(make_course(f"core-{team.pk}"), capacity=40)
    CountedCourse.objects.get_or_create(
        course_code=run.course.code, defaults={"short_name": "Core", "starts_on": date(2020, 1, 1)}
    )
    for _ in range(people):
        make_completed(run, person=make_staff(team=team).person)


def consult(code: str, team: Team, number: int, states: dict[str, int] | None = None) -> None:
    """So many held consultations, and referrals in these states, as rows."""
    practice = make_practice(code)
    place = {"service": team.service, "team": team}
    before = Consultation.objects.count()
    for turn in range(number):
        starts_at = AFTERWARDS - timedelta(days=12) + timedelta(hours=3 * (before + turn))
        say_held(
            make_held_consultation(
                team.service.organisation, practice.practitioner, practice.lead, starts_at=starts_at, **place
            )
        )
    for state, count in (states or {}).items():
        for _ in range(count):
            link = ReferralLink.objects.create(
                reference=f"RL-{ReferralLink.objects.count():07}",
                pathway="restart",
                rules_version="1",
                area="E09000007",
                organisation=team.service.organisation,
                team=team,
                referrer=practice.practitioner.person,
                drafted_by=practice.practitioner.person,
                result="suitable",
                route="case_system",
                state=state,
                version=1,
                reason_code="other" if state in ("declined", "withdrawn", "entered_in_error") else "",
                created_at=AFTERWARDS,
                sent_at=AFTERWARDS - timedelta(days=2),
            )
            say(link, state, AFTERWARDS)


def chain(staff: Staff) -> Chain:
    return chain_of(staff.actor(SETTLED), WINTER)


def test_chain_counts_each_stage_when_numbers_are_large_enough(camden: Organisation) -> None:
    team = make_team(camden, name="Assessment 1")
    train(team, 6)
    consult("barnet", team, 7, {LinkState.ACCEPTED: 5, LinkState.FINISHED: 1, LinkState.SENT: 6})

    found = chain(lead_of(camden))

    assert found.whose == "Camden"
    assert found.total.numbers == {
        "trained": 6,
        "consulted": 7,
        "referred": 12,
        "taken_up": 6,
        "waiting": 6,
        "declined": 0,
        "withdrawn": 0,
    }


def test_drafts_mistakes_and_what_did_not_take_place_are_not_counted(camden: Organisation) -> None:
    team = make_team(camden)
    consult("barnet", team, 6, {LinkState.SENT: 5, LinkState.ENTERED_IN_ERROR: 5})
    Consultation.objects.filter(organisation=camden).update(state=ConsultationState.BOOKED)

    found = chain(lead_of(camden)).total.numbers

    assert (found["consulted"], found["referred"], found["waiting"]) == (0, 5, 5)


def test_manager_sees_the_chain_of_the_own_team_only(camden: Organisation) -> None:
    mine, other = make_team(camden, name="Mine"), make_team(camden, name="Other")
    train(mine, 5)
    train(other, 8)
    consult("barnet", other, 9, {LinkState.SENT: 9})
    manager = make_staff(team=mine, role="manager")

    found = chain(manager)

    assert found.whose == "Mine"
    assert found.total.numbers == dict.fromkeys(STAGES, 0) | {"trained": 5}


def test_numbers_are_hidden_in_rows_and_columns_when_one_is_small(camden: Organisation) -> None:
    havering = make_organisation("havering")
    for organisation, states in (
        (camden, {LinkState.ACCEPTED: 12, LinkState.DECLINED: 2}),
        (havering, {LinkState.ACCEPTED: 20, LinkState.DECLINED: 9}),
    ):
        consult("barnet", make_team(organisation), 9, states)

    found = chain(lead_of(camden, havering))
    rows = {row.label: row.numbers for row in (*found.rows, found.total)}

    assert rows["Camden"]["declined"] is None
    assert rows["Havering"]["declined"] is None
    assert rows["Camden"]["referred"] is None or rows["Camden"]["taken_up"] is None
    assert rows["Camden"]["consulted"] == 9
    for line in ([rows[name][stage] for name in rows] for stage in STAGES):
        assert line.count(None) != 1
    for row in rows.values():
        assert [row[part] for part in PARTS].count(None) != 1


@given(
    st.dictionaries(
        st.integers(0, 6),
        st.fixed_dictionaries({part: st.sampled_from((0, 0, 1, 2, 3, 4, 5, 6, 9, 20)) for part in OUTCOMES}),
        min_size=2,
        max_size=4,
    )
)
@example(
    {
        0: dict(zip(OUTCOMES, (4, 9, 0, 5), strict=True)),
        1: dict(zip(OUTCOMES, (1, 1, 4, 1), strict=True)),
        2: dict(zip(OUTCOMES, (0, 4, 5, 20), strict=True)),
    }
)
@example({key: dict(zip(OUTCOMES, (1, 0, 0, 0), strict=True)) for key in range(5)})
def test_no_small_number_can_be_worked_out_from_the_whole_table(groups: dict[int, dict[str, int]]) -> None:
    numbers = {key: {"referred": sum(parts.values()), **parts} for key, parts in groups.items()}
    table = {**numbers, EVERYBODY: {part: sum(row[part] for row in numbers.values()) for part in PARTS}}

    hidden = hidden_numbers(table, parts=PARTS)

    small = {(key, part) for key, row in table.items() for part in PARTS if 0 < row[part] < 5}
    assert small <= hidden
    assert not small & worked_out(*as_sums(table), hidden, least=least_of(table, hidden))


def as_sums(
    table: dict[int, dict[str, int]],
) -> tuple[dict[tuple[int, str], int], list[Sum[tuple[int, str]]]]:
    """The table as numbers by cell, and what adds up to what: along every row and every column."""
    groups = [key for key in table if key != EVERYBODY]
    sums = [Sum((key, "referred"), tuple((key, part) for part in OUTCOMES)) for key in table]
    sums += [Sum((EVERYBODY, part), tuple((key, part) for key in groups)) for part in PARTS]
    return {(key, part): number for key, row in table.items() for part, number in row.items()}, sums


def least_of(table: dict[int, dict[str, int]], hidden: set[tuple[int, str]]) -> int:
    """A zero is hidden only where all parts of all groups are."""
    parts = {(key, part) for key in table if key != EVERYBODY for part in OUTCOMES}
    return 0 if parts <= hidden else 1


def test_page_and_file_say_the_same_numbers(client: Client, camden: Organisation, clock: FixedClock) -> None:
    team = make_team(camden)
    train(team, 6)
    consult("barnet", team, 7, {LinkState.ACCEPTED: 5, LinkState.SENT: 6, LinkState.DECLINED: 1})
    lead = lead_of(camden)
    clock.move_to(SETTLED)
    client.force_login(lead.user)

    page = client.get("/coverage/chain/").content.decode()
    answer = client.get("/coverage/chain/export/")
    (line,) = csv.DictReader(answer.content.decode().splitlines())

    assert "6 people trained, 7 consultations" in page
    assert (line["group"], line["trained"], line["consulted"]) == (team.service.name, "6", "7")
    assert line["declined"] == "hidden"
    assert "attachment" in answer["Content-Disposition"]


@pytest.mark.parametrize(
    "query",
    [
        "from=0001-01-01&to=9999-12-31",
        "from=2026-12-01&to=2026-01-01",
        "first_day_day=99&first_day_month=9&first_day_year=2026",
        "quarter=" + "9" * 5000,
    ],
)
def test_last_whole_quarter_is_shown_when_the_address_asks_for_days(
    client: Client, camden: Organisation, query: str
) -> None:
    client.force_login(lead_of(camden).user)

    page = client.get(f"/coverage/chain/?{query}").content.decode()

    assert "so this is July to September 2026" in page
    assert client.get(f"/coverage/chain/export/?{query}").status_code == 200


def test_page_says_so_when_there_is_nothing(client: Client, camden: Organisation) -> None:
    client.force_login(lead_of(camden).user)

    assert "Nobody was trained, consulted or referred" in client.get("/coverage/chain/").content.decode()


def test_chain_is_closed_to_whoever_answers_for_nobody(client: Client, camden: Organisation) -> None:
    client.force_login(make_staff(team=make_team(camden)).user)

    assert client.get("/coverage/chain/").status_code == 403
    assert client.get("/coverage/chain/export/").status_code == 403
    client.logout()
    assert client.get("/coverage/chain/").status_code == 302


def test_file_runs_no_formula_when_a_place_is_called_like_one(
    client: Client, camden: Organisation, clock: FixedClock
) -> None:
    for name in ("=1+1", "Zweite"):
        team = make_team(camden)
        type(team.service).objects.filter(pk=team.service_id).update(name=name)
        train(team, 6)
    lead = lead_of(camden)
    clock.move_to(SETTLED)
    client.force_login(lead.user)

    lines = client.get("/coverage/chain/export/").content.decode()

    assert ",'=1+1," in lines


def test_queries_stay_the_same_when_groups_are_added(
    camden: Organisation, assert_flat: Callable[..., None]
) -> None:
    consult("barnet", make_team(camden), 2, {LinkState.SENT: 2})
    consult("barnet", make_team(camden), 2, {LinkState.ACCEPTED: 2})
    actor = lead_of(camden).actor(SETTLED)

    def grow() -> None:
        for _ in range(6):
            consult("barnet", make_team(camden), 1, {LinkState.SENT: 1})

    assert_flat(lambda: chain_of(actor, WINTER), grow)


def test_what_came_of_referrals_stands_still_when_the_quarter_is_settled(camden: Organisation) -> None:
    team = make_team(camden)
    consult("barnet", team, 7, {LinkState.ACCEPTED: 6, LinkState.SENT: 6})
    before = chain(lead_of(camden))

    link = ReferralLink.objects.filter(state=LinkState.SENT)[0]
    say(link, LinkState.ACCEPTED, WINTER.settled_at)
    ReferralLink.objects.filter(pk=link.pk).update(state=LinkState.ACCEPTED)

    assert (before.total.numbers["taken_up"], before.total.numbers["waiting"]) == (6, 6)
    assert chain(lead_of(camden)).total.numbers == before.total.numbers


def test_services_of_the_chain_bare_no_team_that_the_counts_hide(camden: Organisation) -> None:
    small = make_team(camden, name="Small")
    consult("barnet", small, 3)
    consult("barnet", make_team(camden, name="Large"), 10)
    lead = lead_of(camden)

    services = {row.label: row.numbers["consulted"] for row in chain(lead).rows}
    teams = next(t for t in counts_for(lead.actor(SETTLED), WINTER).tables if t.heading == "Team")

    assert [row.count for row in teams.rows] == [None, None]
    assert set(services.values()) == {None}


def test_columns_that_are_hidden_throughout_are_named_once_and_left_out(
    client: Client, camden: Organisation, clock: FixedClock
) -> None:
    team = make_team(camden)
    train(team, 6)
    consult("barnet", team, 7, {LinkState.ACCEPTED: 2, LinkState.SENT: 1})
    clock.move_to(SETTLED)
    client.force_login(lead_of(camden).user)

    page = client.get("/coverage/chain/").content.decode()

    assert "6 people trained, 7 consultations" in page
    assert "hidden, because there are too few." in page
    assert 'scope="col" class="govuk-table__header govuk-table__header--numeric">Taken up' not in page


def test_title_says_too_few_when_only_a_nought_could_be_shown(
    client: Client, camden: Organisation, clock: FixedClock
) -> None:
    train(make_team(camden), 2)
    clock.move_to(SETTLED)
    client.force_login(lead_of(camden).user)

    page = client.get("/coverage/chain/").content.decode()

    assert "Too few to show a number" in page
    assert "Choose another quarter" in page
    assert "<table" not in page
