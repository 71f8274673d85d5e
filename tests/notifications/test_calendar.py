"""Calendar entries: one identity for life, a rising sequence, the right hour twice a year."""

import email
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest
from django.core import mail
from django.test import Client
from icalendar import Calendar

from portal.kernel.refs import Ref
from portal.notifications.calendar_files import feed_calendar, mail_calendar
from portal.notifications.models import CalendarEntry
from portal.notifications.sending import send_due
from portal.notifications.services import cancel_calendar_entry, plan_notice, put_calendar_entry
from tests.factories.people import make_person, make_user
from tests.harness.clocks import FixedClock
from tests.notifications.test_sending import kind as kind  # the notice that carries the entry

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
ABOUT = Ref("tests.run", 7)
DAY = (datetime(2027, 1, 12, 9, 30, tzinfo=UTC), datetime(2027, 1, 12, 16, 30, tzinfo=UTC))

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def put(
    person_id: int, days: list[tuple[datetime, datetime]] | None = None, now: datetime = NOW
) -> CalendarEntry:
    return put_calendar_entry(
        about=ABOUT,
        person_id=person_id,
        title="Practice Hub booking",
        place="Crowndale Centre",
        days=days or [DAY],
        now=now,
    )


def events(text: str) -> list[dict]:
    return list(Calendar.from_ical(text).walk("VEVENT"))


@pytest.mark.feature("CN-15")
def test_identity_stays_and_sequence_rises_only_when_something_changes() -> None:
    person = make_person()
    first = put(person.pk)
    uid = events(mail_calendar(first, attendee=person.email))[0]["uid"]

    again = put(person.pk)
    moved = put(
        person.pk, [(DAY[0] + timedelta(days=7), DAY[1] + timedelta(days=7))], NOW + timedelta(hours=1)
    )
    event = events(mail_calendar(moved, attendee=person.email))[0]

    assert again.sequence == 0
    assert event["uid"] == uid
    assert event["sequence"] == 1
    assert event["dtstart"].dt == DAY[0] + timedelta(days=7)


@pytest.mark.feature("CN-15")
@pytest.mark.parametrize(("withdrawn", "status"), [(False, "CANCELLED"), (True, None)])
def test_cancelling_keeps_the_identity_and_says_which_kind_it_is(withdrawn: bool, status: str | None) -> None:
    person = make_person()
    put(person.pk)

    entry = cancel_calendar_entry(about=ABOUT, person_id=person.pk, now=NOW, withdrawn=withdrawn)
    assert entry is not None
    text = mail_calendar(entry, attendee=person.email)

    assert "METHOD:CANCEL" in text
    assert events(text)[0].get("status") == status
    assert events(text)[0]["sequence"] == 1


@pytest.mark.feature("CN-15")
def test_the_second_half_past_one_in_october_survives_the_round_trip() -> None:
    second = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    entry = put(make_person().pk, [(second, second + timedelta(hours=1))])

    read = events(feed_calendar([entry]))[0]

    assert read["dtstart"].dt.astimezone(UTC) == second
    assert read["dtend"].dt.astimezone(UTC) == second + timedelta(hours=1)


@pytest.mark.feature("CN-15")
def test_wall_time_is_written_with_its_zone_in_summer_and_winter() -> None:
    summer = datetime(2027, 7, 1, 8, 30, tzinfo=UTC)
    text = feed_calendar([put(make_person().pk, [DAY, (summer, summer + timedelta(hours=7))])])

    assert "BEGIN:VTIMEZONE" in text
    assert "TZID=Europe/London:20270112T093000" in text
    assert "TZID=Europe/London:20270701T093000" in text


@pytest.mark.feature("CN-15", "NO-03")
def test_the_mail_carries_one_invitation_for_one_person(kind: object) -> None:
    person, other = make_person(), make_person()
    entry = put(person.pk)
    put(other.pk)
    plan_notice(
        key="tests.booked",
        person_id=person.pk,
        about=ABOUT,
        facts={"when": "12 January"},
        now=NOW,
        dedupe="v1",
        calendar=entry,
    )

    send_due(NOW)
    message = email.message_from_bytes(mail.outbox[0].message().as_bytes(), _class=EmailMessage)
    parts = [part for part in message.walk() if part.get_content_type() == "text/calendar"]

    assert parts[0].get_param("method") == "REQUEST"
    body = parts[0].get_payload(decode=True).decode()
    assert f"mailto:{person.email}" in body.replace("\r\n ", "")
    assert other.email not in message.as_string()


@pytest.mark.feature("CN-15")
def test_the_feed_stops_when_a_new_address_is_made(client: Client) -> None:
    user = make_user()
    put(user.person_id)
    client.force_login(user)

    page = client.post("/my/calendar/new-address/").content.decode()
    address = page.split("/feeds/")[1].split(".ics")[0]
    assert "Practice Hub booking" in client.get(f"/feeds/{address}.ics").content.decode()

    client.post("/my/calendar/new-address/")
    assert client.get(f"/feeds/{address}.ics").status_code == 404


def test_my_calendar_shows_what_is_still_to_come_soonest_first(client: Client, clock: FixedClock) -> None:
    user = make_user()
    past, later, sooner = (
        [(NOW + timedelta(days=days), NOW + timedelta(days=days, hours=1))] for days in (-30, 60, 2)
    )
    for number, days in enumerate((past, later, sooner)):
        put_calendar_entry(
            about=Ref("tests.run", number),
            person_id=user.person_id,
            title=f"Booking {number}",
            place="",
            days=days,
            now=NOW,
        )
    client.force_login(user)

    words = client.get("/my/calendar/").content.decode()

    assert "Booking 0" not in words
    assert words.index("Booking 2") < words.index("Booking 1")
    assert "23 Jan 2027" in words
