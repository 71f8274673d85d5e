"""The whole chain with nothing pretended: outbox, HTTP receiver process, API over HTTP, and back on the page."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from consultations.events import ConsultationCancelled, ConsultationHeld
from consultations.link_invariants import links_with_version_gaps, links_without_consent, parked_messages
from consultations.link_selectors import consultations_with_link
from consultations.link_states import CASE_SYSTEM, LinkState
from consultations.models import Consent, LinkChange, ReferralLink
from consultations.services import links
from portal.kernel import clock
from portal.kernel.errors import IllegalMove
from portal.outbox.models import Delivery, Message
from portal.outbox.relay import deliver_due
from portal.outbox.services import publish
from portal.outbox.states import DeliveryState
from portal.people.models import ApiClient
from portal.people.rules import token_hash
from tests.factories.links import (
    SECRET,
    Practice,
    make_draft,
    make_endpoint,
    make_practice,
    make_ready_draft,
    make_sent_link,
)
from tests.factories.people import NOW
from tests.harness.outbox import deliver_everything
from tests.harness.races import race
from tests.services.case_system import ReceiverProcess

TOKEN = f"hub_{uuid4()}"


@pytest.fixture
def case_system(live_server: Any, tmp_path: Path) -> Iterator[ReceiverProcess]:
    """A receiver that fetches, acknowledges and accepts over the portal's own API."""
    process = ReceiverProcess(tmp_path / "seen.jsonl", [SECRET], portal=live_server.url, token=TOKEN).start()
    yield process
    process.kill()


def connected(receiver: ReceiverProcess) -> Practice:
    now = clock.now()
    practice = make_practice(now=now)
    make_endpoint(practice.organisation, receiver.url)
    ApiClient.objects.create(
        name="Case system",
        organisation=practice.organisation,
        token_hash=token_hash(TOKEN),
        abilities=["referral-links.read", "referral-links.write", "consultations.read"],
        created_at=now,
    )
    return practice


def said(state: str) -> Any:
    """Whether the receiver has reported this and got an answer."""
    return lambda seen: any(line.get("said", {}).get("state") == state and line["answered"] for line in seen)


@pytest.mark.feature("RF-04", "RF-05", "RF-06")
@pytest.mark.django_db(transaction=True)
def test_a_case_system_fetches_acknowledges_and_accepts_and_both_people_see_it(
    case_system: ReceiverProcess,
) -> None:
    practice, now = connected(case_system), clock.now()
    link = make_ready_draft(practice, now=now)
    links.send_link(actor=practice.asker, link_id=link.public_id, now=now)

    deliver_due(now)
    seen = case_system.wait_for(said("accepted"), seconds=20)

    fetched = next(line["fetched"] for line in seen if "fetched" in line)
    assert fetched["case_reference"] == "LCS-204881"
    assert [consent["given"] for consent in fetched["consents"]] == [True, True]
    link.refresh_from_db()
    assert (link.state, link.version) == (LinkState.ACCEPTED, 3)
    for staff in (practice.practitioner, practice.lead):
        client = Client()
        client.force_login(staff.user)
        shown = client.get(f"/consultations/links/{link.public_id}/").content.decode()
        assert "Restart has accepted it" in shown
        assert "The service has received it" in shown
    assert consultations_with_link([practice.consultation.pk]) == {practice.consultation.pk}
    assert not list(links_with_version_gaps())


@pytest.mark.feature("RF-03", "RF-05")
@pytest.mark.django_db(transaction=True)
def test_a_withdrawn_consent_reaches_the_case_system_and_its_answer_is_dated(
    case_system: ReceiverProcess,
) -> None:
    practice, now = connected(case_system), clock.now()
    link = make_ready_draft(practice, now=now)
    links.send_link(actor=practice.asker, link_id=link.public_id, now=now)
    deliver_due(now)
    case_system.wait_for(said("accepted"), seconds=20)

    links.withdraw_consent(
        actor=practice.asker,
        link_id=link.public_id,
        person="victim_survivor",
        purpose="referral",
        on=clock.today(now),
        now=clock.now(),
    )
    deliver_due(clock.now())
    case_system.wait_for(
        lambda seen: sum(line.get("said", {}).get("state") == "acknowledged" for line in seen) == 2,
        seconds=20,
    )

    link.refresh_from_db()
    assert link.state == LinkState.WITHDRAWN
    assert link.withdrawal_seen_at is not None


