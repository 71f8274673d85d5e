"""A notice that was planned before its wording asked for more facts is sent with what it has (NO-01)."""

import pytest
from django.core import mail
from django.test import Client

from courses import services
from courses.states import Approval, EndReason
from portal.kernel.refs import Ref
from portal.notifications.kinds import all_kinds
from portal.notifications.left_out import LEFT_OUT, paragraphs_of, subject_of
from portal.notifications.models import Notice, NoticeWording
from portal.notifications.selectors import notices_about
from portal.notifications.sending import send_due
from portal.notifications.states import NoticeState
from tests.factories.consultations import NOW, make_consultation, make_surgery
from tests.factories.courses import make_course, make_enrolment, make_run
from tests.factories.people import make_borough_staff

pytestmark = [pytest.mark.django_db, pytest.mark.both, pytest.mark.feature("NO-01")]


def planned_before(key: str, about: Ref, person: object, **facts: str) -> Notice:
    """A row as an older version of the portal left it."""
    return Notice.objects.create(
        key=key, person=person, about=str(about), facts=facts, dedupe="old", due_at=NOW, planned_at=NOW
    )


def test_refusal_is_sent_with_what_it_knows_when_it_was_planned_before_reasons_were_told(clock) -> None:
    borough = make_borough_staff()
    run = make_run(make_course(approval=Approval.MANAGER))
    place = make_enrolment(run, borough.practitioner.person)
    services.decline(actor=borough.manager.actor(), enrolment_id=place.pk, reason=EndReason.CAPACITY, now=NOW)
    Notice.objects.all().delete()
    about = Ref("courses.enrolment", place.pk)
    old = planned_before(
        "courses.place_declined", about, place.person, enrolment=str(place.pk), when="12 January 2027"
    )

    send_due(NOW)

    old.refresh_from_db()
    (sent,) = mail.outbox
    assert old.state == NoticeState.SENT
    assert sent.subject == "Your request for 12 January 2027 was not agreed"
    assert LEFT_OUT in sent.body
    assert f"/courses/places/{place.pk}/" in sent.body
    assert "{" not in sent.body


def test_page_of_a_cancelled_consultation_opens_when_its_old_mail_names_no_time(
    client: Client, clock
) -> None:
    surgery = make_surgery()
    booking = make_consultation(surgery, NOW, state="cancelled", reason_code="not_needed")
    old = planned_before(
        "consultations.cancelled", booking.ref, surgery.practitioner.person, reference=booking.reference
    )
    client.force_login(surgery.practitioner.user)

    page = client.get(f"/consultations/{booking.reference}/")

    assert page.status_code == 200
    assert [row.what for row in notices_about(booking.ref)] == ["The booking is cancelled"]
    send_due(NOW)
    old.refresh_from_db()
    assert old.state == NoticeState.SENT


@pytest.mark.parametrize("kind", all_kinds(), ids=lambda kind: kind.key)
def test_every_notice_still_says_something_when_it_has_no_fact_at_all(kind) -> None:
    subject, paragraphs = subject_of(kind.subject, kind.why, {}), paragraphs_of(kind.body, {})

    assert subject
    assert paragraphs[-1] == LEFT_OUT
    assert "{" not in subject + "".join(paragraphs)


def test_wording_of_an_editor_that_asks_for_a_fact_of_old_does_not_stop_the_mail(clock) -> None:
    NoticeWording.objects.create(
        key="courses.place_booked", subject="Booked: {room}", body="You have a place. It is in {room}."
    )
    place = make_enrolment()

    send_due(NOW)

    (sent,) = [each for each in mail.outbox if each.to == [place.person.email]]
    assert sent.subject == "A place was booked"
    assert "You have a place." in sent.body
