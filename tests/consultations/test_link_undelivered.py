"""A link that does not arrive is seen by whoever can do something, and asking for hours leaves a trace."""

from datetime import timedelta

import pytest
from django.core.mail import EmailMessage

from consultations.link_states import CASE_SYSTEM
from consultations.link_undelivered import tell_of_stuck_links, undelivered_items
from consultations.services import links
from portal.notifications.sending import send_due
from portal.outbox.models import Delivery, Message
from portal.outbox.states import DeliveryState
from portal.people.selectors import people_named
from tests.consultations.looking import signed_in
from tests.factories.links import NOW, Practice, make_draft, make_sent_link

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
LATER = NOW + timedelta(minutes=11)


@pytest.mark.feature("RF-05", "CO-26")
def test_link_stands_on_both_hubs_when_it_has_not_arrived(practice: Practice) -> None:
    link = make_sent_link(practice)

    for actor in (practice.leader, practice.asker):
        assert undelivered_items(actor, NOW + timedelta(minutes=1)) == []
        (item,) = undelivered_items(actor, LATER)
        assert "has not arrived" in item.title
        assert str(link.public_id) in item.url


@pytest.mark.feature("RF-05")
def test_nothing_stands_on_the_hub_when_the_link_has_arrived(practice: Practice) -> None:
    make_sent_link(practice)
    Delivery.objects.update(state=DeliveryState.DELIVERED, delivered_at=NOW)

    assert undelivered_items(practice.leader, LATER) == []


@pytest.mark.feature("RF-05")
def test_withdrawal_stands_on_the_hub_when_the_service_does_not_know_of_it(practice: Practice) -> None:
    link = make_sent_link(practice)
    links.withdraw_link(actor=practice.asker, link_id=link.public_id, reason_code="not_needed", now=NOW)

    (item,) = undelivered_items(practice.leader, LATER)

    assert "does not know that you withdrew" in item.title


@pytest.mark.feature("RF-05")
def test_others_are_told_when_the_subject_of_one_message_cannot_be_read(practice: Practice) -> None:
    make_sent_link(practice)
    message = Message.objects.create(
        name="consultations.link_sent.v1", payload={}, subject="consultations.link:broken", occurred_at=NOW
    )
    Delivery.objects.create(message=message, subscriber=CASE_SYSTEM, next_at=NOW)
    Delivery.objects.filter(subscriber=CASE_SYSTEM).update(state=DeliveryState.PARKED)

    assert tell_of_stuck_links(LATER) == 1


@pytest.mark.feature("RF-05")
def test_nobody_is_looked_up_again_when_they_were_told_days_ago(practice: Practice) -> None:
    make_sent_link(practice)
    Delivery.objects.filter(subscriber=CASE_SYSTEM).update(state=DeliveryState.PARKED)

    assert tell_of_stuck_links(LATER + timedelta(days=4)) == 0


@pytest.mark.feature("RF-05")
def test_sender_and_lead_get_one_mail_each_when_we_stop_trying(
    practice: Practice, mailoutbox: list[EmailMessage]
) -> None:
    make_sent_link(practice)
    Delivery.objects.filter(subscriber=CASE_SYSTEM).update(state=DeliveryState.PARKED)
    mailoutbox.clear()

    tell_of_stuck_links(LATER)
    tell_of_stuck_links(LATER + timedelta(minutes=10))
    send_due(LATER + timedelta(minutes=10))

    told = [mail.to[0] for mail in mailoutbox if "has not arrived" in mail.subject]
    assert sorted(told) == sorted([practice.practitioner.person.email, practice.lead.person.email])


@pytest.mark.feature("RF-05")
def test_page_says_what_to_do_now_when_the_case_system_does_not_answer(practice: Practice) -> None:
    link = make_sent_link(practice)
    Delivery.objects.filter(subscriber=CASE_SYSTEM).update(state=DeliveryState.PARKED)

    page = signed_in(practice.lead).get(f"/consultations/links/{link.public_id}/").content.decode()

    assert "If it cannot wait:" in page
    assert "restart@cranstoun.org.uk" in page
    assert link.reference in page


@pytest.mark.feature("RF-04")
def test_draft_says_who_was_asked_when_and_asks_once_a_day(practice: Practice) -> None:
    link = make_draft(practice)
    client = signed_in(practice.lead)
    name = people_named([link.referrer_id])[link.referrer_id]

    client.post(f"/consultations/links/{link.public_id}/hours/", {"action": "ask"})
    client.post(f"/consultations/links/{link.public_id}/hours/", {"action": "ask"})

    draft = client.get(f"/consultations/links/{link.public_id}/").content.decode()
    hours = client.get(f"/consultations/links/{link.public_id}/hours/").content.decode()
    assert f"Asked {name} on " in draft
    assert f"Asked {name} on " in hours
    assert "Ask them" not in hours
    assert link.changes.filter(move="hours_asked").count() == 1


@pytest.mark.feature("RF-04")
def test_colleague_is_reminded_when_another_day_has_come(practice: Practice) -> None:
    link = make_draft(practice)

    for days in (0, 0, 1):
        links.ask_referrer_for_hours(
            actor=practice.leader, link_id=link.public_id, now=NOW + timedelta(days=days)
        )

    assert link.changes.filter(move="hours_asked").count() == 2