@pytest.mark.feature("RF-04", "RF-05")
@pytest.mark.both
@pytest.mark.django_db(transaction=True)
def test_eight_people_who_send_the_same_draft_at_once_send_it_once() -> None:
    practice = make_practice()
    make_endpoint(practice.organisation)
    link = make_ready_draft(practice)

    def send() -> ReferralLink:
        return links.send_link(actor=practice.asker, link_id=link.public_id, now=NOW)

    results = race(*[send] * 8)

    assert sum(isinstance(result, ReferralLink) for result in results) == 1
    assert sum(isinstance(result, IllegalMove) for result in results) == 7
    assert Message.objects.filter(name="consultations.link_sent.v1").count() == 1
    assert not list(links_with_version_gaps())


@pytest.mark.feature("RF-03")
@pytest.mark.both
@pytest.mark.django_db(transaction=True)
def test_a_consent_taken_back_while_it_is_being_sent_never_leaves_it_under_way() -> None:
    practice = make_practice()
    make_endpoint(practice.organisation)
    link = make_ready_draft(practice)

    def take_back() -> None:
        links.withdraw_consent(
            actor=practice.leader,
            link_id=link.public_id,
            person="victim_survivor",
            purpose="referral",
            on=NOW.date(),
            now=NOW,
        )

    race(lambda: links.send_link(actor=practice.asker, link_id=link.public_id, now=NOW), take_back)

    link.refresh_from_db()
    assert link.state in (LinkState.DRAFTED, LinkState.WITHDRAWN)
    assert not list(links_without_consent())


@pytest.mark.feature("RF-04")
@pytest.mark.django_db
def test_the_receiver_is_told_when_the_consultation_takes_place_or_is_cancelled() -> None:
    practice = make_practice()
    link = make_sent_link(practice)
    facts = {
        "consultation_id": practice.consultation.pk,
        "reference": practice.consultation.reference,
        "organisation_id": practice.organisation.pk,
        "lead_id": practice.lead.person.pk,
        "requester_id": practice.practitioner.person.pk,
    }

    publish(ConsultationHeld(**facts), now=NOW)
    publish(ConsultationCancelled(**facts), now=NOW + timedelta(seconds=1))
    Delivery.objects.filter(subscriber=CASE_SYSTEM).delete()
    deliver_everything(NOW + timedelta(seconds=2))

    link.refresh_from_db()
    assert link.state == LinkState.SENT
    assert list(link.changes.values_list("version", "move")) == [
        (0, "draft"),
        (1, "send"),
        (2, "consultation_held"),
        (3, "consultation_cancelled"),
    ]
    assert Message.objects.filter(name="consultations.link_corrected.v1").count() == 2


@pytest.mark.feature("RF-04")
@pytest.mark.django_db
def test_a_cancelled_consultation_stays_on_the_link_and_is_said_so() -> None:
    practice = make_practice()
    link = make_sent_link(practice)
    practice.consultation.state, practice.consultation.reason_code = "cancelled", "not_needed"
    practice.consultation.save(update_fields=["state", "reason_code"])
    client = Client()
    client.force_login(practice.practitioner.user)

    shown = client.get(f"/consultations/links/{link.public_id}/").content.decode()

    assert "was cancelled" in shown
    assert "The link keeps its history" in shown


@pytest.mark.feature("CN-16")
@pytest.mark.django_db
def test_a_consultation_counts_as_followed_by_a_referral_only_once_a_link_went_out() -> None:
    practice, other = make_practice(), make_practice("havering")
    make_sent_link(practice)
    make_draft(other)
    ids = [practice.consultation.pk, other.consultation.pk]

    followed = consultations_with_link(ids)
    ReferralLink.objects.filter(sent_at__isnull=False).update(
        state=LinkState.ENTERED_IN_ERROR, reason_code="entered_in_error"
    )

    assert followed == {practice.consultation.pk}
    assert consultations_with_link(ids) == set()


@pytest.mark.feature("OP-03")
@pytest.mark.django_db
def test_invariants_name_what_should_never_be() -> None:
    practice, other = make_practice(), make_practice("havering")
    link, gap = make_sent_link(practice), make_sent_link(other)
    assert not [*links_without_consent(), *links_with_version_gaps(), *parked_messages()]

    Consent.objects.filter(link=link, person="victim_survivor").update(given=False)
    LinkChange.objects.filter(link=gap, version=1).delete()
    Delivery.objects.filter(message__subject=str(gap.ref)).update(state=DeliveryState.PARKED)

    assert [breach.id for breach in links_without_consent()] == [str(link.ref)]
    assert [breach.id for breach in links_with_version_gaps()] == [str(gap.ref)]
    assert [breach.id for breach in parked_messages()] == [str(gap.ref)]
