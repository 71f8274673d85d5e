"""A lead cannot come: another lead of the borough takes it at the same time, told once, and nobody asks why."""

from datetime import time, timedelta

import pytest
from django.core import mail
from django.urls import reverse

from consultations.errors import AlreadyBegun, NobodyFree
from consultations.models import Consultation
from consultations.selectors.stand_ins import orphans_on, stand_in_for
from consultations.services import hand_over, take_time_off
from consultations.states import ConsultationState
from portal.kernel import clock as wall
from portal.kernel.errors import NotAllowed
from portal.notifications.models import CalendarEntry
from portal.notifications.sending import send_due
from tests.consultations.looking import signed_in
from tests.factories.consultations import Surgery, book, make_cover, make_lead, make_rule, make_surgery
from tests.factories.people import NOW, Staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.feature("CN-07")]


def covered() -> tuple[Surgery, Staff, Consultation]:
    """A booked consultation, and a lead who covers the borough and works the same hours."""
    surgery = make_surgery()
    cover = make_lead()
    make_cover(cover, surgery.organisation, rank=2)
    return surgery, cover, book(surgery)


def give(surgery: Surgery, booked: Consultation) -> Consultation:
    return hand_over(
        actor=surgery.leader, consultation_id=booked.pk, from_lead_id=surgery.lead.person.pk, now=NOW
    )


def test_page_of_a_day_off_is_flat_when_much_is_booked(assert_flat) -> None:
    surgery, _, booked = covered()
    client, address = (
        signed_in(surgery.lead),
        f"{reverse('consultations:absence')}?day={booked.starts_at:%Y-%m-%d}",
    )

    assert_flat(lambda: client.get(address).content, lambda: [book(surgery) for _ in range(3)])
    assert len(orphans_on(surgery.lead.person.pk, booked.starts_at.date(), NOW)) == 4


def test_nobody_stands_in_when_the_requester_has_something_within_their_buffers() -> None:
    surgery = make_surgery(buffer_after=0)
    cover = make_lead(buffer_before=60)
    make_cover(cover, surgery.organisation, rank=2)
    earlier, later = book(surgery), book(surgery)

    found = {
        row.consultation.pk: row.stand_in
        for row in orphans_on(surgery.lead.person.pk, later.starts_at.date(), NOW)
    }

    assert later.starts_at - earlier.starts_at < timedelta(minutes=60)
    assert found[later.pk] == ""


def test_time_stays_and_all_are_told_once_when_another_lead_is_free() -> None:
    surgery, cover, booked = covered()
    send_due(NOW)
    mail.outbox.clear()
    before = CalendarEntry.objects.get(person=surgery.practitioner.person)

    given = give(surgery, booked)
    give(surgery, booked)
    send_due(NOW)

    assert (given.lead_id, given.starts_at) == (cover.person.pk, booked.starts_at)
    assert given.state == ConsultationState.BOOKED
    assert sorted((m.to[0], m.subject.split(":")[0].split(" to ")[0]) for m in mail.outbox) == sorted(
        [
            (surgery.practitioner.person.email, "Your booking stays, with somebody else"),
            (cover.person.email, "A new booking"),
            (surgery.lead.person.email, "A booking is no longer with you"),
        ]
    )
    after = CalendarEntry.objects.get(person=surgery.practitioner.person)
    assert after.uid == before.uid
    assert after.sequence == before.sequence  # nothing in it changed: the same hour, the same neutral words
    assert booked.changes.filter(move="hand_over").count() == 1


def test_it_stays_with_its_lead_when_nobody_else_is_free() -> None:
    surgery, cover, booked = covered()
    other = book(surgery, number=1)
    Consultation.objects.filter(pk=other.pk).update(
        lead=cover.person,
        starts_at=booked.starts_at,
        ends_at=booked.ends_at,
        busy_from=booked.busy_from,
        busy_until=booked.busy_until,
        requester=make_lead().person,
    )

    with pytest.raises(NobodyFree):
        give(surgery, booked)

    booked.refresh_from_db()
    assert booked.lead_id == surgery.lead.person.pk


def test_nobody_of_another_borough_takes_it_when_they_are_free() -> None:
    surgery = make_surgery()
    make_surgery("havering")

    assert stand_in_for(book(surgery), NOW) is None


