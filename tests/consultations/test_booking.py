"""Booking a time: once, by the rules, with nothing that names anybody."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from consultations.errors import (
    AlreadyBegun,
    AlreadyThen,
    NoLead,
    NoteIdentifies,
    SlotTaken,
    UnknownSlot,
    WrongCaseReference,
)
from consultations.models import Consultation, ConsultationChange, LeadCover
from consultations.services import Asked, ask_urgently, book_consultation
from consultations.services.booking import accept_time, decline_time, offer_time
from consultations.services.moving import cancel_consultation, move_consultation
from consultations.states import ConsultationState
from portal.audit.models import Entry
from portal.kernel.errors import IllegalMove, NotAllowed, NotFound
from portal.notifications.selectors import notices_about
from portal.outbox.models import Message
from tests.consultations.looking import broken
from tests.factories.consultations import (
    asked_for,
    book,
    make_colleague,
    make_cover,
    make_lead,
    make_rule,
    make_surgery,
)
from tests.factories.people import NOW, make_organisation, make_person, make_staff, make_team

pytestmark = [pytest.mark.django_db, pytest.mark.both]
LONDON = ZoneInfo("Europe/London")


@pytest.mark.feature("CN-02")
@pytest.mark.feature("CN-04")
def test_consultation_is_booked_when_the_time_is_free() -> None:
    surgery = make_surgery()
    first = surgery.slots()[0]

    booked = book_consultation(actor=surgery.asker, asked=asked_for(), slot_key=first.key, now=NOW)

    assert booked.state == ConsultationState.BOOKED
    assert booked.starts_at == first.starts_at
    assert booked.lead == surgery.lead.person
    assert booked.busy_until == first.ends_at + timedelta(minutes=15)
    assert booked.team_id == surgery.practitioner.membership.team_id
    assert ConsultationChange.objects.filter(consultation=booked, move="book").count() == 1
    assert Message.objects.filter(name="consultations.consultation_booked.v1").count() == 1
    assert Entry.objects.filter(about=str(booked.ref), verb="consultation book").count() == 1
    assert first not in surgery.slots()


@pytest.mark.feature("CN-04")
def test_one_consultation_is_made_when_the_same_form_is_sent_twice() -> None:
    surgery = make_surgery()
    asked, slot = asked_for(), surgery.slots()[0]

    once = book_consultation(actor=surgery.asker, asked=asked, slot_key=slot.key, now=NOW)
    again = book_consultation(actor=surgery.asker, asked=asked, slot_key=slot.key, now=NOW)

    assert once == again
    assert Consultation.objects.count() == 1
    assert len([n for n in notices_about(once.ref) if n.what.startswith("Your booking")]) == 1


@pytest.mark.feature("CN-02")
def test_nearest_times_are_named_when_somebody_was_faster() -> None:
    surgery = make_surgery()
    wanted = surgery.slots()[2]
    book_consultation(actor=make_colleague(surgery).actor(), asked=asked_for(), slot_key=wanted.key, now=NOW)

    with pytest.raises(SlotTaken) as refused:
        book_consultation(actor=surgery.asker, asked=asked_for(), slot_key=wanted.key, now=NOW)

    free = [slot.key for slot in surgery.slots()]
    assert len(refused.value.nearest) == 3
    assert set(refused.value.nearest) <= set(free)
    assert free[1] in refused.value.nearest


@pytest.mark.feature("CN-04")
def test_second_booking_is_refused_when_the_requester_is_busy_then() -> None:
    surgery = make_surgery()
    croydon = make_lead(surgery.organisation)
    slots = surgery.slots()
    book_consultation(actor=surgery.asker, asked=asked_for(), slot_key=slots[0].key, now=NOW)
    other = f"{croydon.person.pk}-{slots[0].start}"

    with pytest.raises(AlreadyThen):
        book_consultation(actor=surgery.asker, asked=asked_for(), slot_key=other, now=NOW)


@pytest.mark.feature("CN-03")
def test_another_boroughs_lead_is_refused_when_the_form_is_forged() -> None:
    surgery = make_surgery("camden")
    havering = make_surgery("havering")
    theirs = havering.slots()[0]

    with pytest.raises(NoLead):
        book_consultation(actor=surgery.asker, asked=asked_for(), slot_key=theirs.key, now=NOW)


@pytest.mark.feature("CN-03")
def test_nothing_is_offered_when_no_lead_serves_the_borough() -> None:
    surgery = make_surgery()
    LeadCover.objects.update(ends_on=NOW.date() - timedelta(days=1))
    make_surgery("havering")

    from_list = surgery.slots()

    assert from_list == ()


@pytest.mark.feature("CN-03")
def test_cover_is_offered_only_when_the_own_lead_has_no_time_that_day() -> None:
    surgery = make_surgery(weekdays=(0,))
    cover = make_lead(surgery.organisation, rank=2, weekdays=(0, 2))

    by_lead = {(slot.starts_at.weekday(), slot.lead_id) for slot in surgery.slots()}

    assert by_lead == {(0, surgery.lead.person.pk), (2, cover.person.pk)}


@pytest.mark.feature("CN-03")
def test_cover_is_offered_only_when_its_dates_hold() -> None:
    organisation = make_organisation("camden")
    own = make_lead(weekdays=(0, 3))
    make_cover(own, organisation, ends_on=date(2026, 11, 30))
    cover = make_lead(weekdays=(0, 3))
    make_cover(cover, organisation, rank=2, starts_on=date(2026, 12, 1), ends_on=date(2026, 12, 10))
    surgery = make_surgery("camden", weekdays=())
    LeadCover.objects.filter(lead=surgery.lead.person).delete()

    days = {(slot.starts_at.date(), slot.lead_id) for slot in surgery.slots()}

    assert days == {
        (date(2026, 11, 26), own.person.pk),
        (date(2026, 11, 30), own.person.pk),
        (date(2026, 12, 3), cover.person.pk),
        (date(2026, 12, 7), cover.person.pk),
        (date(2026, 12, 10), cover.person.pk),
    }


@pytest.mark.feature("CN-09")
@pytest.mark.parametrize(
    "note", ["Priya will be there", "Born 3/4/2015", "Lives at N1 9GU", "Ring 07700 900123"]
)
def test_note_is_refused_with_the_reason_when_it_identifies_somebody(
    note: str, caplog: pytest.LogCaptureFixture
) -> None:
    surgery = make_surgery()

    with pytest.raises(NoteIdentifies) as refused:
        book(surgery, note=note)

    assert refused.value.field == "note"
    assert note not in refused.value.sentence
    assert note not in caplog.text
    assert not Consultation.objects.exists()


@pytest.mark.feature("CN-09")
def test_case_reference_follows_the_councils_pattern_when_there_is_one() -> None:
    surgery = make_surgery()
    surgery.organisation.case_reference_pattern = r"LL-\d{6}"
    surgery.organisation.case_reference_example = "LL-204518"
    surgery.organisation.save()

    booked = book(surgery, case_reference=" ll-204 518 ")

    assert booked.case_reference == "LL-204518"
    with pytest.raises(WrongCaseReference, match="LL-204518"):
        book(surgery, case_reference="204518")


@pytest.mark.feature("CN-09")
def test_name_is_refused_when_given_as_a_case_reference() -> None:
    surgery = make_surgery()

    for name in (
        "Sarah Jones 2015",
        "priya123",
        "the jones family case",
        "12/03/2015",
        "N19GU 123",
        "07700 900123",
    ):
        with pytest.raises(Exception, match="reference"):
            book(surgery, case_reference=name)


@pytest.mark.feature("CN-09")
def test_note_is_unreadable_when_the_database_is_read_directly() -> None:
    surgery = make_surgery()

    booked = book(surgery, note="We wonder how to describe the pattern.")

    stored = (
        Consultation.objects.filter(pk=booked.pk)
        .extra(select={"raw": "note"})
        .values_list("raw", flat=True)[0]
    )
    assert "pattern" not in str(stored)
    assert Consultation.objects.get(pk=booked.pk).note == "We wonder how to describe the pattern."


@pytest.mark.feature("CN-05")
def test_lead_books_for_a_practitioner_when_they_work_in_a_borough_of_theirs() -> None:
    surgery = make_surgery()
    slot = surgery.slots()[0]

    booked = book_consultation(
        actor=surgery.leader, asked=asked_for(), slot_key=slot.key, now=NOW,
        requester_id=surgery.practitioner.person.pk,
    )  # fmt: skip

    assert booked.requester == surgery.practitioner.person
    assert booked.booked_by == surgery.lead.person


@pytest.mark.feature("CN-05")
def test_booking_for_others_is_refused_when_the_actor_does_not_lead_there() -> None:
    surgery = make_surgery()
    stranger = make_staff(team=make_team(make_organisation("havering")))
    slot = surgery.slots()[0].key

    for actor, person in (
        (surgery.asker, make_colleague(surgery).person),
        (surgery.leader, stranger.person),
    ):
        with pytest.raises(NotAllowed):
            book_consultation(actor=actor, asked=asked_for(), slot_key=slot, now=NOW, requester_id=person.pk)


@pytest.mark.parametrize(
    "key", ["", "x", "1-", "-1", "1-2-3", "0-0", "99999999999999999999-1", "1-99999999999999"]
)
def test_nonsense_is_refused_when_it_stands_for_a_slot(key: str) -> None:
    surgery = make_surgery()

    with pytest.raises((UnknownSlot, NoLead, SlotTaken)):
        book_consultation(actor=surgery.asker, asked=asked_for(), slot_key=key, now=NOW)


@pytest.mark.feature("CN-06")
def test_urgent_request_goes_to_the_leads_when_it_cannot_wait() -> None:
    surgery = make_surgery()

    asked = ask_urgently(actor=surgery.asker, asked=asked_for(risk_stated="high"), now=NOW)

    assert asked.state == ConsultationState.REQUESTED
    assert [row.to for row in notices_about(asked.ref)] == [surgery.lead.person.name]


@pytest.mark.feature("CN-06")
def test_urgent_request_stands_when_nobody_leads_the_borough() -> None:
    practitioner = make_staff(team=make_team(make_organisation("bexley")))

    asked = ask_urgently(actor=practitioner.actor(), asked=asked_for(), now=NOW)

    assert asked.state == ConsultationState.REQUESTED
    assert notices_about(asked.ref) == []


@pytest.mark.feature("CN-01")
@pytest.mark.feature("CN-06")
def test_time_kept_for_urgent_requests_is_offered_when_a_lead_answers_one() -> None:
    surgery = make_surgery(weekdays=())
    make_rule(surgery.plan, 1, starts=time(14), ends=time(15), kept_for_urgent=True)
    asked = ask_urgently(actor=surgery.asker, asked=asked_for(), now=NOW)
    kept = surgery.slots(urgent=True)[0]

    offered = offer_time(actor=surgery.leader, consultation_id=asked.pk, slot_key=kept.key, now=NOW)
    booked = accept_time(actor=surgery.asker, consultation_id=offered.pk, now=NOW)

    assert surgery.slots() == ()
    assert kept.starts_at == datetime(2026, 11, 24, 14, tzinfo=LONDON)
    assert booked.state == ConsultationState.BOOKED
    assert [change.move for change in booked.changes.all()] == ["request", "offer", "accept"]


def test_request_goes_back_when_the_offered_time_is_declined() -> None:
    surgery = make_surgery()
    asked = ask_urgently(actor=surgery.asker, asked=asked_for(), now=NOW)
    slot = surgery.slots()[0]
    offer_time(actor=surgery.leader, consultation_id=asked.pk, slot_key=slot.key, now=NOW)

    declined = decline_time(actor=surgery.asker, consultation_id=asked.pk, now=NOW)

    assert declined.state == ConsultationState.REQUESTED
    assert declined.starts_at is None
    assert slot in surgery.slots()


def test_offer_is_closed_when_nobody_answered_in_time() -> None:
    surgery = make_surgery()
    asked = ask_urgently(actor=surgery.asker, asked=asked_for(), now=NOW)
    offered = offer_time(
        actor=surgery.leader, consultation_id=asked.pk, slot_key=surgery.slots()[0].key, now=NOW
    )
    assert offered.ends_at
    late = offered.ends_at

    with pytest.raises(AlreadyBegun):
        accept_time(actor=surgery.asker, consultation_id=asked.pk, now=late)
    closed = cancel_consultation(
        actor=surgery.lead.actor(late), consultation_id=asked.pk, reason_code="not_needed", now=late
    )

    assert closed.state == ConsultationState.CANCELLED


@pytest.mark.feature("CN-07")
def test_booking_is_neither_moved_nor_cancelled_when_it_was_to_begin_before() -> None:
    surgery = make_surgery()
    booked = book(surgery)
    late = booked.starts_at
    assert late
    slot = surgery.slots(late)[0]

    with pytest.raises(AlreadyBegun):
        cancel_consultation(
            actor=surgery.asker, consultation_id=booked.pk, reason_code="not_needed", now=late
        )
    with pytest.raises(AlreadyBegun):
        move_consultation(actor=surgery.asker, consultation_id=booked.pk, slot_key=slot.key, now=late)


@pytest.mark.feature("CN-07")
def test_old_time_is_freed_only_with_the_new_one_when_a_booking_moves() -> None:
    surgery = make_surgery()
    booked = book(surgery)
    old, new = booked.starts_at, surgery.slots()[5]

    moved = move_consultation(actor=surgery.asker, consultation_id=booked.pk, slot_key=new.key, now=NOW)

    starts = [slot.starts_at for slot in surgery.slots()]
    assert moved.starts_at == new.starts_at
    assert old in starts
    assert new.starts_at not in starts
    with pytest.raises(SlotTaken):
        book_consultation(actor=make_colleague(surgery).actor(), asked=asked_for(), slot_key=new.key, now=NOW)


@pytest.mark.feature("CN-07")
def test_reason_is_kept_and_the_time_is_free_when_a_booking_is_cancelled() -> None:
    surgery = make_surgery()
    booked = book(surgery)

    cancelled = cancel_consultation(
        actor=surgery.asker, consultation_id=booked.pk, reason_code="not_needed", now=NOW
    )

    assert cancelled.reason_code == "not_needed"
    assert booked.starts_at in [slot.starts_at for slot in surgery.slots()]
    with pytest.raises(IllegalMove):
        cancel_consultation(actor=surgery.asker, consultation_id=booked.pk, reason_code="not_needed", now=NOW)


def test_others_find_nothing_when_they_try_to_change_a_consultation() -> None:
    surgery = make_surgery()
    booked = book(surgery)
    strangers = [
        make_colleague(surgery),
        make_lead(make_organisation("havering")),
        make_staff(organisation=surgery.organisation, role="manager"),
        make_staff(organisation=surgery.organisation, role="admin", everywhere=True),
    ]

    for stranger in strangers:
        with pytest.raises(NotFound):
            cancel_consultation(
                actor=stranger.actor(), consultation_id=booked.pk, reason_code="not_needed", now=NOW
            )


def test_booking_is_refused_when_no_workplace_is_confirmed() -> None:
    surgery = make_surgery()
    nobody = make_staff(organisation=surgery.organisation, state="pending")

    with pytest.raises(NotAllowed, match="not confirmed"):
        book_consultation(actor=nobody.actor(), asked=asked_for(), slot_key=surgery.slots()[0].key, now=NOW)


@pytest.mark.feature("CN-01")
def test_caps_close_the_day_and_the_week_when_they_are_reached() -> None:
    surgery = make_surgery(daily_cap=2, weekly_cap=3)
    first_week = {slot.day for slot in surgery.slots() if slot.start < surgery.slots()[0].start + 1440}

    for _ in range(2):
        book(surgery, by=make_colleague(surgery))
    assert not first_week & {slot.day for slot in surgery.slots()}
    for _ in range(3):
        book(surgery, by=make_colleague(surgery))

    assert surgery.slots()[0].starts_at.date() == date(2026, 12, 7)
    assert broken() == []


def test_free_text_is_nowhere_when_a_booking_has_gone_through_the_outbox(
    deliver_everything: Callable[[datetime], int], caplog: pytest.LogCaptureFixture
) -> None:
    surgery = make_surgery()

    booked = book(surgery, note="How do we word this plan", case_reference="LL-999111")
    deliver_everything(NOW)

    told = [str(message.payload) for message in Message.objects.all()] + [
        f"{row.what} {row.why}" for row in notices_about(booked.ref)
    ] + [str(entry.detail) + entry.reason for entry in Entry.objects.all()] + [caplog.text]  # fmt: skip
    assert not any("LL-999111" in text or "word this plan" in text for text in told)


def test_person_without_a_place_books_nothing_when_named_by_a_lead() -> None:
    surgery = make_surgery()

    with pytest.raises(NotAllowed):
        book_consultation(
            actor=surgery.leader, asked=Asked(kind="individual", key=""), slot_key="1-1", now=NOW,
            requester_id=make_person().pk,
        )  # fmt: skip
