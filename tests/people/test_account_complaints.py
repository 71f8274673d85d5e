"""Complaints about data: the form, the clock, the answer (PE-09)."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client

from portal.audit.models import Entry
from portal.kernel.errors import IllegalMove, NotFound
from portal.pages.hub import items_for
from portal.people import services
from portal.people.errors import ExplanationMissing, NotForYourself
from portal.people.models import Complaint
from portal.people.rights.permissions import (
    complaints_handled_by,
    erasures_decidable_by,
    may_decide_erasure,
    may_handle_complaint,
)
from portal.people.rights.rules import acknowledge_by, days_left, urgency
from portal.people.states import ComplaintKind, ComplaintState
from tests.factories.people import NOW, Staff, make_borough_staff, make_staff
from tests.harness.outbox import deliver_everything

pytestmark = [pytest.mark.django_db, pytest.mark.feature("PE-09")]

HARMLESS = "my team is shown to people who should not see it"


def make_admin() -> Staff:
    return make_staff(role="admin", everywhere=True)


def complaint_of(staff: Staff, form_code: str = "F1") -> Complaint:
    return services.complain(
        actor=staff.actor(),
        kind=ComplaintKind.MY_DATA,
        words=HARMLESS,
        no_family=False,
        form_code=form_code,
        now=NOW,
    )


def sent(client: Client, **answers: str):
    form = client.get("/account/complaints/new/").context["form"]
    data = {
        "kind": "my_data",
        "words": HARMLESS,
        "form_code": form["form_code"].value(),
    }
    return client.post("/account/complaints/new/", data | answers, follow=True)


def test_complaint_gets_a_reference_and_a_day_at_once(client, clock):
    staff = make_borough_staff().practitioner
    client.force_login(staff.user)

    page = sent(client)
    deliver_everything(NOW)

    made = Complaint.objects.get()
    assert made.acknowledge_by == date(2026, 12, 23)
    assert made.reference in page.content.decode()
    assert "Wednesday 23 December 2026" in page.content.decode()
    assert staff.person.notices.filter(key="people.complaint_received").count() == 1


def test_same_form_sent_twice_is_one_complaint(client, clock):
    client.force_login(make_borough_staff().practitioner.user)

    sent(client, form_code="SAME")
    sent(client, form_code="SAME")

    assert Complaint.objects.count() == 1
    assert Entry.objects.filter(verb="complained").count() == 1


def test_words_that_look_like_a_name_are_asked_about_and_not_lost(client, clock):
    client.force_login(make_borough_staff().practitioner.user)
    words = "You told Sarah Jones, born 12/03/2015, about it"

    asked = sent(client, words=words).content.decode()
    kept = sent(client, words=words, no_family="on")

    assert "could identify somebody" in asked
    assert words in asked
    assert Complaint.objects.get().words == words
    assert kept.redirect_chain


def test_a_colleague_may_be_named_at_once_when_the_box_is_ticked(client, clock):
    client.force_login(make_borough_staff().practitioner.user)
    page = client.get("/account/complaints/new/").content.decode()

    kept = sent(client, words="Sarah Jones read my answers aloud.", no_family="on")

    assert "You may name a colleague" in page
    assert 'type="checkbox"' in page
    assert kept.redirect_chain
    assert Complaint.objects.count() == 1


def test_words_are_encrypted_at_rest(clock):
    complaint = complaint_of(make_borough_staff().practitioner)

    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM people_complaint WHERE id = %s", [complaint.pk])
        (stored,) = cursor.fetchone()

    assert HARMLESS not in stored
    assert Complaint.objects.get().words == HARMLESS


@pytest.mark.parametrize(
    "answers", [{"kind": "nonsense"}, {"kind": ""}, {"words": ""}, {"words": "   "}, {"words": "x" * 3001}]
)
def test_nothing_is_taken_in_when_the_form_is_not_filled_in(client, clock, answers):
    client.force_login(make_borough_staff().practitioner.user)

    page = sent(client, **answers)

    assert page.context["form"].errors
    assert not Complaint.objects.exists()


def test_complaint_is_acknowledged_then_answered_and_the_person_reads_it(client, clock):
    staff, admin = make_borough_staff().practitioner, make_admin()
    made = complaint_of(staff)
    browser = Client()
    browser.force_login(admin.user)
    address = f"/people/complaints/{made.reference}/"

    browser.post(address, {"form": "acknowledge"})
    browser.post(address, {"form": "acknowledge"})
    browser.post(address, {"form": "answer", "answer": "We put it right <i>today</i>."})
    deliver_everything(NOW)
    client.force_login(staff.user)
    words = client.get(f"/account/complaints/{made.reference}/").content.decode()

    made.refresh_from_db()
    assert made.state == ComplaintState.ANSWERED
    assert "We put it right &lt;i&gt;today&lt;/i&gt;." in words
    keys = set(staff.person.notices.values_list("key", flat=True))
    assert {"people.complaint_acknowledged", "people.complaint_answered"} <= keys


def test_answer_within_the_time_acknowledges_as_well(clock):
    staff, admin = make_borough_staff().practitioner, make_admin()
    made = complaint_of(staff)

    answered = services.answer_complaint(
        actor=admin.actor(), reference=made.reference, answer="Done.", now=NOW
    )

    assert answered.acknowledged_at == NOW
    with pytest.raises(IllegalMove):
        services.answer_complaint(actor=admin.actor(), reference=made.reference, answer="Again.", now=NOW)


def test_answer_without_words_is_refused(clock):
    staff, admin = make_borough_staff().practitioner, make_admin()
    made = complaint_of(staff)

    with pytest.raises(ExplanationMissing):
        services.answer_complaint(actor=admin.actor(), reference=made.reference, answer=" \n", now=NOW)


def test_nobody_handles_their_own_and_others_do_not_know_of_it(client, clock):
    borough, admin = make_borough_staff(), make_admin()
    own, other = complaint_of(admin), complaint_of(borough.practitioner)

    with pytest.raises(NotForYourself):
        services.acknowledge_complaint(actor=admin.actor(), reference=own.reference, now=NOW)
    with pytest.raises(NotFound):
        services.acknowledge_complaint(actor=borough.training_admin.actor(), reference=own.reference, now=NOW)
    client.force_login(borough.colleague.user)
    assert client.get(f"/account/complaints/{other.reference}/").status_code == 404
    assert client.get("/people/complaints/").status_code == 403


def test_opening_somebodys_words_is_written_down(client, clock):
    made = complaint_of(make_borough_staff().practitioner)
    client.force_login(make_admin().user)

    client.get(f"/people/complaints/{made.reference}/")

    assert Entry.objects.filter(verb="read", about=f"people.complaint:{made.pk}").count() == 1


def test_administrators_hub_says_what_waits_and_by_when(clock):
    borough, admin = make_borough_staff(), make_admin()
    complaint_of(borough.practitioner)
    services.ask_for_erasure(actor=borough.colleague.actor(), now=NOW)

    rows = {row.title: row for row in items_for(admin.actor(), NOW)["approve"]}
    late = {row.title: row for row in items_for(admin.actor(), NOW + timedelta(days=31))["approve"]}

    assert rows["Complaints about information"].tag == "29 days left"
    assert rows["Requests to be erased"].tag == "30 days left"
    assert late["Complaints about information"].tag_kind == "stop"
    assert "Complaints about information" not in str(items_for(borough.training_admin.actor(), NOW))


def test_predicate_and_list_agree_for_everybody(clock):
    borough, admin, second = make_borough_staff(), make_admin(), make_admin()
    people = [borough.practitioner, borough.manager, borough.training_admin, admin, second]
    complaints = [complaint_of(staff) for staff in people]
    erasures = [services.ask_for_erasure(actor=staff.actor(), now=NOW) for staff in people]

    for staff in people:
        actor = staff.actor()
        assert {row for row in complaints if may_handle_complaint(actor, row)} == set(
            complaints_handled_by(actor)
        )
        assert {row for row in erasures if may_decide_erasure(actor, row)} == set(
            erasures_decidable_by(actor)
        )


def test_list_of_complaints_asks_the_same_questions_however_many_there_are(client, clock, assert_flat):
    client.force_login(make_admin().user)

    def grow() -> None:
        for _ in range(6):
            complaint_of(make_staff())

    grow()
    assert_flat(lambda: client.get("/people/complaints/").content, grow)


def test_clock_counts_the_day_of_receipt_and_says_what_is_left():
    received = date(2026, 11, 24)

    due = acknowledge_by(received)

    assert (due - received).days == 29
    assert days_left(due, received) == "29 days left"
    assert (days_left(due, due), urgency(due, due)) == ("due today", "due")
    assert (days_left(due, due + timedelta(days=1)), urgency(due, due + timedelta(days=1))) == (
        "1 day late",
        "stop",
    )
