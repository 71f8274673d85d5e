"""Meetings of the network, who was there, and what follows for those who never are (CH-03)."""

import threading
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test import Client

from champions import services
from champions.errors import (
    MeetingOver,
    MeetingStands,
    MeetingTaken,
    NotInRegister,
    NotYourMeeting,
    RegisterClosed,
)
from champions.models import Attendance, Champion, ChampionChange, Meeting
from champions.permissions import (
    may_keep_meeting,
    may_see_meeting,
    meetings_kept_by,
    meetings_seen_by,
    organisations_with_meetings_kept_by,
)
from champions.rules import ATTENDANCE_RULES, LEAST_NOTICE, AttendanceRule, attendance_rule, attendance_step
from champions.selectors import meeting_items, register_of
from champions.states import ChampionState, EndReason, MeetingKind, Presence
from champions.tasks import keep_terms
from portal.audit.models import Entry
from portal.kernel.actors import SYSTEM
from portal.notifications.models import Notice
from tests.champions.conftest import Network
from tests.factories.champions import NOW, make_champion
from tests.factories.people import make_organisation, make_staff, make_team
from tests.harness.clocks import FixedClock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.feature("CH-03")]

TODAY = NOW.date()
TWO = time(14, 0)
RULE = AttendanceRule(date(2020, 1, 1), nudge_after=180, lapse_after=270)


def plan(
    network: Network,
    *,
    on: date = TODAY,
    now: datetime = NOW,
    kind: str = "network",
    where: str = "Crowndale Centre",
    **fields: int,
) -> Meeting:
    return services.plan_meeting(
        actor=SYSTEM,
        organisation_id=fields.get("organisation_id", network.borough.organisation.pk),
        kind=kind,
        on=on,
        starts=TWO,
        where=where,
        now=now,
    )


def hold(network: Network, *, now: datetime, presence: str = Presence.ABSENT) -> Meeting:
    """A meeting planned for this very day, with its register taken."""
    meeting = plan(network, on=now.date(), now=now)
    services.take_attendance(
        actor=SYSTEM, meeting_id=meeting.pk, presences={network.champion.pk: presence}, now=now
    )
    return meeting


def test_lead_plans_and_champion_sees_the_date_on_the_hub(client: Client, network: Network) -> None:
    client.force_login(network.lead.user)
    answer = client.post(
        "/champions/meetings/plan/",
        {
            "kind": "learning_set",
            "organisation": network.borough.organisation.pk,
            "on_day": "3",
            "on_month": "12",
            "on_year": "2026",
            "starts": "14:00",
            "ends": "4pm",
            "where": "Crowndale Centre",
        },
        follow=True,
    )

    client.force_login(network.staff.user)
    hub = client.get("/my/").content.decode()
    page = client.get(answer.redirect_chain[-1][0]).content.decode()

    assert "Planned. Its champions are told, and see it on their hub." in answer.content.decode()
    assert "Action learning set, champions of Camden" in hub
    assert "Crowndale Centre" in page
    assert "Take the register" not in page
    assert "Whose meeting it is" not in page


def test_register_is_taken_on_a_phone_and_corrected(client: Client, network: Network) -> None:
    meeting = plan(network)
    field = f"champion_{network.champion.pk}"
    client.force_login(network.lead.user)
    address = f"/champions/meetings/{meeting.pk}/register/"

    form = client.get(address).content.decode()
    client.post(address, {field: "absent"})
    client.post(address, {field: "there"})
    page = client.get(f"/champions/meetings/{meeting.pk}/").content.decode()

    assert network.staff.person.name in form
    assert Attendance.objects.get().presence == Presence.THERE
    assert "There" in page
    trail = Entry.objects.filter(verb="took the register").order_by("pk")
    assert [row.detail for row in trail] == [
        {str(network.champion.pk): "absent"},
        {str(network.champion.pk): "there"},
    ]


def test_nothing_changes_when_the_same_register_is_sent_twice_or_empty(network: Network) -> None:
    meeting = hold(network, now=NOW)

    again = services.take_attendance(
        actor=SYSTEM, meeting_id=meeting.pk, presences={network.champion.pk: "absent"}, now=NOW
    )
    empty = services.take_attendance(actor=SYSTEM, meeting_id=meeting.pk, presences={}, now=NOW)

    assert (again, empty) == (0, 0)
    assert Entry.objects.filter(verb="took the register").count() == 1


