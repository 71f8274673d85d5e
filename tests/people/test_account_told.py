"""What people are told when something happens to their data, and a copy that a person can read (PE-09)."""

import pytest
from django.test import Client

from courses.models import EnrolmentChange
from portal.audit.models import Entry
from portal.kernel.personal_data import Subject, copy_for
from portal.people import services
from portal.people.models import ErasureRequest, RosterBatch, RosterChange
from portal.people.rights.deeds import phrase_of
from portal.people.rights.speaking import spoken_row
from tests.factories.courses import make_enrolment
from tests.factories.people import NOW, PASSWORD, Staff, make_borough_staff, make_staff
from tests.harness.outbox import deliver_everything

pytestmark = [pytest.mark.django_db, pytest.mark.feature("PE-09")]


def spoken(staff: Staff, key: str) -> list[dict[str, str]]:
    """The rows of a section as the readable copy shows them."""
    held = copy_for(Subject(staff.person.pk, staff.user.pk))
    return [dict(spoken_row(row)) for holding, rows in held if holding.key == key for row in rows]


def test_person_is_told_by_mail_when_they_ask_to_be_erased_and_when_they_take_it_back(clock) -> None:
    staff = make_borough_staff().practitioner

    services.ask_for_erasure(actor=staff.actor(), now=NOW)
    services.ask_for_erasure(actor=staff.actor(), now=NOW)
    services.withdraw_erasure(actor=staff.actor(), now=NOW)
    deliver_everything(NOW)

    keys = list(staff.person.notices.order_by("pk").values_list("key", flat=True))
    assert keys == ["people.erasure_asked", "people.erasure_taken_back"]


def test_asking_to_be_erased_wants_the_password_when_the_sign_in_is_old(clock, settings) -> None:
    settings.STEP_UP_MINUTES = 15
    staff, client = make_borough_staff().practitioner, Client()
    client.force_login(staff.user)

    page = client.get("/account/erase/")
    sent = client.post("/account/erase/", {"sure": "on"})
    before = ErasureRequest.objects.count()
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    client.post("/account/erase/", {"sure": "on"})

    assert page["Location"].startswith("/accounts/reauthenticate/")
    assert sent["Location"].startswith("/accounts/reauthenticate/")
    assert before == 0
    assert ErasureRequest.objects.count() == 1


def test_copy_says_days_and_steps_of_a_place_when_somebody_asked_and_gave_it_back(clock) -> None:
    staff = make_staff()
    place = make_enrolment(person=staff.person)
    for move, state in (("ask", "requested"), ("cancel", "cancelled")):
        EnrolmentChange.objects.create(
            enrolment=place,
            move=move,
            to_state=state,
            actor_label="",
            at=NOW,
            actor_person_id=staff.person.pk,
        )

    (row,) = spoken(staff, "courses.places")

    assert row["First day"].endswith(str(place.run.starts_at.year))
    assert row["Our code for these dates"] == place.run.reference
    assert "Asked for a place, Tuesday 24 November 2026" in row["What happened"]
    assert "Cancelled, Tuesday 24 November 2026" in row["What happened"]


def test_copy_says_what_a_roster_did_when_it_brought_somebody_in(clock) -> None:
    staff = make_staff()
    batch = RosterBatch.objects.create(
        organisation=staff.membership.organisation,
        code="B1",
        file_digest="",
        as_of=NOW.date(),
        imported_by="person 1",
        imported_at=NOW,
    )
    RosterChange.objects.create(batch=batch, model="person", row_id=staff.person.pk, before=None)
    RosterChange.objects.create(
        batch=batch, model="membership", row_id=staff.membership.pk, before={"job_role": "A"}, after={}
    )

    did = {row["What the roster did"] for row in spoken(staff, "people.roster_changes")}

    assert did == {"Brought in your staff record", "Changed your place at work"}


def test_copy_says_in_phrases_what_somebody_did(clock) -> None:
    staff = make_staff()
    Entry.objects.create(
        at=NOW,
        actor_kind="person",
        actor_person_id=staff.person.pk,
        actor_label="",
        verb="consultation book",
        about="consultations.consultation:1",
    )

    (row,) = spoken(staff, "audit.trail")

    assert row["What you did"] == "Booked a consultation"


@pytest.mark.parametrize(
    ("verb", "phrase"),
    [
        ("link hours_asked", "Asked when to ring about a referral link"),
        ("earlier time take", "Took an earlier time for a consultation"),
        ("changed own details", "Changed own details"),
        ("consultation something_new", "Consultation something new"),
    ],
)
def test_verb_is_spoken_when_it_has_words_and_when_it_has_none(verb: str, phrase: str) -> None:
    assert phrase_of(verb) == phrase
