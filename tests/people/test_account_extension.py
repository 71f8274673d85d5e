"""Answers that take longer, words that are not kept for ever, a trainer's name on others' certificates (PE-09)."""

import re
from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client

from portal.audit.models import Entry
from portal.kernel.errors import IllegalMove, NotFound
from portal.notifications.sending import send_due
from portal.people import services
from portal.people.errors import ExplanationMissing, NotForYourself, TooLateToExtend
from portal.people.models import Complaint, ErasureRequest
from portal.people.rights.rules import WORDS_KEPT, answer_by, may_still_be_extended, months_later
from portal.people.states import ComplaintKind, ErasureExtension, ErasureRefusal
from tests.factories.people import NOW, Staff, make_borough_staff, make_grant, make_staff
from tests.harness.outbox import deliver_everything

pytestmark = [pytest.mark.django_db, pytest.mark.feature("PE-09")]


@pytest.fixture
def admin(clock) -> Staff:
    return make_staff(role="admin", everywhere=True)


@pytest.fixture
def taken(admin: Staff) -> ErasureRequest:
    asked = services.ask_for_erasure(actor=make_borough_staff().practitioner.actor(), now=NOW)
    return services.take_erasure(actor=admin.actor(), reference=asked.reference, now=NOW)


def extend(admin: Staff, asked: ErasureRequest, *, now=NOW, words: str = "Three systems hold it."):
    return services.extend_erasure(
        actor=admin.actor(),
        reference=asked.reference,
        reason=ErasureExtension.COMPLEX,
        explanation=words,
        now=now,
    )


@pytest.mark.parametrize(
    ("asked", "due", "extended"),
    [
        (date(2026, 11, 24), date(2026, 12, 24), date(2027, 2, 24)),
        (date(2026, 11, 30), date(2026, 12, 30), date(2027, 2, 28)),
        (date(2027, 1, 31), date(2027, 2, 28), date(2027, 4, 30)),
        (date(2027, 12, 31), date(2028, 1, 31), date(2028, 3, 31)),
    ],
)
def test_answer_is_due_in_a_month_and_in_three_when_extended(asked, due, extended):
    assert (answer_by(asked), answer_by(asked, extended=True)) == (due, extended)
    assert months_later(asked, 12) == asked.replace(year=asked.year + 1)
    assert may_still_be_extended(asked, due)
    assert not may_still_be_extended(asked, due + timedelta(days=1))


def test_person_is_told_by_mail_and_reads_why_when_it_takes_longer(client: Client, admin, taken):
    client.force_login(admin.user)
    address = f"/people/erasures/{taken.reference}/"
    offered = client.get(address).content.decode()
    answers = {"form": "extend", "reason": "complex", "explanation": "Three systems hold it."}
    client.post(address, answers)
    again = client.post(address, answers, follow=True).content.decode()
    deliver_everything(NOW)
    send_due(NOW)
    person = Client()
    person.force_login(taken.account)
    read = person.get("/account/erase/").content.decode()

    taken.refresh_from_db()
    assert len(ids := re.findall(r' id="([^"]+)"', offered)) == len(set(ids))
    assert "you then have until Wednesday 24 February 2027" in offered
    assert taken.due_on == date(2027, 2, 24)
    assert "extended once" in again
    assert [message.subject for message in mail.outbox][
        -1
    ] == f"What you asked for takes longer: {taken.reference}"
    assert "Wednesday 24 February 2027" in mail.outbox[-1].body
    assert "Three systems" not in mail.outbox[-1].body
    assert "Three systems hold it." in read
    assert "Information Commissioner" in read
    assert Entry.objects.filter(verb="extended erasure", reason="complex").count() == 1


def test_extension_is_refused_after_the_first_month(admin, taken):
    with pytest.raises(TooLateToExtend):
        extend(admin, taken, now=NOW + timedelta(days=31))

    assert extend(admin, taken, now=NOW + timedelta(days=30)).extended_at