def test_register_names_nobody_who_hides_their_name(network: Network) -> None:
    type(network.staff.person).objects.filter(pk=network.staff.person.pk).update(hidden_on_rosters=True)

    (row,) = register_of(plan(network))

    assert row.name == "A champion whose name is hidden"
    assert row.team == "Assessment 1"


def test_register_is_closed_when_the_day_has_not_come_or_the_meeting_was_cancelled(
    client: Client, network: Network
) -> None:
    later, gone = plan(network, on=TODAY + timedelta(days=1)), plan(network, kind="learning_set")
    services.cancel_meeting(actor=SYSTEM, meeting_id=gone.pk, now=NOW)
    client.force_login(network.lead.user)

    for meeting in (later, gone):
        with pytest.raises(RegisterClosed):
            services.take_attendance(
                actor=SYSTEM, meeting_id=meeting.pk, presences={network.champion.pk: "there"}, now=NOW
            )
        assert client.get(f"/champions/meetings/{meeting.pk}/register/").status_code == 409


def test_register_refuses_whoever_was_no_champion_of_the_meeting(network: Network) -> None:
    elsewhere = make_champion(make_staff(team=make_team(make_organisation("havering"))).membership)
    meeting = plan(network)

    for stranger in (elsewhere.pk, 999_999):
        with pytest.raises(NotInRegister):
            services.take_attendance(
                actor=SYSTEM, meeting_id=meeting.pk, presences={stranger: "there"}, now=NOW
            )
    assert not Attendance.objects.exists()


def test_meeting_is_refused_when_it_is_past_taken_or_not_ones_to_plan(network: Network) -> None:
    plan(network)
    head = network.borough.head.actor()

    with pytest.raises(MeetingTaken):
        plan(network, where="Elsewhere")
    with pytest.raises(MeetingOver):
        plan(network, on=TODAY - timedelta(days=1))
    for actor, organisation_id in (
        (head, network.borough.organisation.pk),
        (network.lead.actor(), make_organisation("havering").pk),
        (network.lead.actor(), None),
    ):
        with pytest.raises(NotYourMeeting):
            services.plan_meeting(
                actor=actor,
                organisation_id=organisation_id,
                kind="network",
                on=TODAY,
                starts=TWO,
                where="Here",
                now=NOW,
            )
    assert Meeting.objects.count() == 1


def test_meeting_may_be_planned_again_when_it_was_cancelled_and_stands_once_held(network: Network) -> None:
    first = plan(network)
    services.cancel_meeting(actor=SYSTEM, meeting_id=first.pk, now=NOW)
    services.cancel_meeting(actor=SYSTEM, meeting_id=first.pk, now=NOW)

    held = hold(network, now=NOW)

    with pytest.raises(MeetingStands):
        services.cancel_meeting(actor=SYSTEM, meeting_id=held.pk, now=NOW)
    assert Entry.objects.filter(verb="cancelled").count() == 1


def test_strangers_find_nothing_when_they_know_the_address(client: Client, network: Network) -> None:
    meeting = plan(network)
    address = f"/champions/meetings/{meeting.pk}/"
    answers = {}
    for name, staff in (
        ("practitioner", network.borough.practitioner),
        ("manager", network.borough.manager),
        ("champion", network.staff),
        ("lead", network.lead),
        ("lead of another", make_staff(role="lead", reach=make_organisation("havering"))),
    ):
        client.force_login(staff.user)
        verbs = (client.get(address), client.get(f"{address}register/"), client.post(f"{address}cancel/"))
        answers[name] = [answer.status_code for answer in verbs]
    client.logout()

    assert answers == {
        "practitioner": [404, 404, 404],
        "manager": [404, 404, 404],
        "champion": [200, 404, 404],
        "lead": [200, 200, 302],
        "lead of another": [404, 404, 404],
    }
    assert client.get(address).status_code == 302
    client.force_login(network.staff.user)
    assert client.get("/champions/meetings/plan/").status_code == 403


