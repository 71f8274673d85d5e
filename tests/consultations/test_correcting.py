"""A wrong case reference is put right before the consultation is held; its links follow."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse

from consultations.errors import CaseReferenceIsAName
from consultations.models import Consultation, ReferralLink
from consultations.services import correct_reference
from consultations.states import ConsultationState
from portal.audit.models import Entry
from portal.kernel.actors import Actor
from portal.kernel.errors import IllegalMove, NotAllowed, NotFound
from portal.outbox.models import Message
from tests.consultations.looking import broken, signed_in, words
from tests.factories.consultations import CASE, Surgery, book, make_colleague, make_consultation, make_surgery
from tests.factories.links import Practice, make_draft, make_endpoint, make_sent_link
from tests.factories.people import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.feature("CN-09")]

RIGHT = "LL-204519"


@pytest.fixture
def surgery() -> Surgery:
    return make_surgery()


def correct(actor: Actor, booked: Consultation, reference: str = RIGHT) -> Consultation:
    return correct_reference(actor=actor, consultation_id=booked.pk, case_reference=reference, now=NOW)


def address(booked: Consultation) -> str:
    return reverse("consultations:correct_reference", args=[booked.reference])


def test_reference_is_corrected_on_the_page_and_in_the_history(surgery: Surgery) -> None:
    booked = book(surgery)
    client = signed_in(surgery.practitioner)

    page = words(client.post(address(booked), {"case_reference": f" {RIGHT.lower()} "}, follow=True))

    assert f"<dd>{RIGHT}" in page
    assert CASE not in page
    assert "The case reference was corrected" in page
    assert Entry.objects.filter(verb="consultation correct", about=str(booked.ref)).count() == 1
    assert RIGHT not in str(list(Entry.objects.values()))
    assert broken() == []


@pytest.mark.parametrize("typed", ["Anna Smith", "123", "", "x" * 300, "LL\x00204519"])
def test_wrong_reference_is_refused_and_kept_in_the_field_as_when_booking(
    surgery: Surgery, typed: str
) -> None:
    booked = book(surgery)

    page = signed_in(surgery.practitioner).post(address(booked), {"case_reference": typed}, follow=True)

    assert "Error: " in page.content.decode()
    booked.refresh_from_db()
    assert booked.case_reference == CASE


def test_second_press_writes_nothing(surgery: Surgery) -> None:
    booked = book(surgery)

    correct(surgery.asker, booked)
    correct(surgery.asker, booked)

    assert booked.changes.filter(move="correct").count() == 1


@pytest.mark.parametrize("state", [ConsultationState.HELD, ConsultationState.CANCELLED])
def test_reference_stays_when_it_was_held_or_cancelled(surgery: Surgery, state: str) -> None:
    reason = {"reason_code": "no_longer_needed"} if state == ConsultationState.CANCELLED else {}
    done = make_consultation(surgery, NOW - timedelta(days=1), state=state, case_reference=CASE, **reason)

    page = signed_in(surgery.practitioner).get(address(done), follow=True)

    assert "can be corrected until the consultation is held" in words(page)
    with pytest.raises(IllegalMove):
        correct(surgery.asker, done)


def test_only_whoever_asked_corrects_it(surgery: Surgery) -> None:
    booked = book(surgery)

    with pytest.raises(NotAllowed):
        correct(surgery.leader, booked)
    with pytest.raises(NotFound):
        correct(make_colleague(surgery).actor(), booked)
    with pytest.raises(CaseReferenceIsAName):
        correct(surgery.asker, booked, "Anna Smith")
    assert signed_in(surgery.lead).get(address(booked)).status_code == 403


@pytest.mark.parametrize(("make", "told"), [(make_draft, 0), (make_sent_link, 1)])
def test_link_carries_the_new_reference_and_its_receiver_is_told_to_fetch_it_again(
    practice: Practice, make: Callable[[Practice], ReferralLink], told: int
) -> None:
    make_endpoint(practice.organisation)
    link = make(practice)
    Consultation.objects.filter(pk=practice.consultation.pk).update(state=ConsultationState.BOOKED)

    correct(practice.asker, practice.consultation)

    link.refresh_from_db()
    assert link.case_reference == RIGHT
    assert link.changes.filter(move="reference_corrected").count() == 1
    assert Message.objects.filter(name="consultations.link_corrected.v1").count() == told
