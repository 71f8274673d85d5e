"""“What changed” on the hub: what others did about one's consultations and links; neutral, and no own doing."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from consultations.selectors.changes import hub_changes
from consultations.services import (
    Recorded,
    cancel_consultation,
    hand_over,
    links,
    move_consultation,
    record_consultation,
)
from portal.kernel.actors import VISITOR
from portal.pages.hub import changes_for, changes_since
from tests.factories.consultations import CASE, book, make_consultation, make_cover, make_lead, make_surgery
from tests.factories.links import make_practice, make_sent_link
from tests.factories.people import NOW, Staff

pytestmark = [pytest.mark.django_db, pytest.mark.feature("CO-26"), pytest.mark.usefixtures("clock")]
LATER = NOW + timedelta(hours=1)
SINCE = changes_since(NOW)


def titles(staff: Staff) -> list[str]:
    return [change.title for change in changes_for(staff.actor(LATER), LATER)]


def test_what_the_lead_did_is_news_to_whoever_asked_and_not_to_the_lead() -> None:
    surgery = make_surgery()
    moved, cancelled = book(surgery), book(surgery, number=3)
    slot = surgery.slots()[5]
    move_consultation(actor=surgery.leader, consultation_id=moved.pk, slot_key=slot.key, now=NOW)
    cancel_consultation(
        actor=surgery.leader, consultation_id=cancelled.pk, reason_code="lead_unavailable", now=LATER
    )

    changes = changes_for(surgery.asker, LATER)

    assert [change.title for change in changes] == [
        "Cancelled: your consultation",
        "Moved: your consultation",
    ]
    assert changes[1].url == f"/consultations/{moved.reference}/"
    assert titles(surgery.lead) == []
    said = " ".join(change.title + change.detail for change in changes)
    assert not [word for word in (CASE, "Judd Street", "Camden", surgery.lead.person.name) if word in said]


def test_what_the_practitioner_did_is_news_to_the_lead_and_a_booking_is_not() -> None:
    surgery = make_surgery()
    booked = book(surgery)
    cancel_consultation(actor=surgery.asker, consultation_id=booked.pk, reason_code="not_needed", now=LATER)

    assert titles(surgery.lead) == ["Cancelled: a consultation with you"]
    assert titles(surgery.practitioner) == []


def test_both_hear_of_it_when_it_is_handed_over() -> None:
    surgery = make_surgery()
    other = make_lead(weekdays=(0, 3))
    make_cover(other, surgery.organisation, rank=2)
    booked = book(surgery)

    hand_over(actor=surgery.leader, consultation_id=booked.pk, from_lead_id=surgery.lead.person.pk, now=NOW)

    assert titles(surgery.practitioner) == ["With another lead now: your consultation"]
    assert titles(other) == ["Handed over to you: a consultation"]


def test_record_is_news_and_leads_to_it() -> None:
    surgery = make_surgery()
    held = make_consultation(surgery, NOW - timedelta(days=1))
    recorded = Recorded(domains=("PCC",), outcome="no_referral", theme="housing")
    record_consultation(actor=surgery.leader, consultation_id=held.pk, recorded=recorded, now=NOW)

    (change,) = changes_for(surgery.asker, LATER)

    assert change.title == "Recorded: your consultation"
    assert change.url == f"/consultations/{held.reference}/record/"


def test_news_on_a_link_names_the_service_and_nothing_of_the_family() -> None:
    practice = make_practice()
    link = make_sent_link(practice)
    links.withdraw_link(actor=practice.leader, link_id=link.public_id, reason_code="not_needed", now=LATER)

    (change,) = changes_for(practice.asker, LATER)

    assert change.title == "Withdrawn: your link to Restart"
    assert change.detail == "It is no longer needed."
    assert change.url == f"/consultations/links/{link.public_id}/"


def test_nothing_is_told_to_a_visitor_to_a_stranger_or_of_long_ago() -> None:
    surgery = make_surgery()
    old = book(surgery)
    cancel_consultation(actor=surgery.leader, consultation_id=old.pk, reason_code="not_needed", now=NOW)

    assert list(hub_changes(VISITOR, SINCE)) == []
    assert list(hub_changes(make_surgery("havering").asker, SINCE)) == []
    assert list(hub_changes(surgery.asker, NOW + timedelta(days=1))) == []


def test_as_many_queries_are_made_when_more_has_changed(assert_flat: Callable[..., None]) -> None:
    surgery = make_surgery()

    def change(number: int) -> None:
        row = make_consultation(surgery, NOW + timedelta(days=number))
        cancel_consultation(actor=surgery.leader, consultation_id=row.pk, reason_code="not_needed", now=NOW)

    change(1)
    assert_flat(
        lambda: list(hub_changes(surgery.asker, SINCE)), lambda: [change(number) for number in range(2, 9)]
    )