def test_predicates_and_querysets_agree_for_every_persona(network: Network) -> None:
    plan(network)
    everywhere = make_staff(role="admin", everywhere=True)
    plan(network, organisation_id=None)  # type: ignore[arg-type]  # for all organisations
    plan(network, organisation_id=make_organisation("havering").pk)

    for staff in (
        network.lead,
        network.staff,
        network.borough.manager,
        network.borough.training_admin,
        everywhere,
    ):
        actor = staff.actor()
        for meeting in Meeting.objects.all():
            assert may_keep_meeting(actor, meeting) == meetings_kept_by(actor).filter(pk=meeting.pk).exists()
            assert may_see_meeting(actor, meeting) == meetings_seen_by(actor).filter(pk=meeting.pk).exists()
    assert [row.code for row in organisations_with_meetings_kept_by(network.lead.actor())] == ["camden"]
    assert meetings_seen_by(network.staff.actor()).count() == 2
    assert meetings_seen_by(everywhere.actor()).count() == 3


def test_meeting_is_gone_for_a_champion_who_has_left(network: Network) -> None:
    meeting = plan(network)
    before = may_see_meeting(network.staff.actor(), meeting)
    assert network.staff.membership
    type(network.staff.membership).objects.filter(person=network.staff.person).update(
        ends_on=date(2026, 1, 1)
    )

    assert (before, may_see_meeting(network.staff.actor(), meeting)) == (True, False)
    assert not meetings_seen_by(network.staff.actor()).exists()


@pytest.mark.parametrize(
    ("quiet", "missed", "nudged_days_ago", "step"),
    [
        (179, 1, None, ""),
        (180, 1, None, "nudge"),
        (180, 0, None, ""),
        (400, 0, None, ""),
        (400, 3, None, "nudge"),
        (269, 3, 89, ""),
        (270, 3, 90, "lapse"),
        (400, 3, LEAST_NOTICE - 1, ""),
        (400, 3, LEAST_NOTICE, "lapse"),
        (200, 1, 10, ""),
    ],
)
def test_step_follows_the_rule(quiet: int, missed: int, nudged_days_ago: int | None, step: str) -> None:
    since = TODAY - timedelta(days=quiet)
    nudged_on = TODAY - timedelta(days=nudged_days_ago) if nudged_days_ago is not None else None

    assert attendance_step(RULE, since=since, missed=missed, nudged_on=nudged_on, on=TODAY) == step


def test_nothing_before_the_first_rule_is_held_against_anybody() -> None:
    first = ATTENDANCE_RULES[0]

    assert attendance_rule(first.starts_on - timedelta(days=1)) is None
    assert attendance_rule(first.starts_on) == first
    for days, step in ((first.nudge_after - 1, ""), (first.nudge_after, "nudge")):
        on = first.starts_on + timedelta(days=days)
        assert attendance_step(first, since=date(2020, 1, 1), missed=9, nudged_on=None, on=on) == step


def test_newer_rule_counts_from_its_day() -> None:
    stricter = AttendanceRule(date(2028, 1, 1), nudge_after=90, lapse_after=120)

    assert attendance_rule(date(2027, 12, 31), (RULE, stricter)) == RULE
    assert attendance_rule(date(2028, 1, 1), (stricter, RULE)) == stricter


def test_champion_is_nudged_then_set_aside_when_they_come_to_no_meeting(
    network: Network, clock: FixedClock
) -> None:
    hold(network, now=clock.advance(days=100))
    keep_terms()
    untouched = ChampionChange.objects.filter(move="nudge").count()
    clock.advance(days=80)
    keep_terms()
    keep_terms()
    nudged = Champion.objects.get(pk=network.champion.pk).state

    clock.advance(days=90)
    keep_terms()
    keep_terms()

    network.champion.refresh_from_db()
    assert (untouched, nudged) == (0, ChampionState.ACTIVE)
    assert (network.champion.state, network.champion.reason) == (ChampionState.LAPSED, EndReason.MEETINGS)
    moves = list(
        ChampionChange.objects.filter(champion=network.champion).order_by("pk").values_list("move", "at")
    )
    assert [move for move, _ in moves[-2:]] == ["nudge", "lapse"]
    assert [(at - NOW).days for _, at in moves[-2:]] == [180, 270]
    keys = Notice.objects.filter(person=network.staff.person).values_list("key", flat=True)
    assert {"champions.meetings_missed", "champions.set_aside"} <= set(keys)
    assert len([key for key in keys if key == "champions.meetings_missed"]) == 1