def test_practitioner_cannot_hand_it_over_and_a_begun_one_stays() -> None:
    surgery, _, booked = covered()
    assert booked.starts_at

    with pytest.raises(NotAllowed):
        hand_over(
            actor=surgery.asker, consultation_id=booked.pk, from_lead_id=surgery.lead.person.pk, now=NOW
        )
    with pytest.raises(AlreadyBegun):
        hand_over(
            actor=surgery.leader,
            consultation_id=booked.pk,
            from_lead_id=surgery.lead.person.pk,
            now=booked.starts_at,
        )


def test_cover_takes_it_over_when_the_lead_is_ill() -> None:
    surgery, cover, booked = covered()
    client = signed_in(cover)
    url = reverse("consultations:hand_over", args=[booked.reference])

    page = client.get(url).content.decode()
    done = client.post(url, {"lead": surgery.lead.person.pk}, follow=True).content.decode()
    again = client.post(url, {"lead": surgery.lead.person.pk}, follow=True).content.decode()

    assert f"Hand it over to {cover.person.name}?" in page
    assert f"{cover.person.name} has it now." in done
    assert f"{cover.person.name} has it now." in again
    assert booked.changes.filter(move="hand_over").count() == 1


def test_day_off_leads_to_what_is_booked_and_hands_over_what_can_be_taken() -> None:
    surgery, cover, booked = covered()
    assert booked.starts_at
    day = wall.today(booked.starts_at)
    client = signed_in(surgery.lead)
    off = {"form": "off", "on_day": str(day.day), "on_month": str(day.month), "on_year": str(day.year)}

    page = client.post(reverse("consultations:plan"), off, follow=True)
    url = reverse("consultations:absence") + f"?day={day.isoformat()}"
    done = client.post(url, follow=True).content.decode()

    assert page.redirect_chain == [(url, 302)]
    assert f"Hand over to {cover.person.name}" in page.content.decode()
    assert "1 handed over." in done
    assert "Nothing is booked while you are away" in done
    booked.refresh_from_db()
    assert booked.lead_id == cover.person.pk


def test_days_are_taken_off_from_the_page_that_says_what_is_booked() -> None:
    surgery, _, booked = covered()
    assert booked.starts_at
    day = wall.today(booked.starts_at)
    url = f"{reverse('consultations:absence')}?day={day.isoformat()}&until={day + timedelta(days=3):%Y-%m-%d}"
    client = signed_in(surgery.lead)

    before = client.get(url).content.decode()
    done = client.post(url, {"form": "off"}, follow=True).content.decode()

    assert "You have not taken these days off yet." in before
    assert "You are off from" in done
    assert "You have not taken" not in done
    assert "Hand over to" in done
    assert surgery.plan.exceptions.count() == 4


def test_only_what_falls_into_the_hours_off_is_listed_when_part_of_a_day_is_off() -> None:
    surgery = make_surgery()
    first, last = book(surgery), book(surgery, number=5)
    assert first.starts_at
    assert last.starts_at
    day = wall.today(first.starts_at)
    assert wall.today(last.starts_at) == day
    take_time_off(
        actor=surgery.leader,
        plan_id=surgery.plan.pk,
        on=day,
        starts=time(9),
        ends=wall.local(first.ends_at).time() if first.ends_at else None,
        now=NOW,
    )

    found = orphans_on(surgery.lead.person.pk, day, NOW)

    assert [one.consultation.pk for one in found] == [first.pk]


def test_hours_kept_for_urgent_requests_count_when_somebody_stands_in() -> None:
    surgery = make_surgery()
    booked = book(surgery)
    assert booked.starts_at
    cover = make_lead(weekdays=())
    make_cover(cover, surgery.organisation, rank=2)
    make_rule(cover.person.lead_plan, wall.today(booked.starts_at).weekday(), kept_for_urgent=True)

    found = stand_in_for(booked, booked.starts_at - timedelta(hours=1))

    assert found is not None
    assert found.lead_id == cover.person.pk


@pytest.mark.parametrize("day", ["", "nonsense", "9999-12-31", "0001-01-01"])
def test_page_stands_when_the_day_in_the_address_is_none_of_ours(day: str) -> None:
    surgery = make_surgery()

    page = signed_in(surgery.lead).get(reverse("consultations:absence"), {"day": day})

    assert page.status_code == 200
    assert signed_in(surgery.practitioner).get(reverse("consultations:absence")).status_code == 403
