"""Mails and calendar entries: sent once, true, and silent about the case."""

from collections.abc import Callable
from datetime import datetime, timedelta
from email.message import EmailMessage as Parsed

import pytest
from django.core import mail
from icalendar import Calendar

from consultations.models import Consultation
from consultations.services import ask_urgently, cancel_consultation, move_consultation
from consultations.services.booking import offer_time
from portal.notifications.kinds import all_kinds
from portal.notifications.models import CalendarEntry, Notice
from portal.notifications.selectors import notices_about
from portal.notifications.sending import send_due
from tests.factories.consultations import Surgery, asked_for, book, make_cover, make_lead, make_surgery
from tests.factories.people import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.both]
POISON = (
    "LL-999111",
    "ZZPLACE",
    "Camden",
    "Marac",
    "MARAC",
    "domestic",
    "abuse",
    "perpetrator",
    "Restart",
    "pre_referral",
)


def poisoned(surgery: Surgery) -> Consultation:
    surgery.plan.rules.update(place="ZZPLACE")
    return book(
        surgery, case_reference="LL-999111", kind="pre_referral", risk_stated="high", note="word this zznote"
    )


def invitations(message: Parsed) -> list[Calendar]:
    parts = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    return [Calendar.from_ical(part.get_payload(decode=True)) for part in parts]


@pytest.mark.feature("CN-15", "NO-03")
def test_nothing_of_the_case_leaves_when_a_consultation_is_booked_moved_and_cancelled() -> None:
    surgery = make_surgery()
    booked = poisoned(surgery)
    send_due(NOW)
    move_consultation(
        actor=surgery.asker, consultation_id=booked.pk, slot_key=surgery.slots()[4].key, now=NOW
    )
    send_due(NOW)
    cancel_consultation(
        actor=surgery.leader, consultation_id=booked.pk, reason_code="lead_unavailable", now=NOW
    )
    send_due(NOW)

    sent = [message.message() for message in mail.outbox]

    assert len(sent) == 6
    for message in sent:
        everything = message.as_string() + "".join(
            str(part.get_payload(decode=True)) for part in message.walk() if not part.is_multipart()
        )
        assert not [word for word in (*POISON, "zznote", "cannot come") if word in everything]


@pytest.mark.feature("CN-15")
def test_entry_keeps_its_identity_and_counts_up_when_the_consultation_changes() -> None:
    surgery = make_surgery()
    booked = book(surgery)
    send_due(NOW)
    move_consultation(
        actor=surgery.asker, consultation_id=booked.pk, slot_key=surgery.slots()[4].key, now=NOW
    )
    send_due(NOW)
    cancel_consultation(actor=surgery.asker, consultation_id=booked.pk, reason_code="not_needed", now=NOW)
    send_due(NOW)

    to_asker = [m.message() for m in mail.outbox if m.to == [surgery.practitioner.person.email]]
    events = [(c["METHOD"], c.walk("VEVENT")[0]) for m in to_asker for c in invitations(m)[:1]]

    assert [method for method, _ in events] == ["REQUEST", "REQUEST", "CANCEL"]
    assert len({str(event["UID"]) for _, event in events}) == 1
    assert [int(event["SEQUENCE"]) for _, event in events] == [0, 1, 2]
    assert {str(event["SUMMARY"]) for _, event in events} == {"Practice Hub booking"}


@pytest.mark.feature("NO-01", "CN-02")
def test_queue_shows_what_goes_out_and_why_when_a_consultation_is_booked() -> None:
    surgery = make_surgery()

    booked = book(surgery)

    rows = notices_about(booked.ref)
    assert [(row.to, row.state) for row in rows] == [
        (surgery.practitioner.person.name, "planned"),
        (surgery.lead.person.name, "planned"),
        (surgery.practitioner.person.name, "planned"),
    ]
    assert rows[2].when == booked.starts_at - timedelta(hours=24)
    assert all(row.why for row in rows)


@pytest.mark.feature("NO-01")
def test_old_reminder_is_not_sent_when_the_consultation_has_moved_or_gone() -> None:
    surgery = make_surgery()
    booked = book(surgery)
    old = booked.starts_at
    moved = move_consultation(
        actor=surgery.asker, consultation_id=booked.pk, slot_key=surgery.slots()[8].key, now=NOW
    )
    assert old
    assert moved.starts_at
    send_due(NOW)
    mail.outbox.clear()

    send_due(old)
    assert mail.outbox == []
    send_due(moved.starts_at - timedelta(hours=23))
    assert len(mail.outbox) == 1
    assert "Reminder" in mail.outbox[0].subject


@pytest.mark.feature("CN-07", "CN-15")
def test_first_lead_is_told_and_freed_when_it_moves_to_another() -> None:
    surgery = make_surgery(weekdays=(3,))
    booked = book(surgery)
    other = make_lead(weekdays=(1,))
    make_cover(other, surgery.organisation, rank=2)
    tuesday = next(slot for slot in surgery.slots() if slot.lead_id == other.person.pk)

    move_consultation(actor=surgery.asker, consultation_id=booked.pk, slot_key=tuesday.key, now=NOW)
    send_due(NOW)

    subjects = {m.to[0]: m.subject for m in mail.outbox}
    entry = CalendarEntry.objects.get(person=surgery.lead.person)
    assert subjects[surgery.lead.person.email] == "A booking is no longer with you"
    assert subjects[other.person.email].startswith("A new booking")
    assert subjects[surgery.practitioner.person.email].startswith("Your booking has moved")
    assert entry.withdrawn


def test_offer_is_told_when_a_lead_answers_an_urgent_request() -> None:
    surgery = make_surgery()
    asked = ask_urgently(actor=surgery.asker, asked=asked_for(), now=NOW)
    offer_time(actor=surgery.leader, consultation_id=asked.pk, slot_key=surgery.slots()[0].key, now=NOW)

    send_due(NOW)

    assert [m.subject.split(":")[0] for m in mail.outbox] == ["A time is offered to you"]


@pytest.mark.feature("NO-03")
def test_wording_is_neutral_for_every_kind_of_notice_about_a_consultation() -> None:
    kinds = [kind for kind in all_kinds() if kind.key.startswith("consultations.")]

    assert len(kinds) >= 8
    for kind in kinds:
        text = kind.subject + kind.body
        assert not [
            word for word in (*POISON, "consultation", "risk", "safeguarding") if word.lower() in text.lower()
        ]


def test_nothing_is_sent_twice_when_everything_is_delivered_twice(
    deliver_everything: Callable[[datetime], int],
) -> None:
    surgery = make_surgery()
    book(surgery)

    for _ in range(2):
        deliver_everything(NOW)
        send_due(NOW)

    assert Notice.objects.filter(sent_at__isnull=False).count() == 2
    assert len(mail.outbox) == 2
