"""Access and dietary needs: for the run's trainers alone, deleted in time, in nothing that leaves (CO-19)."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.core import mail
from django.db import connection

from courses import services
from courses.models import AccessNeed, Enrolment
from courses.permissions import may_give_needs, may_read_needs, needs_read_by
from courses.services.keep_needs import write_needs
from portal.audit.models import Entry
from portal.kernel.actors import SYSTEM
from portal.kernel.errors import NotFound
from portal.notifications.sending import send_due
from tests.courses.looking import client_of
from tests.factories.courses import NOW, make_enrolment, make_run
from tests.factories.people import actor_of, make_borough_staff, make_staff
from tests.factories.registers import trainer_of

pytestmark = [pytest.mark.django_db, pytest.mark.feature("CO-19"), pytest.mark.usefixtures("clock")]

WORDS = "I use a wheelchair. لا آكل المكسرات"


@pytest.fixture
def asked():
    """A booked place with needs given on the form that asks for it."""
    borough = make_borough_staff()
    run = make_run()
    client_of(borough.practitioner).post(
        f"/courses/runs/{run.reference}/ask/", {"what": "ask", "needs": WORDS}
    )
    return borough, Enrolment.objects.get()


def test_needs_are_encrypted_when_they_are_given_with_the_request(asked):
    _, enrolment = asked

    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM courses_accessneed")
        stored = cursor.fetchone()[0]

    assert "wheelchair" not in stored
    assert AccessNeed.objects.get(enrolment=enrolment).words == WORDS


def test_trainer_reads_them_and_the_reading_is_written_down(asked):
    _, enrolment = asked
    trainer = trainer_of(enrolment.run, NOW)

    rows = services.open_needs(actor=trainer, reference=enrolment.run.reference, now=NOW)

    assert [row.words for row in rows] == [WORDS]
    entry = Entry.objects.get(verb="read", about=f"courses.run_needs:{enrolment.run_id}")
    assert entry.actor_person_id == trainer.person_id
    assert "wheelchair" not in str(entry.detail)


@pytest.mark.parametrize("role", ["admin", "training_admin", "lead", "trainer", "manager"])
def test_nobody_else_reads_them_whatever_their_role(asked, role):
    _, enrolment = asked
    other = make_staff(role=role, everywhere=True)

    answer = client_of(other).get(f"/courses/runs/{enrolment.run.reference}/needs/")

    assert answer.status_code == 404
    assert not needs_read_by(other.actor()).exists()
    assert not may_read_needs(other.actor(), enrolment.run)
    with pytest.raises(NotFound):
        services.open_needs(actor=other.actor(), reference=enrolment.run.reference, now=NOW)


def test_twin_agrees_with_the_predicate_for_trainers(asked):
    _, enrolment = asked
    trainer = trainer_of(enrolment.run, NOW)

    assert may_read_needs(trainer, enrolment.run)
    assert list(needs_read_by(trainer)) == [AccessNeed.objects.get()]


def test_needs_are_in_no_mail_and_on_no_page_of_others(asked):
    borough, enrolment = asked
    send_due(NOW)

    pages = [
        client_of(staff).get(f"/courses/places/{enrolment.pk}/").content.decode()
        for staff in (borough.manager, make_staff(role="admin", everywhere=True))
    ]

    assert len(mail.outbox) > 0
    assert not [message for message in mail.outbox if "wheelchair" in str(message.message())]
    assert not [page for page in pages if "wheelchair" in page]


def test_person_changes_and_takes_back_what_they_gave(asked):
    borough, enrolment = asked
    client, address = client_of(borough.practitioner), f"/courses/places/{enrolment.pk}/needs/"

    assert "wheelchair" in client.get(address).content.decode()
    assert "Step-free" in client.post(address, {"needs": "Step-free, please"}, follow=True).content.decode()
    client.post(address, {"needs": "  "})

    assert not AccessNeed.objects.exists()


def test_somebody_elses_needs_cannot_be_changed(asked):
    borough, enrolment = asked

    answer = client_of(borough.manager).post(f"/courses/places/{enrolment.pk}/needs/", {"needs": "x"})

    assert answer.status_code == 404
    assert not may_give_needs(borough.manager.actor(), enrolment)
    assert AccessNeed.objects.get().words == WORDS


def test_too_long_needs_come_back_with_the_words_kept():
    staff, run = make_borough_staff().practitioner, make_run()

    page = (
        client_of(staff)
        .post(f"/courses/runs/{run.reference}/ask/", {"what": "ask", "needs": "a" * 501}, follow=True)
        .content.decode()
    )

    assert not Enrolment.objects.exists()
    assert "a" * 501 in page


def test_needs_are_deleted_thirty_days_after_the_last_day_and_a_trace_stays(asked):
    _, enrolment = asked
    ends = enrolment.run.ends_at

    early = services.delete_old_needs(now=ends + timedelta(days=30))
    late = services.delete_old_needs(now=ends + timedelta(days=30, seconds=1))
    again = services.delete_old_needs(now=ends + timedelta(days=31))

    assert (early, late, again) == (0, 1, 0)
    trace = Entry.objects.get(verb="needs deleted")
    assert trace.detail == {"count": 1, "kept_days": 30}


def test_no_need_is_left_when_there_are_more_than_go_at_once(asked, monkeypatch):
    _, enrolment = asked
    for _ in range(2):
        write_needs(make_enrolment(enrolment.run), "A ramp", now=NOW)
    monkeypatch.setattr(import_module("courses.services.keep_needs"), "AT_ONCE", 1)

    deleted = services.delete_old_needs(now=enrolment.run.ends_at + timedelta(days=31))

    assert deleted == 3
    assert not AccessNeed.objects.exists()


def test_needs_go_in_the_next_night_when_the_place_is_given_back(asked):
    _, enrolment = asked
    services.cancel_place(actor=actor_of(enrolment.person), enrolment_id=enrolment.pk, reason="work", now=NOW)

    assert services.delete_old_needs(now=NOW) == 1


def test_double_click_keeps_one_row_and_other_places_stay_untouched(asked):
    borough, enrolment = asked
    other = make_enrolment(enrolment.run)

    client_of(borough.practitioner).post(
        f"/courses/runs/{enrolment.run.reference}/ask/", {"what": "ask", "needs": "again"}
    )

    assert AccessNeed.objects.get().words == WORDS
    assert other.pk != enrolment.pk
    assert SYSTEM.person_id is None
