"""What the screens and mails say, where people stumbled: late records, old tabs, moves, reminders."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from consultations.models import Consultation, ConsultationChange
from consultations.notices import _reminder_at
from consultations.selectors import hub_items
from consultations.services import ask_urgently, cancel_consultation, hand_over, move_consultation
from portal.notifications.models import Notice
from portal.notifications.sending import send_due
from portal.people.models import Person
from tests.consultations.looking import signed_in
from tests.factories.consultations import (
    asked_for,
    book,
    days_ago,
    make_consultation,
    make_lead,
    make_surgery,
)
from tests.factories.people import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
LONDON = ZoneInfo("Europe/London")


def look(client: Client, page: str, consultation: Consultation) -> str:
    return client.get(
        reverse(f"consultations:{page}", args=[consultation.reference]), follow=True
    ).content.decode()


def reminder_of(consultation: Consultation) -> datetime:
    return Notice.objects.get(key="consultations.reminder", about=str(consultation.ref)).due_at


@pytest.mark.feature("CN-15")
@pytest.mark.parametrize(
    ("weekday", "due"),
    [
        (0, datetime(2026, 11, 27, 9, 30, tzinfo=LONDON)),  # a Monday: on the Friday before
        (3, datetime(2026, 11, 25, 9, 30, tzinfo=LONDON)),  # a Thursday: on Wednesday
    ],
)
def test_reminder_comes_on_a_working_day(weekday: int, due: datetime) -> None:
    surgery = make_surgery(weekdays=(weekday,), notice_hours=36)

    assert reminder_of(book(surgery)) == due


@pytest.mark.feature("CN-15")
def test_reminder_skips_christmas_when_the_day_after_is_booked() -> None:
    surgery = make_surgery(weekdays=(1,))  # Tuesdays: 29 December follows Boxing Day's Monday
    slots = surgery.slots()
    number = next(
        n for n, slot in enumerate(slots) if slot.starts_at.day == 29 and slot.starts_at.month == 12
    )

    assert reminder_of(book(surgery, number=number)) == datetime(2026, 12, 24, 9, 30, tzinfo=LONDON)


@pytest.mark.feature("CN-07")
def test_history_says_from_when_to_when_a_consultation_moved() -> None:
    surgery = make_surgery()
    booked = book(surgery)
    move_consultation(
        actor=surgery.asker, consultation_id=booked.pk, slot_key=surgery.slots()[5].key, now=NOW
    )

    page = look(signed_in(surgery.practitioner), "detail", booked)

    assert "Moved from Thursday 26 November 2026 at 09:30 to Thursday 26 November 2026 at 15:30" in page


@pytest.mark.feature("CN-07")
def test_history_of_old_moves_says_what_is_known() -> None:
    surgery = make_surgery()
    booked = book(surgery)
    move_consultation(
        actor=surgery.asker, consultation_id=booked.pk, slot_key=surgery.slots()[5].key, now=NOW
    )
    ConsultationChange.objects.update(starts_at=None)

    assert "Moved to another time" in look(signed_in(surgery.practitioner), "detail", booked)


@pytest.mark.feature("CN-07")
@pytest.mark.parametrize("page", ["cancel", "move"])
def test_old_tab_of_a_cancelled_one_says_so_and_leads_to_it(page: str) -> None:
    surgery = make_surgery()
    booked = book(surgery)
    cancel_consultation(actor=surgery.asker, consultation_id=booked.pk, reason_code="not_needed", now=NOW)

    answer = signed_in(surgery.practitioner).get(
        reverse(f"consultations:{page}", args=[booked.reference]), follow=True
    )

    assert answer.redirect_chain[-1][0] == reverse("consultations:detail", args=[booked.reference])
    assert "This consultation is cancelled already. Nothing was changed." in answer.content.decode()


@pytest.mark.feature("CN-07")
def test_practitioner_is_not_asked_whether_the_lead_cannot_come() -> None:
    surgery = make_surgery()
    booked = book(surgery)

    mine, leads = (look(signed_in(who), "cancel", booked) for who in (surgery.practitioner, surgery.lead))

    assert "I cannot come" in mine
    assert "The lead cannot come" not in mine
    assert "The lead cannot come" in leads


@pytest.mark.feature("CN-02")
def test_times_say_how_long_and_with_whom() -> None:
    surgery = make_surgery()
    client = signed_in(surgery.practitioner)
    client.post(reverse("consultations:book"), {"danger": "none"})
    client.post(
        reverse("consultations:book_about"), {"kind": "individual", "linked": "anonymous", "note": ""}
    )

    page = client.get(reverse("consultations:book_time")).content.decode()

    assert f"A consultation takes 45 minutes, with {surgery.lead.person.name}." in page


@pytest.mark.feature("CN-02", "PE-09")
def test_times_name_no_lead_who_hides() -> None:
    surgery = make_surgery()
    Person.objects.filter(pk=surgery.lead.person.pk).update(hidden_on_rosters=True, family_name="Qwertyuiop")
    booked = book(surgery, number=3)
    client = signed_in(surgery.practitioner)
    client.post(reverse("consultations:book"), {"danger": "none"})
    client.post(
        reverse("consultations:book_about"), {"kind": "individual", "linked": "anonymous", "note": ""}
    )

    pages = [client.get(reverse("consultations:book_time")).content.decode(), look(client, "move", booked)]
    client.post(reverse("consultations:book_time"), {"slot": surgery.slots()[0].key})
    check = client.get(reverse("consultations:book_check")).content.decode()

    for page in pages:
        assert "45 minutes, with somebody who is not named in lists." in page
        assert "Qwertyuiop" not in page
    assert "Somebody who is not named in lists" in check
    assert "Qwertyuiop" not in check


@pytest.mark.feature("CN-10")
def test_wrong_date_of_an_action_names_the_action() -> None:
    surgery = make_surgery()
    held = make_consultation(surgery, days_ago(3))
    typed = {"action_2": "map_case", "due_2_day": "31", "due_2_month": "2", "due_2_year": "26"}

    page = (
        signed_in(surgery.lead)
        .post(reverse("consultations:record", args=[held.reference]), typed, follow=True)
        .content.decode()
    )

    assert "Action 2: this is not a date." in page
    assert "Action 2: choose who does it." in page


@pytest.mark.feature("CN-10")
def test_day_before_the_consultation_names_the_action_and_stands_at_its_field() -> None:
    surgery = make_surgery()
    held = make_consultation(surgery, days_ago(3))
    typed = {"action_2": "map_case", "due_2_day": "1", "due_2_month": "2", "due_2_year": "26"}

    page = (
        signed_in(surgery.lead)
        .post(reverse("consultations:record", args=[held.reference]), typed, follow=True)
        .content.decode()
    )

    said = "Action 2: the day is before the consultation took place."
    assert f'<a href="#id_due_2_day">{said}</a>' in page
    assert page.count(said) == 2


@pytest.mark.feature("CN-14")
def test_hub_says_how_many_days_a_record_is_late() -> None:
    surgery = make_surgery()
    make_consultation(surgery, days_ago(38))

    row = next(item for item in hub_items(surgery.leader, NOW) if item.group == "overdue")

    assert (row.tag, row.detail) == ("Late", "No record yet, 38 days after it took place.")


@pytest.mark.feature("CN-07")
def test_mail_says_which_booking_is_cancelled() -> None:
    surgery = make_surgery()
    booked = book(surgery)
    cancel_consultation(actor=surgery.asker, consultation_id=booked.pk, reason_code="not_needed", now=NOW)
    send_due(NOW + timedelta(minutes=1))

    told = [message.subject for message in mail.outbox if "ancelled" in message.subject]
    when = "Thursday 26 November 2026 at 09:30 UK time"
    assert sorted(told) == [
        f"Cancelled: the booking with you for {when}",
        f"Cancelled: your booking for {when}",
    ]


@pytest.mark.feature("CN-07")
def test_mail_speaks_of_a_request_when_there_was_no_time_yet() -> None:
    surgery = make_surgery()
    asked = ask_urgently(actor=surgery.asker, asked=asked_for(), now=NOW)
    cancel_consultation(actor=surgery.asker, consultation_id=asked.pk, reason_code="not_needed", now=NOW)
    send_due(NOW + timedelta(minutes=1))

    assert [message.subject for message in mail.outbox if "cancelled" in message.subject] == [
        "What you asked for is cancelled"
    ]


@pytest.mark.feature("CN-07")
def test_page_of_a_cancelled_one_says_so_first_and_speaks_of_no_record() -> None:
    surgery = make_surgery()
    booked = book(surgery)
    cancel_consultation(actor=surgery.asker, consultation_id=booked.pk, reason_code="not_needed", now=NOW)

    page = look(signed_in(surgery.lead), "detail", booked)

    assert "Cancelled: Thursday 26 November 2026 at 09:30" in page
    assert "You can record it from" not in page
    assert "To prepare" not in page


@pytest.mark.feature("CN-07")
def test_mail_says_from_when_to_when_a_booking_moved() -> None:
    surgery = make_surgery()
    booked = book(surgery)
    move_consultation(
        actor=surgery.asker, consultation_id=booked.pk, slot_key=surgery.slots()[5].key, now=NOW
    )
    send_due(NOW + timedelta(minutes=1))

    moved = [message.body for message in mail.outbox if "has moved to" in message.subject]
    assert len(moved) == 2
    assert all("for Thursday 26 November 2026 at 09:30 UK time has moved" in str(body) for body in moved)


@pytest.mark.feature("CN-07")
def test_mail_says_that_the_time_stays_when_another_lead_takes_over() -> None:
    surgery = make_surgery()
    make_lead(surgery.organisation, rank=2, weekdays=(0, 3))
    booked = book(surgery)
    hand_over(actor=surgery.leader, consultation_id=booked.pk, from_lead_id=surgery.lead.person.pk, now=NOW)
    send_due(NOW + timedelta(minutes=1))

    told = [message.subject for message in mail.outbox if surgery.practitioner.person.email in message.to]
    assert told == ["Your booking stays, with somebody else: Thursday 26 November 2026 at 09:30 UK time"]


@pytest.mark.feature("CN-15")
def test_reminder_comes_at_the_same_time_when_the_clocks_go_back_between() -> None:
    monday = datetime(2026, 10, 26, 9, 30, tzinfo=LONDON)

    due = _reminder_at(monday)

    assert due == datetime(2026, 10, 23, 9, 30, tzinfo=LONDON)


@pytest.mark.feature("CN-02")
def test_danger_page_leads_to_numbers_for_the_family() -> None:
    page = signed_in(make_surgery().practitioner).get(reverse("consultations:book_danger")).content.decode()

    content = page.split("Who else to ring")[1].split("</main>")[0]
    assert 'href="tel:08082000247"' in content
    assert "Samaritans" not in content