def test_extension_is_refused_without_words_twice_before_it_was_taken_and_by_the_wrong_people(admin, taken):
    untaken = services.ask_for_erasure(actor=make_borough_staff("croydon").practitioner.actor(), now=NOW)
    own = services.ask_for_erasure(actor=admin.actor(), now=NOW)
    manager = make_borough_staff("barnet").training_admin

    with pytest.raises(ExplanationMissing):
        extend(admin, taken, words=" \n ")
    with pytest.raises(IllegalMove):
        extend(admin, untaken)
    with pytest.raises(NotForYourself):
        extend(admin, own)
    with pytest.raises(NotFound):
        extend(manager, taken)
    extend(admin, taken)
    with pytest.raises(TooLateToExtend):
        extend(admin, taken)


def test_database_refuses_an_extension_without_a_reason(taken):
    with pytest.raises(IntegrityError), transaction.atomic():
        ErasureRequest.objects.filter(pk=taken.pk).update(extended_at=NOW)


def answered_complaint(admin: Staff) -> Complaint:
    staff = make_borough_staff().practitioner
    made = services.complain(
        actor=staff.actor(),
        kind=ComplaintKind.MY_DATA,
        words="It was late.",
        no_family=True,
        form_code="F1",
        now=NOW,
    )
    return services.answer_complaint(
        actor=admin.actor(), reference=made.reference, answer="Put right.", now=NOW
    )


def test_words_of_a_complaint_go_two_years_after_the_answer_and_leave_a_report(client, admin):
    complaint = answered_complaint(admin)
    kept = services.forget_old_words(now=NOW + WORDS_KEPT)
    gone = services.forget_old_words(now=NOW + WORDS_KEPT + timedelta(minutes=1))
    again = services.forget_old_words(now=NOW + WORDS_KEPT + timedelta(days=1))
    client.force_login(admin.user)
    page = client.get("/people/complaints/").content.decode()
    record = client.get(f"/people/complaints/{complaint.reference}/").content.decode()

    complaint.refresh_from_db()
    report = Entry.objects.get(verb="complaint words deleted")
    assert (kept, gone, again) == (0, 1, 0)
    assert (complaint.words, complaint.answer) == ("", "")
    assert complaint.answered_at == NOW
    assert report.detail == {"count": 1, "ids": [complaint.pk], "kept_days": 730}
    assert "deleted two years after the answer; the dates stay. Last on" in page
    assert "The words were erased." in record


def test_words_that_wait_for_an_answer_are_kept_however_old(admin):
    staff = make_borough_staff().practitioner
    waiting = services.complain(
        actor=staff.actor(), kind=ComplaintKind.MY_DATA, words="x y", no_family=True, form_code="F", now=NOW
    )

    assert services.forget_old_words(now=NOW + 3 * WORDS_KEPT) == 0
    waiting.refresh_from_db()
    assert waiting.words == "x y"


def test_words_of_a_refusal_and_of_an_extension_go_as_well(admin, taken):
    extend(admin, taken)
    services.refuse_erasure(
        actor=admin.actor(),
        reference=taken.reference,
        reason=ErasureRefusal.LEGAL_CLAIM,
        explanation="A claim is open.",
        now=NOW,
    )

    assert services.forget_old_words(now=NOW + WORDS_KEPT + timedelta(minutes=1)) == 1
    taken.refresh_from_db()
    assert (taken.explanation, taken.extension_words) == ("", "")
    assert (taken.refusal, taken.extension) == ("legal_claim", "complex")


def test_trainer_reads_before_asking_that_their_name_stays_on_others_certificates(client, admin):
    trainer, other = make_borough_staff("camden").practitioner, make_borough_staff("croydon").practitioner
    make_grant(trainer.person, "trainer", ends_on=NOW.date() - timedelta(days=9))
    pages = []
    for staff in (trainer, other):
        client.force_login(staff.user)
        pages.append(client.get("/account/erase/").content.decode())
    asked = services.ask_for_erasure(actor=trainer.actor(), now=NOW)
    client.force_login(admin.user)
    decided = client.get(f"/people/erasures/{asked.reference}/").content.decode()

    assert "Your name stays on the certificates that people earned with you" in pages[0]
    assert pages[0].index("Your name stays on") < pages[0].index("I understand")
    assert "certificates that people earned" not in pages[1]
    assert "Their name stays on the certificates that others hold" in decided
