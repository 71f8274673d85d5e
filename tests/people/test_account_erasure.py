"""Asking to be erased, deciding about it, and what is left (PE-09)."""

import json
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.auth import SESSION_KEY
from django.core import mail
from django.db import connection
from django.test import Client

from certificates.models import Award
from certificates.verification import check
from consultations.services import book_consultation
from courses.models import Completion, Enrolment, Response
from portal.audit.models import Entry
from portal.kernel.actors import SYSTEM
from portal.kernel.errors import IllegalMove, NotFound
from portal.notifications.models import CalendarFeed, NoticeRefusal
from portal.notifications.services import choose_notices, give_feed_address
from portal.people import services
from portal.people.errors import ErasureHindered, ExplanationMissing, NotForYourself
from portal.people.models import ErasureRequest, Grant, Membership, Person, RosterBatch, RosterChange, User
from portal.people.rights.rules import answer_by
from portal.people.selectors import actor_for
from portal.people.services.erasing import WITHHELD
from portal.people.states import ComplaintKind, ErasureRefusal, ErasureState
from tests.factories.certificates import make_award
from tests.factories.champions import make_champion
from tests.factories.consultations import asked_for, days_ago, make_consultation, make_surgery
from tests.factories.courses import make_enrolment, make_run
from tests.factories.people import (
    NOW,
    PASSWORD,
    Staff,
    make_borough_staff,
    make_membership,
    make_person,
    make_staff,
    make_user,
)
from tests.factories.registers import attend, make_run_with_forms, send
from tests.harness.outbox import deliver_everything

pytestmark = [pytest.mark.django_db, pytest.mark.feature("PE-09")]

GIVEN, FAMILY, ADDRESS = "Zyxwvuta", "Qwertyuio", "zyxwvuta.qwertyuio@camden.example"
TRACES = (GIVEN, FAMILY, ADDRESS.partition("@")[0], "PAYROLL-98765", "SECRETWORDS")


def make_admin() -> Staff:
    return make_staff(role="admin", everywhere=True)


def asked_by(staff: Staff) -> ErasureRequest:
    return services.ask_for_erasure(actor=staff.actor(), now=NOW)


def erase(staff: Staff, admin: Staff) -> ErasureRequest:
    asked = asked_by(staff)
    services.take_erasure(actor=admin.actor(), reference=asked.reference, now=NOW)
    return services.finish_erasure(actor=admin.actor(), reference=asked.reference, now=NOW)


def make_known_everywhere() -> Staff:
    """Somebody who left a trace in every room."""
    surgery = make_surgery()
    person = make_person(GIVEN, FAMILY, email=ADDRESS, certificate_name=f"{GIVEN} {FAMILY}")
    assert surgery.practitioner.membership
    place = make_membership(person, team=surgery.practitioner.membership.team, employee_id="PAYROLL-98765")
    staff = Staff(person, make_user(person), place)
    completed = make_enrolment(make_run_with_forms(), person)
    send(completed, "before", now=NOW)
    attend(completed)
    send(completed, "after")
    make_award(completed)
    make_consultation(surgery, days_ago(3), requester=person, booked_by=person, note="SECRETWORDS")
    book_consultation(actor=staff.actor(), asked=asked_for(), slot_key=surgery.slots()[0].key, now=NOW)
    make_champion(place, listed=True)
    give_feed_address(actor=staff.actor(), now=NOW)
    choose_notices(actor=staff.actor(), wanted=["news"], now=NOW)
    services.complain(
        actor=staff.actor(),
        kind=ComplaintKind.MY_DATA,
        words=f"SECRETWORDS {GIVEN}",
        no_family=True,
        form_code="F1",
        now=NOW,
    )
    batch = RosterBatch.objects.create(
        organisation=place.organisation,
        code="B1",
        file_digest="",
        as_of=NOW.date(),
        imported_by="person 1",
        imported_at=NOW,
    )
    RosterChange.objects.create(
        batch=batch,
        model="person",
        row_id=person.pk,
        before={"family_name": FAMILY},
        after={"email": ADDRESS},
    )
    RosterChange.objects.create(
        batch=batch, model="membership", row_id=place.pk, before=None, after={"employee_id": "PAYROLL-98765"}
    )
    deliver_everything(NOW)
    return staff


