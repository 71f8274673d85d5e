"""A lead who has left, was erased or holds the role no more is offered to nobody (CN-03)."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from consultations.errors import NoLead, UnknownCode
from consultations.invariants import covers_without_a_lead
from consultations.models import LeadCover, WeeklyRule
from consultations.selectors.slots import lead_ids_of
from consultations.selectors.stand_ins import stand_in_for
from consultations.services import assign_lead, book_consultation
from portal.people import services as people_services
from portal.people.models import Grant, Membership
from tests.factories.consultations import Surgery, asked_for, book, make_lead, make_surgery
from tests.factories.people import NOW, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.feature("CN-03"), pytest.mark.usefixtures("clock")]

TODAY = NOW.date()
YESTERDAY = TODAY - timedelta(days=1)


def lose_role(surgery: Surgery, last_day: date = YESTERDAY) -> None:
    Grant.objects.filter(person=surgery.lead.person).update(ends_on=last_day)


def leave(surgery: Surgery, last_day: date = YESTERDAY) -> None:
    Membership.objects.filter(person=surgery.lead.person).update(ends_on=last_day)


def be_erased(surgery: Surgery) -> None:
    admin = make_staff(role="admin", everywhere=True).actor()
    asked = people_services.ask_for_erasure(actor=surgery.leader, now=NOW)
    people_services.take_erasure(actor=admin, reference=asked.reference, now=NOW)
    people_services.finish_erasure(actor=admin, reference=asked.reference, now=NOW)


@pytest.mark.parametrize("go", [lose_role, leave, be_erased])
def test_nothing_is_offered_of_a_lead_who_has_gone(go) -> None:
    surgery = make_surgery()
    before = surgery.slots()[0]

    go(surgery)

    assert surgery.slots() == ()
    assert lead_ids_of(surgery.organisation.pk, TODAY) == []
    with pytest.raises(NoLead):
        book_consultation(actor=surgery.asker, asked=asked_for(), slot_key=before.key, now=NOW)


@pytest.mark.parametrize("go", [lose_role, leave])
def test_last_day_is_the_last_that_is_offered_when_the_end_is_known(go) -> None:
    surgery = make_surgery()

    go(surgery, date(2026, 12, 1))

    assert {slot.starts_at.date() for slot in surgery.slots()} == {date(2026, 11, 26), date(2026, 11, 30)}


@pytest.mark.parametrize("go", [lose_role, leave])
def test_stand_in_is_nobody_who_has_gone(go) -> None:
    surgery = make_surgery()
    booked = book(surgery)
    gone = Surgery(
        surgery.organisation,
        surgery.practitioner,
        lead := make_lead(surgery.organisation, rank=2),
        lead.person.lead_plan,
    )
    there = stand_in_for(booked, NOW)

    go(gone)

    assert there is not None
    assert stand_in_for(booked, NOW) is None


def test_covers_and_times_end_when_a_lead_is_erased() -> None:
    surgery = make_surgery()

    be_erased(surgery)

    assert list(LeadCover.objects.values_list("ends_on", flat=True)) == [TODAY]
    assert set(WeeklyRule.objects.values_list("ends_on", flat=True)) == {TODAY}


@pytest.mark.parametrize("go", [lose_role, leave])
def test_cover_is_refused_and_seen_when_the_lead_has_gone(go) -> None:
    surgery = make_surgery()
    admin = make_staff(role="admin", everywhere=True)
    assert list(covers_without_a_lead()) == []

    go(surgery)

    client = Client()
    client.force_login(admin.user)
    words = client.get(reverse("consultations:covers")).content.decode()
    assert "No longer a lead" in words
    assert re.search(r"Nobody leads [^<]*Camden", words)
    assert len(list(covers_without_a_lead())) == 1
    with pytest.raises(UnknownCode):
        assign_lead(
            actor=admin.actor(), lead_id=surgery.lead.person.pk, organisation_id=surgery.organisation.pk,
            starts_on=TODAY + timedelta(days=1), now=NOW,
        )  # fmt: skip
