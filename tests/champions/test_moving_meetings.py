"""A meeting moves, a champion cannot come, and what is unusual is asked about (CH-03)."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from champions import services
from champions.errors import (
    JoiningLink,
    MeetingEndsEarly,
    MeetingGone,
    MeetingNotFound,
    MeetingOver,
    MeetingStands,
    MeetingTaken,
    NotInvited,
)
from champions.models import Attendance, Champion, Meeting
from champions.permissions import may_come_to_meeting, meetings_come_to_by
from champions.rules import doubts_about, holds_a_link
from champions.selectors import answer_of, meeting_items, quiet_champions
from champions.states import Presence
from portal.kernel.actors import SYSTEM
from portal.kernel.clock import NonexistentTime
from portal.notifications.models import CalendarEntry, Notice
from tests.champions.conftest import Network
from tests.factories.champions import NOW, make_champion
from tests.factories.people import make_organisation, make_staff, make_team
from tests.harness.races import race

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.feature("CH-03")]

TODAY = NOW.date()
DAY = TODAY + timedelta(days=16)
TWO, FOUR = time(14), time(16)


def plan(network: Network, **fields: object) -> Meeting:
    how: dict[str, object] = {
        "actor": SYSTEM,
        "organisation_id": network.borough.organisation.pk,
        "kind": "network",
        "on": DAY,
        "starts": TWO,
        "ends": FOUR,
        "where": "Room 2",
        "now": NOW,
    }
    return services.plan_meeting(**(how | fields))  # type: ignore[arg-type]  # the same names and types


def move(meeting: Meeting, **fields: object) -> Meeting:
    how: dict[str, object] = {
        "actor": SYSTEM,
        "meeting_id": meeting.pk,
        "on": meeting.on,
        "starts": meeting.starts,
        "ends": meeting.ends,
        "where": meeting.where,
        "now": NOW + timedelta(hours=1),
    }
    return services.move_meeting(**(how | fields))  # type: ignore[arg-type]  # the same names and types


def told(network: Network) -> list[str]:
    found = Notice.objects.filter(person=network.staff.person, key__startswith="champions.meeting_")
    return [f"{row.key.removeprefix('champions.meeting_')} {row.state}" for row in found.order_by("pk")]


def entry_of(network: Network) -> CalendarEntry:
    return CalendarEntry.objects.get(person=network.staff.person)


def typed(**fields: str) -> dict[str, str]:
    day = {"on_day": str(DAY.day), "on_month": str(DAY.month), "on_year": str(DAY.year)}
    return {**day, "starts": "2pm", "ends": "16:00", "where": "Room 2", **fields}


def test_champions_are_told_and_have_it_in_their_calendar_when_a_meeting_is_planned(network: Network) -> None:
    plan(network)

    entry = entry_of(network)
    (day,) = entry.days.all()
    assert told(network) == ["planned planned"]
    assert (entry.title, entry.place, entry.sequence) == ("Practice Hub booking", "See Practice Hub", 0)
    assert (day.starts_at.hour, day.ends_at.hour) == (14, 16)
    assert Notice.objects.get(key="champions.meeting_planned").facts["when"] == (
        "Thursday 10 December 2026, 14:00 to 16:00 UK time"
    )


def test_champion_is_invited_beyond_the_old_term_when_it_is_renewed(network: Network) -> None:
    champion = Champion.objects.get(person=network.staff.person)
    champion.terms.update(ends_on=TODAY + timedelta(days=30))
    plan(network, on=TODAY + timedelta(days=60))
    before = told(network)

    services.renew(actor=SYSTEM, champion_id=champion.pk, now=NOW)
    services.keep_calendar(person_id=champion.person_id, now=NOW)

    assert (before, told(network)) == ([], ["planned planned"])
    assert not entry_of(network).withdrawn


@pytest.mark.postgres
def test_meetings_are_locked_when_they_are_put_into_a_calendar(network: Network) -> None:
    plan(network)

    with CaptureQueriesContext(connection) as asked:
        services.keep_calendar(person_id=network.staff.person.pk, now=NOW)

    first = next(query["sql"] for query in asked if "champions_meeting" in query["sql"])
    assert "FOR UPDATE" in first


def test_place_is_looked_through_at_once_when_it_is_very_long() -> None:
    assert not holds_a_link("a-" * 100_000)
    assert not holds_a_link("Room A.me, second floor")
    assert holds_a_link("teams.example.com")


def test_three_mistakes_are_told_together_when_a_meeting_is_planned(client: Client, network: Network) -> None:
    client.force_login(network.lead.user)
    wrong = {
        "kind": "network",
        "organisation": network.borough.organisation.pk,
        "starts": "03:00",
        "ends": "02:00",
    }
    day = {"on_day": "25", "on_month": "12", "on_year": "2026", "where": "https://example.org/j/1"}

    page = client.post("/champions/meetings/plan/", wrong | day, follow=True).content.decode()

    assert "bank holiday" in page
    assert MeetingEndsEarly.sentence in page
    assert "This looks like a joining link" in page


def test_move_says_that_nothing_changed_when_nothing_did(client: Client, network: Network) -> None:
    meeting = plan(network)
    client.force_login(network.lead.user)
    same = {"on_day": DAY.day, "on_month": DAY.month, "on_year": DAY.year, "starts": "14:00", "ends": "16:00"}
    address = f"/champions/meetings/{meeting.pk}/move/"

    page = client.post(address, same | {"where": "Room 2"}, follow=True).content.decode()

    assert "Nothing was changed, and nobody was told." in page
    assert "has been told" not in page


def test_everybody_invited_is_told_and_the_calendar_follows_when_a_meeting_moves(
    client: Client, network: Network
) -> None:
    meeting = plan(network)
    client.force_login(network.lead.user)
    address = f"/champions/meetings/{meeting.pk}/move/"

    form = client.get(address).content.decode()
    page = client.post(address, typed(on_day="11", where="Room 9"), follow=True).content.decode()

    entry = entry_of(network)
    assert 'value="10"' in form
    assert "It is on Friday 11 December 2026, 14:00 to 16:00. Whoever is invited has been told." in page
    assert "Room 9" in page
    assert told(network) == ["planned cancelled", "moved planned"]
    assert (entry.sequence, entry.days.get().starts_at.day) == (1, 11)


def test_nobody_is_told_again_when_the_same_move_is_sent_twice(network: Network) -> None:
    meeting = plan(network)

    move(meeting, on=DAY + timedelta(days=1))
    meeting.refresh_from_db()
    move(meeting)

    assert told(network) == ["planned cancelled", "moved planned"]
    assert entry_of(network).sequence == 1


def test_people_are_told_and_calendars_stay_when_only_the_room_changes(network: Network) -> None:
    meeting = plan(network)
    services.send_apologies(actor=network.staff.actor(), meeting_id=meeting.pk, now=NOW)

    move(meeting, where="Room 9")

    assert told(network)[-1] == "moved planned"
    assert (entry_of(network).withdrawn, entry_of(network).sequence) == (True, 1)
    assert Attendance.objects.get().presence == Presence.APOLOGIES


def test_meeting_is_planned_once_when_the_button_is_pressed_twice(client: Client, network: Network) -> None:
    client.force_login(network.lead.user)
    sent = typed(kind="network", organisation=str(network.borough.organisation.pk))

    answers = [client.post("/champions/meetings/plan/", sent) for _ in range(2)]

    assert [answer["Location"] for answer in answers] == [
        f"/champions/meetings/{Meeting.objects.get().pk}/"
    ] * 2
    assert told(network) == ["planned planned"]


def test_move_is_refused_when_the_meeting_is_held_gone_taken_or_the_time_is_nonsense(
    network: Network,
) -> None:
    held, gone, meeting = (
        plan(network, on=TODAY),
        plan(network, kind="learning_set"),
        plan(network),
    )
    services.take_attendance(
        actor=SYSTEM, meeting_id=held.pk, presences={network.champion.pk: "there"}, now=NOW
    )
    services.cancel_meeting(actor=SYSTEM, meeting_id=gone.pk, now=NOW)

    for error, which, fields in (
        (MeetingStands, held, {"where": "Room 9"}),
        (MeetingGone, gone, {"where": "Room 9"}),
        (MeetingGone, meeting, {"where": "Room 9", "now": NOW + timedelta(days=40)}),
        (MeetingTaken, meeting, {"on": TODAY}),
        (MeetingOver, meeting, {"on": TODAY - timedelta(days=1)}),
        (MeetingEndsEarly, meeting, {"ends": TWO}),
        (JoiningLink, meeting, {"where": "https://example.org/j/1"}),
        (NonexistentTime, meeting, {"on": date(2027, 3, 28), "starts": time(1, 30), "ends": FOUR}),
    ):
        with pytest.raises(error):
            move(which, **fields)
    assert entry_of_meeting(network, meeting).sequence == 0


def entry_of_meeting(network: Network, meeting: Meeting) -> CalendarEntry:
    return CalendarEntry.objects.get(person=network.staff.person, about=f"champions.meeting:{meeting.pk}")


def test_strangers_move_and_answer_nothing_when_they_know_the_address(
    client: Client, network: Network
) -> None:
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
        sent = (client.post(f"{address}move/", typed()), client.post(f"{address}cannot-come/"))
        answers[name] = [answer.status_code for answer in sent]

    assert answers == {
        "practitioner": [404, 404],
        "manager": [404, 404],
        "champion": [404, 302],
        "lead": [302, 404],
        "lead of another": [404, 404],
    }


def test_champion_says_that_they_cannot_come_and_takes_it_back(client: Client, network: Network) -> None:
    meeting = plan(network)
    address = f"/champions/meetings/{meeting.pk}/"
    client.force_login(network.staff.user)

    sorry = [client.post(f"{address}cannot-come/", follow=True).content.decode() for _ in range(2)][-1]
    hub = meeting_items(network.staff.actor(), NOW)
    withdrawn = entry_of(network)
    client.force_login(network.lead.user)
    keeper = client.get(address).content.decode()
    listed = client.get("/champions/meetings/").content.decode()
    client.force_login(network.staff.user)
    back = [client.post(f"{address}can-come/", follow=True).content.decode() for _ in range(2)][-1]

    assert "You said that you cannot come." in sorry
    assert (hub[0].detail, hub[0].tag) == ("You said that you cannot come.", "Not coming")
    assert (withdrawn.withdrawn, withdrawn.sequence) == (True, 1)
    assert "Sent apologies" in keeper
    assert "Move it" in keeper
    assert "Register taken" not in listed
    assert "I cannot come" in back
    assert (entry_of(network).withdrawn, entry_of(network).sequence) == (False, 2)
    assert not Attendance.objects.exists()


def test_apologies_fall_when_the_day_moves_and_everybody_is_asked_again(network: Network) -> None:
    meeting = plan(network)
    services.send_apologies(actor=network.staff.actor(), meeting_id=meeting.pk, now=NOW)

    moved = move(meeting, on=DAY + timedelta(days=7))

    assert answer_of(network.staff.actor(), moved, TODAY) == "invited"
    assert not entry_of(network).withdrawn


def test_apologies_are_refused_when_the_register_is_taken_the_meeting_over_or_not_theirs(
    network: Network,
) -> None:
    held, later = plan(network, on=TODAY), plan(network, on=date(2028, 6, 1))
    services.take_attendance(
        actor=SYSTEM, meeting_id=held.pk, presences={network.champion.pk: "absent"}, now=NOW
    )
    elsewhere = make_champion(make_staff(team=make_team(make_organisation("havering"))).membership)
    actor = network.staff.actor()

    for error, meeting, now in (
        (MeetingGone, held, NOW),
        (NotInvited, later, NOW),
        (MeetingGone, plan(network), NOW + timedelta(days=30)),
    ):
        with pytest.raises(error):
            services.send_apologies(actor=actor, meeting_id=meeting.pk, now=now)
    plan(network, organisation_id=elsewhere.organisation_id)
    with pytest.raises(MeetingNotFound):
        services.send_apologies(
            actor=actor, meeting_id=Meeting.objects.get(organisation=elsewhere.organisation_id).pk, now=NOW
        )
    assert Attendance.objects.get().presence == Presence.ABSENT


def test_predicate_and_queryset_agree_about_who_may_come(network: Network) -> None:
    plan(network)
    plan(network, organisation_id=None)
    plan(network, organisation_id=make_organisation("havering").pk)

    for staff in (network.lead, network.staff, network.borough.manager):
        actor = staff.actor()
        for meeting in Meeting.objects.all():
            listed = meetings_come_to_by(actor).filter(pk=meeting.pk).exists()
            assert may_come_to_meeting(actor, meeting) == listed
    assert meetings_come_to_by(network.staff.actor()).count() == 2


def test_new_champion_is_invited_and_one_who_stops_keeps_no_date(
    network: Network, deliver_everything: Callable[..., object]
) -> None:
    meeting = plan(network)
    newcomer = make_champion(make_staff(team=network.borough.team).membership)
    deliver_everything(NOW)
    invited = CalendarEntry.objects.get(person_id=newcomer.person_id)
    services.end(actor=SYSTEM, champion_id=newcomer.pk, reason="own_wish", now=NOW)
    deliver_everything(NOW)

    invited_then = invited.about, invited.withdrawn
    invited.refresh_from_db()
    assert invited_then == (f"champions.meeting:{meeting.pk}", False)
    assert (invited.withdrawn, invited.sequence) == (True, 1)
    assert Notice.objects.filter(person_id=newcomer.person_id, key="champions.meeting_planned").count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.both
def test_no_date_is_left_in_a_calendar_when_a_champion_begins_as_the_meeting_is_cancelled(
    network: Network,
) -> None:
    meetings = [plan(network, on=DAY + timedelta(days=7 * week)) for week in range(4)]
    newcomer = make_champion(make_staff(team=network.borough.team).membership)

    def begin() -> None:
        with transaction.atomic():
            services.keep_calendar(person_id=newcomer.person_id, now=NOW)

    found = race(
        begin,
        begin,
        *[
            lambda pk=one.pk: services.cancel_meeting(actor=SYSTEM, meeting_id=pk, now=NOW)
            for one in meetings
        ],
    )

    assert not [each for each in found if isinstance(each, Exception)]
    assert not CalendarEntry.objects.filter(person_id=newcomer.person_id, cancelled=False).exists()


def test_leaver_is_not_told_when_the_meeting_moves(network: Network) -> None:
    meeting = plan(network)
    assert network.staff.membership
    type(network.staff.membership).objects.filter(person=network.staff.person).update(
        ends_on=TODAY - timedelta(days=1)
    )

    move(meeting, where="Room 9")

    assert "moved planned" not in told(network)


def test_whoever_was_invited_is_told_when_the_new_day_is_after_their_term(network: Network) -> None:
    meeting = plan(network)

    move(meeting, on=date(2028, 6, 1))

    assert told(network)[-1] == "moved planned"
    assert entry_of(network).withdrawn


def test_calendar_is_cancelled_and_people_told_when_the_meeting_is(network: Network) -> None:
    meeting = plan(network)

    for _ in range(2):
        services.cancel_meeting(actor=SYSTEM, meeting_id=meeting.pk, now=NOW)

    assert told(network) == ["planned cancelled", "cancelled planned"]
    assert (entry_of(network).cancelled, entry_of(network).sequence) == (True, 1)


@pytest.mark.parametrize(
    ("on", "starts", "ends", "doubts"),
    [
        (date(2026, 12, 10), TWO, FOUR, []),
        (date(2026, 12, 10), time(7), time(20), []),
        (
            date(2026, 12, 25),
            time(3),
            FOUR,
            ["Friday 25 December 2026 is a bank holiday, Christmas Day.", "It starts at 03:00."],
        ),
        (date(2026, 12, 12), TWO, FOUR, ["Saturday 12 December 2026 is at the weekend."]),
        (date(2026, 12, 10), time(3), FOUR, ["It starts at 03:00."]),
        (date(2026, 12, 10), TWO, time(20, 1), ["It ends at 20:01."]),
    ],
)
def test_unusual_dates_are_asked_about(on: date, starts: time, ends: time, doubts: list[str]) -> None:
    assert doubts_about(on, starts, ends) == doubts


def test_sunday_night_is_asked_about_and_planned_when_it_is_right(client: Client, network: Network) -> None:
    client.force_login(network.lead.user)
    sent = typed(kind="network", organisation=str(network.borough.organisation.pk), on_day="13", starts="6am")

    asked = client.post("/champions/meetings/plan/", sent, follow=True).content.decode()
    before = Meeting.objects.count()
    answer = client.post("/champions/meetings/plan/", sent | {"sure": "on"}, follow=True).content.decode()

    assert "Sunday 13 December 2026 is at the weekend. It starts at 06:00. Is this right?" in asked
    assert 'name="sure"' in asked
    assert before == 0
    assert "Planned." in answer


@pytest.mark.parametrize(
    "where",
    [
        "https://teams.microsoft.com/l/meetup-join/19",
        "Online, zoom.us/j/123",
        "www.example",
        "Meeting ID 123 456 789",
        "online (Passcode: 12)",
    ],
)
def test_joining_link_is_refused_in_a_clear_sentence(client: Client, network: Network, where: str) -> None:
    client.force_login(network.lead.user)
    sent = typed(kind="network", organisation=str(network.borough.organisation.pk), where=where)

    page = client.post("/champions/meetings/plan/", sent, follow=True).content.decode()

    assert "This looks like a joining link, or the code for one." in page
    assert not Meeting.objects.exists()


@pytest.mark.parametrize(
    "where", ["Room 3.14", "Learning centre, room 2", "online", "St. Pancras Sq., 5 Pancras"]
)
def test_ordinary_places_are_taken(where: str) -> None:
    assert not holds_a_link(where)


def test_every_empty_field_says_what_to_write(client: Client, network: Network) -> None:
    client.force_login(network.lead.user)

    page = client.post(
        "/champions/meetings/plan/", {"organisation": "nonsense"}, follow=True
    ).content.decode()

    for sentence in (
        "Choose what kind of meeting it is.",
        "Write the date: day, month and year.",
        "Write when it starts, like 14:00 or 2pm.",
        "Write when it ends, like 16:00 or 4pm.",
        "Say where: a room, or “online”.",
    ):
        assert sentence in page


def test_null_byte_in_the_place_is_refused_and_nothing_breaks(client: Client, network: Network) -> None:
    client.force_login(network.lead.user)
    sent = typed(kind="network", organisation=str(network.borough.organisation.pk), where="Room\x00 2")

    page = client.post("/champions/meetings/plan/", sent, follow=True)

    assert page.status_code == 200
    assert not Meeting.objects.exists()


def test_old_meeting_without_an_end_is_kept_free_for_an_hour(network: Network) -> None:
    meeting = plan(network, ends=None)

    begins, over = meeting.span
    assert over - begins == timedelta(hours=1)
    assert isinstance(begins, datetime)
    assert meeting.times == "14:00"


def test_planning_and_moving_take_no_more_queries_when_there_are_more_champions(
    network: Network, assert_flat: Callable[..., None]
) -> None:
    days = iter(range(1, 60))

    def plan_and_move() -> None:
        meeting = plan(network, on=TODAY + timedelta(days=next(days)))
        move(meeting, on=TODAY + timedelta(days=next(days)))

    def grow() -> None:
        for _ in range(6):
            make_champion(make_staff(team=network.borough.team).membership)

    grow()
    assert_flat(plan_and_move, grow)


def test_meeting_is_missed_by_nobody_when_there_are_only_apologies(network: Network) -> None:
    meeting = plan(network)
    champion = Champion.objects.get(person=network.staff.person)
    Attendance.objects.create(meeting=meeting, champion=champion, presence=Presence.APOLOGIES, noted_at=NOW)

    no_register = quiet_champions(DAY + timedelta(days=1))

    assert no_register == []