def stored_text() -> Iterator[tuple[str, str]]:
    """Every row of every table as text, whatever its columns are."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith(("sqlite_", "django_migrations")):
                continue
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - our own tables
            for row in cursor.fetchall():
                yield table, json.dumps([str(value) for value in row], ensure_ascii=False)


def tables_that_name(traces: tuple[str, ...]) -> set[str]:
    return {table for table, text in stored_text() for trace in traces if trace.casefold() in text.casefold()}


def test_no_table_names_the_person_when_the_erasure_is_done(clock):
    staff, admin = make_known_everywhere(), make_admin()
    Client().post("/accounts/login/", {"login": ADDRESS, "password": PASSWORD})
    assert {"people_person", "people_user", "certificates_award", "people_rosterchange"} <= tables_that_name(
        TRACES
    )

    erase(staff, admin)
    deliver_everything(NOW)

    assert tables_that_name(TRACES) == set()


def test_encrypted_words_are_gone_too_and_counts_stay(clock):
    staff, admin = make_known_everywhere(), make_admin()
    counted = [
        Enrolment.objects.count(),
        Completion.objects.count(),
        Membership.objects.count(),
        Award.objects.count(),
    ]

    erase(staff, admin)

    assert not [row for row in Response.objects.filter(answered_by=staff.person) if row.words]
    assert not [row for row in staff.person.consultations.all() if row.note]
    assert not [row for row in staff.person.complaints.all() if row.words]
    assert counted == [
        Enrolment.objects.count(),
        Completion.objects.count(),
        Membership.objects.count(),
        Award.objects.count(),
    ]


def test_certificate_verifies_as_genuine_without_details_when_its_holder_is_erased(client, clock):
    staff, admin = make_known_everywhere(), make_admin()
    award = Award.objects.get(person=staff.person)

    erase(staff, admin)
    words = client.get(f"/check/{award.code}/").content.decode()
    client.force_login(admin.user)
    pdf = client.get(f"/certificates/{award.pk}/pdf/")

    assert "genuine, details withheld" in words
    assert GIVEN not in words
    assert check(award.code, NOW).facts is None
    assert pdf.status_code == 302


def test_withdrawn_certificate_stays_withdrawn_when_its_holder_is_erased(clock):
    staff, admin = make_known_everywhere(), make_admin()
    award = Award.objects.get(person=staff.person)
    Award.objects.filter(pk=award.pk).update(
        state="revoked", revoked_at=NOW, revoked_reason="issued_in_error"
    )

    erase(staff, admin)

    assert check(award.code, NOW).standing == "revoked"


def test_account_is_closed_and_signed_out_everywhere_when_erased(clock):
    staff, admin = make_known_everywhere(), make_admin()
    browser = Client()
    browser.post("/accounts/login/", {"login": ADDRESS, "password": PASSWORD})
    assert browser.get("/account/").status_code == 200

    erase(staff, admin)
    again = Client()
    again.post("/accounts/login/", {"login": ADDRESS, "password": PASSWORD})

    staff.user.refresh_from_db()
    assert browser.get("/account/").status_code == 302
    assert SESSION_KEY not in again.session
    assert (staff.user.is_active, staff.user.has_usable_password()) == (False, False)
    assert not EmailAddress.objects.filter(user=staff.user).exists()
    assert not UserSession.objects.filter(user=staff.user).exists()
    assert not CalendarFeed.objects.filter(person=staff.person, revoked_at=None).exists()
    assert not NoticeRefusal.objects.filter(person=staff.person).exists()


def test_places_to_come_are_given_back_when_erased(clock):
    staff, admin = make_borough_staff().practitioner, make_admin()
    place = make_enrolment(make_run(), staff.person)

    erase(staff, admin)

    place.refresh_from_db()
    assert place.state == "cancelled"


def test_last_mail_goes_to_the_address_that_is_forgotten(clock, django_capture_on_commit_callbacks):
    staff, admin = make_borough_staff().practitioner, make_admin()
    address = staff.user.email

    with django_capture_on_commit_callbacks(execute=True):
        asked = erase(staff, admin)

    sent = [message for message in mail.outbox if message.to == [address]]
    assert [message.subject for message in sent] == ["Your request to Practice Hub is done"]
    assert asked.reference in sent[0].body
    assert staff.person.family_name not in sent[0].body + sent[0].subject


def test_erasing_twice_or_before_it_is_taken_is_refused(clock):
    staff, admin = make_borough_staff().practitioner, make_admin()
    asked = asked_by(staff)

    with pytest.raises(IllegalMove):
        services.finish_erasure(actor=admin.actor(), reference=asked.reference, now=NOW)
    services.take_erasure(actor=admin.actor(), reference=asked.reference, now=NOW)
    services.finish_erasure(actor=admin.actor(), reference=asked.reference, now=NOW)
    with pytest.raises(IllegalMove):
        services.finish_erasure(actor=admin.actor(), reference=asked.reference, now=NOW)

    assert Person.objects.get(pk=staff.person.pk).name == " ".join(WITHHELD)


def test_nobody_decides_about_themselves_and_others_do_not_know_of_it(clock):
    borough, admin = make_borough_staff(), make_admin()
    own = asked_by(admin)

    with pytest.raises(NotForYourself):
        services.take_erasure(actor=admin.actor(), reference=own.reference, now=NOW)
    for other in (borough.training_admin, borough.manager, borough.colleague):
        with pytest.raises(NotFound):
            services.take_erasure(actor=other.actor(), reference=own.reference, now=NOW)


def test_last_administrator_is_not_erased(clock):
    admin = make_admin()
    asked = asked_by(admin)
    ErasureRequest.objects.filter(pk=asked.pk).update(state=ErasureState.IN_PROGRESS)

    with pytest.raises(ErasureHindered, match="last administrator"):
        services.finish_erasure(actor=SYSTEM, reference=asked.reference, now=NOW)

    assert Grant.objects.filter(person=admin.person, ends_on=None).exists()


def test_lead_with_consultations_to_come_is_not_erased(clock):
    surgery, admin = make_surgery(), make_admin()
    make_consultation(surgery, NOW + timedelta(days=3))

    with pytest.raises(ErasureHindered, match="Hand those over first"):
        erase(surgery.lead, admin)

    surgery.lead.user.refresh_from_db()
    assert surgery.lead.user.is_active


def test_second_click_asks_no_second_time(client, clock):
    staff = make_borough_staff().practitioner
    client.force_login(staff.user)

    first = client.post("/account/erase/", {"sure": "on"}, follow=True)
    client.post("/account/erase/", {"sure": "on"})

    asked = ErasureRequest.objects.get()
    assert asked.reference in first.content.decode()
    assert asked.due_on == date(2026, 12, 24)
    assert Entry.objects.filter(verb="asked for erasure").count() == 1


def test_nothing_is_asked_without_the_tick(client, clock):
    client.force_login(make_borough_staff().practitioner.user)

    page = client.post("/account/erase/", {}, follow=True)

    assert "Tick the box if you are sure." in page.content.decode()
    assert not ErasureRequest.objects.exists()


def test_request_is_taken_back_by_the_person_alone(client, clock):
    staff = make_borough_staff().practitioner
    asked = asked_by(staff)
    client.force_login(staff.user)

    client.post("/account/erase/take-back/")
    client.post("/account/erase/take-back/")

    asked.refresh_from_db()
    assert asked.state == ErasureState.WITHDRAWN
    assert asked_by(staff).pk != asked.pk


def test_refusal_wants_words_and_the_person_reads_them(client, clock):
    staff, admin = make_borough_staff().practitioner, make_admin()
    asked = asked_by(staff)
    with pytest.raises(ExplanationMissing):
        services.refuse_erasure(
            actor=admin.actor(),
            reference=asked.reference,
            reason=ErasureRefusal.LEGAL_DUTY,
            explanation="  ",
            now=NOW,
        )
    browser = Client()
    browser.force_login(admin.user)

    browser.post(
        f"/people/erasures/{asked.reference}/",
        {"form": "refuse", "reason": "legal_duty", "explanation": "A claim is open until May <b>"},
    )
    deliver_everything(NOW)
    client.force_login(staff.user)
    words = client.get("/account/erase/").content.decode()

    assert "The law requires us to keep it" in words
    assert "A claim is open until May &lt;b&gt;" in words
    assert staff.person.notices.filter(key="people.erasure_refused").count() == 1


def test_administrator_sees_what_goes_and_what_stays_before_deciding(client, clock):
    staff, admin = make_known_everywhere(), make_admin()
    asked = asked_by(staff)
    client.force_login(admin.user)

    address = f"/people/erasures/{asked.reference}/"
    before = client.get(address).content.decode()
    client.post(address, {"form": "take"})
    unsure = client.post(address, {"form": "finish"}, follow=True).content.decode()
    done = client.post(address, {"form": "finish", "sure": "on"}, follow=True).content.decode()

    assert "30 days left" in before
    assert "coverage of past months counts them" in before
    assert "Tick the box if you are sure." in unsure
    assert "Everything that named the person is gone" in done
    assert GIVEN not in done


@pytest.mark.parametrize("step", ["", "explode", "finish"])
def test_nothing_happens_when_the_step_is_none_of_ours(client, clock, step):
    staff, admin = make_borough_staff().practitioner, make_admin()
    asked = asked_by(staff)
    client.force_login(admin.user)

    page = client.post(f"/people/erasures/{asked.reference}/", {"form": step, "sure": "on"}, follow=True)

    asked.refresh_from_db()
    assert page.status_code == 200
    assert asked.state == ErasureState.ASKED


def test_list_of_requests_asks_the_same_questions_however_many_there_are(client, clock, assert_flat):
    client.force_login(make_admin().user)

    def grow() -> None:
        for _ in range(6):
            asked_by(make_staff())

    grow()
    assert_flat(lambda: client.get("/people/erasures/").content, grow)


def test_account_without_a_person_is_erased_too(clock):
    admin = make_admin()
    user = User.objects.create_user("nobody.yet@camden.example", PASSWORD, given_name=GIVEN)
    asked = services.ask_for_erasure(actor=actor_for(user, NOW), now=NOW)

    services.take_erasure(actor=admin.actor(), reference=asked.reference, now=NOW)
    services.finish_erasure(actor=admin.actor(), reference=asked.reference, now=NOW)

    user.refresh_from_db()
    assert (user.is_active, user.given_name) == (False, "")
    assert tables_that_name(("nobody.yet", GIVEN)) == set()


def test_nothing_is_left_when_the_account_was_matched_after_it_asked(clock):
    admin = make_admin()
    user = User.objects.create_user(ADDRESS, PASSWORD, given_name=GIVEN, family_name=FAMILY)
    EmailAddress.objects.create(user=user, email=ADDRESS, verified=True, primary=True)
    asked = services.ask_for_erasure(actor=actor_for(user, NOW), now=NOW)
    person = make_person(GIVEN, FAMILY, email=ADDRESS)
    make_membership(person, employee_id="PAYROLL-98765")

    services.match_person(actor=SYSTEM, user_id=user.pk, now=NOW)
    services.take_erasure(actor=admin.actor(), reference=asked.reference, now=NOW)
    services.finish_erasure(actor=admin.actor(), reference=asked.reference, now=NOW)
    deliver_everything(NOW)

    asked.refresh_from_db()
    assert asked.person == person
    assert tables_that_name(TRACES) == set()
    assert not person.memberships.filter(ends_on=None).exists()


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        (date(2026, 1, 31), date(2026, 2, 28)),
        (date(2028, 1, 31), date(2028, 2, 29)),
        (date(2026, 12, 5), date(2027, 1, 5)),
        (date(2026, 11, 24), date(2026, 12, 24)),
    ],
)
def test_answer_is_due_on_the_same_day_of_the_next_month_or_its_last(asked, due):
    assert answer_by(asked) == due