def test_champion_stays_active_when_they_come(network: Network, clock: FixedClock) -> None:
    hold(network, now=clock.advance(days=100))
    clock.advance(days=80)
    keep_terms()
    hold(network, now=clock.advance(days=5), presence=Presence.THERE)
    clock.advance(days=100)
    hold(network, now=clock.now)

    keep_terms()

    network.champion.refresh_from_db()
    assert network.champion.state == ChampionState.ACTIVE
    assert ChampionChange.objects.filter(move="nudge").count() == 1


def test_champion_stays_active_when_no_meeting_was_held(network: Network, clock: FixedClock) -> None:
    clock.advance(days=10)
    off = plan(network, on=clock.now.date(), now=clock.now)
    services.cancel_meeting(actor=SYSTEM, meeting_id=off.pk, now=clock.now)
    plan(network, on=clock.now.date(), now=clock.now, kind=MeetingKind.LEARNING_SET)

    clock.advance(days=320)
    keep_terms()

    network.champion.refresh_from_db()
    assert network.champion.state == ChampionState.ACTIVE
    assert not ChampionChange.objects.filter(move="nudge").exists()


def test_history_and_last_meeting_stand_on_the_champions_page(
    client: Client, network: Network, clock: FixedClock
) -> None:
    hold(network, now=clock.advance(days=3), presence=Presence.THERE)
    hold(network, now=clock.advance(days=100))
    clock.advance(days=200)
    keep_terms()
    client.force_login(network.staff.user)

    page = client.get(f"/champions/{network.champion.pk}/").content.decode()

    assert "Last meeting" in page
    assert "Friday 27 November 2026" in page
    assert "Reminded of the meetings" in page


@pytest.mark.parametrize("starts", ["25:00", "two", "", "14:00:61", "١٤:٠٠"])
def test_plan_comes_back_with_what_was_typed_when_it_is_wrong(
    client: Client, network: Network, starts: str
) -> None:
    client.force_login(network.lead.user)
    typed = {
        "kind": "network",
        "organisation": network.borough.organisation.pk,
        "on_day": "31",
        "on_month": "2",
        "on_year": "2027",
        "starts": starts,
        "ends": "16:00",
        "where": "غرفة الاجتماعات <b>",
    }

    page = client.post("/champions/meetings/plan/", typed, follow=True).content.decode()

    assert "There is a problem" in page
    assert "غرفة الاجتماعات &lt;b&gt;" in page
    assert not Meeting.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("what", ["plan", "register"])
def test_one_outcome_when_two_do_it_at_once(network: Network, what: str) -> None:
    meeting = plan(network, kind="learning_set")
    together, refused = threading.Barrier(2, timeout=20), []

    def act(room: str) -> None:
        try:
            together.wait()
            if what == "plan":
                plan(network, where=room)
            else:
                services.take_attendance(
                    actor=SYSTEM, meeting_id=meeting.pk, presences={network.champion.pk: "there"}, now=NOW
                )
        except MeetingTaken as taken:
            refused.append(taken)
        finally:
            connection.close()

    threads = [threading.Thread(target=act, args=(room,)) for room in "AB"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert len(refused) == (1 if what == "plan" else 0)
    assert Meeting.objects.count() == (2 if what == "plan" else 1)
    assert Attendance.objects.count() == (0 if what == "plan" else 1)


def test_queries_stay_the_same_when_champions_and_meetings_are_added(
    client: Client, network: Network, assert_flat: Callable[..., None], clock: FixedClock
) -> None:
    meeting = plan(network)
    client.force_login(network.lead.user)

    def grow() -> None:
        for number in range(6):
            make_champion(make_staff(team=network.borough.team).membership)
            plan(network, on=TODAY + timedelta(days=number + 1))

    assert_flat(
        lambda: [
            client.get(address).content
            for address in (
                "/champions/meetings/",
                f"/champions/meetings/{meeting.pk}/",
                f"/champions/meetings/{meeting.pk}/register/",
            )
        ],
        grow,
    )
    assert_flat(lambda: meeting_items(network.staff.actor(), NOW), grow=lambda: None)
    assert len(meeting_items(network.staff.actor(), NOW)) == 3
