"""What people are told: at the right moment, once, in neutral words, and only while it is still true."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from courses import services
from courses.states import Approval, EndReason
from portal.kernel.refs import Ref
from portal.notifications.models import Notice
from portal.notifications.selectors import notices_about
from portal.notifications.sending import send_due
from tests.factories.courses import NOW, make_course, make_enrolment, make_run
from tests.factories.people import actor_of, make_borough_staff, make_organisation

pytestmark = [pytest.mark.django_db, pytest.mark.both]

# What must be in no mail, header, file name or calendar part (domain paper, C2), and names that give us away.
POISON = ("ZZCOURSE", "ZZVENUE", "ZZROOM", "ZZNAME", "zzlink", "ZZCLASH", "Perpetrator", "Together")


def poisoned_run(**fields):
    course = make_course(
        "zzcode", title="ZZCOURSE Working with Perpetrators, Safe & Together", approval=Approval.MANAGER
    )
    return make_run(course, venue="ZZVENUE", room="ZZROOM", joining_link="https://zzlink.example/", **fields)


@pytest.mark.feature("NO-03")
def test_no_mail_says_what_where_or_who():
    borough = make_borough_staff()
    person = borough.practitioner.person
    person.family_name = "ZZNAME"
    person.save()
    run = poisoned_run(capacity=1)
    first = make_enrolment(run, person)
    second = services.join_waiting_list(actor=borough.colleague.actor(), run_id=run.pk, now=NOW)
    services.approve(actor=borough.manager.actor(), enrolment_id=first.pk, now=NOW)
    services.cancel_place(actor=actor_of(person), enrolment_id=first.pk, reason=EndReason.WORK, now=NOW)
    services.accept_offer(actor=borough.colleague.actor(), enrolment_id=second.pk, now=NOW)
    services.decline(
        actor=borough.manager.actor(), enrolment_id=second.pk, reason=EndReason.CAPACITY, now=NOW
    )
    Notice.objects.update(due_at=NOW, state="planned")

    send_due(NOW + timedelta(days=60))

    assert mail.outbox
    for message in mail.outbox:
        whole = message.message().as_string()
        parts = [part for part in message.message().walk() if not part.is_multipart()]
        decoded = "".join(part.get_payload(decode=True).decode() for part in parts)
        assert not [word for word in POISON if word in whole or word in decoded], message.subject


@pytest.mark.feature("NO-01", "NO-02")
def test_each_message_is_on_the_page_of_the_place_with_why_and_when():
    enrolment = make_enrolment()

    rows = notices_about(Ref("courses.enrolment", enrolment.pk))

    assert [(row.what, row.why) for row in rows] == [
        ("Your booking on 12 to 15 January 2027", "A place was booked."),
        ("Reminder: your booking on 12 to 15 January 2027", "The first day is near."),
    ]


@pytest.mark.feature("NO-01")
@pytest.mark.usefixtures("clock")
def test_approver_is_not_shown_what_went_to_the_person_and_the_other_way_round():
    borough = make_borough_staff()
    enrolment = make_enrolment(make_run(make_course(approval=Approval.MANAGER)), borough.practitioner.person)
    client = Client()
    client.force_login(borough.practitioner.user)

    page = client.get(f"/courses/places/{enrolment.pk}/").content.decode()

    assert "Your request for 12 to 15 January 2027" in page
    assert "needs your answer" not in page


@pytest.mark.feature("NO-01")
def test_nothing_is_sent_when_it_is_no_longer_true():
    enrolment = make_enrolment()
    services.cancel_place(
        actor=actor_of(enrolment.person), enrolment_id=enrolment.pk, reason=EndReason.WORK, now=NOW
    )

    send_due(NOW)

    assert [message.subject for message in mail.outbox] == [
        "Your booking on 12 to 15 January 2027 is cancelled"
    ]


@pytest.mark.feature("NO-01", "CO-10")
def test_reminder_is_not_sent_when_the_approver_has_answered():
    borough = make_borough_staff()
    enrolment = make_enrolment(make_run(make_course(approval=Approval.MANAGER)), borough.practitioner.person)
    send_due(NOW)
    services.approve(actor=borough.manager.actor(), enrolment_id=enrolment.pk, now=NOW)
    mail.outbox.clear()

    send_due(enrolment.hold_until)

    assert [message.subject for message in mail.outbox] == ["Your booking on 12 to 15 January 2027"]


@pytest.mark.feature("CN-15", "NO-02")
def test_calendar_file_comes_with_the_booking_and_names_nobody():
    camden = make_organisation("camden")
    make_enrolment(make_run(open_to=[camden]))

    send_due(NOW)

    calendar = next(
        part.get_payload(decode=True).decode()
        for part in mail.outbox[0].message().walk()
        if part.get_content_type() == "text/calendar"
    )
    assert calendar.count("BEGIN:VEVENT") == 4
    assert "SUMMARY:Practice Hub booking\\, day 1 of 4" in calendar
    assert "TZID=Europe/London:20270112T093000" in calendar
    assert calendar.count("ATTENDEE") == 4
