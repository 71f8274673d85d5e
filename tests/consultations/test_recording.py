"""The record: codes, encrypted, read under audit, locked after a while."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from consultations.errors import ActionIncomplete, DueInThePast, NotYet, RecordLocked, UnknownCode
from consultations.models import Consultation, ConsultationRecord
from consultations.selectors import consultation_answer, held_consultation_facts
from consultations.selectors.listings import record_of
from consultations.services import (
    AgreedAction,
    Recorded,
    add_to_record,
    follow_up,
    hold_consultation,
    mark_absent,
    note_in_case_file,
    record_consultation,
)
from consultations.states import ConsultationState
from consultations.summaries import summary_of
from portal.audit.models import Entry
from portal.kernel.errors import IllegalMove, NotAllowed, NotFound
from portal.outbox.models import Message
from tests.consultations.looking import broken
from tests.factories.consultations import (
    CASE,
    Surgery,
    make_consultation,
    make_cover,
    make_lead,
    make_surgery,
)
from tests.factories.people import NOW, make_organisation, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.both]
HELD_AT = NOW - timedelta(hours=2)


def recorded(**answers: Any) -> Recorded:
    defaults: dict[str, Any] = {
        "domains": ("PCC", "SPE"),
        "practice": ("pivot",),
        "outcome": "restart",
        "theme": "coercive_control",
        "pathway": "restart",
        "actions": (AgreedAction("map_case", "practitioner", date(2026, 12, 1)),),
    }
    return Recorded(**{**defaults, **answers})


def keep(
    surgery: Surgery, consultation: Consultation, now: datetime = NOW, **answers: Any
) -> ConsultationRecord:
    return record_consultation(
        actor=surgery.lead.actor(now), consultation_id=consultation.pk, recorded=recorded(**answers), now=now
    )


@pytest.mark.feature("CN-10")
def test_consultation_is_held_and_recorded_when_the_lead_records_it() -> None:
    surgery = make_surgery()
    held = make_consultation(surgery, HELD_AT)

    found = keep(surgery, held)

    held.refresh_from_db()
    assert held.state == ConsultationState.RECORDED
    assert [change.move for change in held.changes.all()] == ["hold", "record"]
    assert found.payload["domains"] == ["PCC", "SPE"]
    assert found.payload["actions"] == [{"code": "map_case", "owner": "practitioner", "due": "2026-12-01"}]
    assert found.follow_up_due_on == date(2026, 12, 29)
    assert Message.objects.filter(name="consultations.consultation_held.v1").count() == 1
    assert broken() == []


@pytest.mark.feature("CN-10")
def test_record_cannot_be_read_when_somebody_has_the_database_only() -> None:
    surgery = make_surgery()
    found = keep(surgery, make_consultation(surgery, HELD_AT))

    with connection.cursor() as cursor:
        cursor.execute("SELECT payload FROM consultations_consultationrecord WHERE id = %s", [found.pk])
        raw = cursor.fetchone()[0]

    assert not any(code in raw for code in ("PCC", "map_case", "practitioner", "2026-12-01"))


@pytest.mark.feature("CN-10")
@pytest.mark.parametrize(
    ("answers", "refusal"),
    [
        ({"domains": ()}, UnknownCode),
        ({"domains": ("XXX",)}, UnknownCode),
        ({"outcome": "she left him"}, UnknownCode),
        ({"theme": ""}, UnknownCode),
        ({"pathway": "nowhere"}, UnknownCode),
        ({"practice": ("free text",)}, UnknownCode),
        ({"actions": (AgreedAction("ring the mother", "lead", date(2026, 12, 1)),)}, ActionIncomplete),
        ({"actions": (AgreedAction("map_case", "Priya", date(2026, 12, 1)),)}, ActionIncomplete),
        ({"actions": (AgreedAction("map_case", "lead", date(2026, 11, 1)),)}, DueInThePast),
        ({"actions": (AgreedAction("map_case", "lead", date(2026, 12, 1)),) * 11}, ActionIncomplete),
    ],
)
def test_nothing_is_written_when_an_answer_is_no_code(
    answers: dict[str, Any], refusal: type[Exception]
) -> None:
    surgery = make_surgery()
    held = make_consultation(surgery, HELD_AT)

    with pytest.raises(refusal):
        keep(surgery, held, **answers)

    held.refresh_from_db()
    assert held.state == ConsultationState.BOOKED
    assert not ConsultationRecord.objects.exists()
    assert not Message.objects.exists()


@pytest.mark.feature("CN-10")
def test_recording_is_refused_when_it_has_not_begun() -> None:
    surgery = make_surgery()
    booked = make_consultation(surgery, NOW + timedelta(minutes=1))

    for command in (
        lambda: keep(surgery, booked),
        lambda: hold_consultation(actor=surgery.leader, consultation_id=booked.pk, now=NOW),
        lambda: mark_absent(
            actor=surgery.leader, consultation_id=booked.pk, reason_code="requester_absent", now=NOW
        ),
    ):
        with pytest.raises(NotYet):
            command()


@pytest.mark.feature("CN-10")
def test_recording_is_refused_when_it_is_not_the_lead_who_records() -> None:
    surgery = make_surgery()
    held = make_consultation(surgery, HELD_AT)
    others = [
        (surgery.practitioner, NotAllowed),
        (make_staff(organisation=surgery.organisation, role="manager"), NotFound),
        (make_lead(make_organisation("havering")), NotFound),
    ]

    for staff, refusal in others:
        with pytest.raises(refusal):
            record_consultation(actor=staff.actor(), consultation_id=held.pk, recorded=recorded(), now=NOW)


@pytest.mark.feature("CN-10")
def test_covering_lead_records_when_they_serve_the_borough_that_day() -> None:
    surgery = make_surgery()
    held = make_consultation(surgery, HELD_AT)
    cover = make_lead()
    make_cover(cover, surgery.organisation, rank=2, starts_on=NOW.date(), ends_on=NOW.date())
    tomorrow = NOW + timedelta(days=1)

    with pytest.raises(NotFound):
        record_consultation(
            actor=cover.actor(tomorrow), consultation_id=held.pk, recorded=recorded(), now=tomorrow
        )
    found = record_consultation(actor=cover.actor(), consultation_id=held.pk, recorded=recorded(), now=NOW)

    assert found.recorded_by == cover.person


@pytest.mark.feature("CN-10")
def test_record_is_put_right_while_open_and_added_to_when_locked() -> None:
    surgery = make_surgery()
    held = make_consultation(surgery, HELD_AT)
    keep(surgery, held)
    late = NOW + timedelta(days=14)

    keep(surgery, held, now=late - timedelta(minutes=1), outcome="no_referral")
    with pytest.raises(RecordLocked, match="locked on Tuesday 8 December 2026"):
        keep(surgery, held, now=late, outcome="marac")
    add_to_record(
        actor=surgery.lead.actor(late),
        consultation_id=held.pk,
        reason="more_actions",
        actions=(AgreedAction("safety_plan", "manager", date(2026, 12, 20)),),
        now=late,
    )

    found = record_of(held)
    assert found.outcome == "no_referral"
    assert [line.what for line in summary_of(held, found).actions] == [
        "Map the case on the five domains",
        "Make or renew the safety plan",
    ]


@pytest.mark.feature("CN-10", "CN-11")
def test_each_opening_is_written_down_when_the_record_is_read(clock: object) -> None:
    surgery = make_surgery()
    held = make_consultation(surgery, HELD_AT)
    keep(surgery, held)
    client = Client()
    client.force_login(surgery.practitioner.user)

    page = client.get(reverse("consultations:record", args=[held.reference]))

    reads = Entry.objects.filter(verb="read", about=str(held.ref))
    assert page.status_code == 200
    assert [entry.actor_person_id for entry in reads] == [surgery.practitioner.person.pk]
    assert "the portal is not the case record" in page.content.decode().lower()


@pytest.mark.feature("CN-10")
def test_opening_is_written_down_when_a_lead_looks_at_what_another_asked(clock: object) -> None:
    surgery = make_surgery()
    asked = make_consultation(surgery, NOW + timedelta(days=1))

    for staff in (surgery.practitioner, surgery.lead):
        client = Client()
        client.force_login(staff.user)
        assert client.get(reverse("consultations:detail", args=[asked.reference])).status_code == 200

    opened = Entry.objects.filter(verb="opened", about=str(asked.ref))
    assert [entry.actor_person_id for entry in opened] == [surgery.lead.person.pk]


@pytest.mark.feature("CN-11")
def test_summary_holds_codes_and_reference_when_copied() -> None:
    surgery = make_surgery()
    held = make_consultation(surgery, HELD_AT, case_reference=CASE, note="Something about wording")
    found = keep(surgery, held)

    text = summary_of(held, found).text

    assert CASE in text
    assert "The pattern of coercive control of the person causing harm" in text
    assert "Map the case on the five domains (Practitioner, by Tuesday 1 December 2026)" in text
    assert "wording" not in text


@pytest.mark.feature("CN-10")
def test_title_says_what_it_was_about_and_where_it_led_when_a_record_is_read() -> None:
    surgery = make_surgery()
    held = make_consultation(surgery, HELD_AT)
    found = keep(surgery, held)

    titles = {}
    for outcome in ("restart", "no_referral", "other"):
        found.outcome = outcome
        titles[outcome] = summary_of(held, found).title

    assert titles == {
        "restart": "About coercive control: the consultation led to Restart",
        "no_referral": "About coercive control: the consultation led to no referral",
        "other": "About coercive control: the consultation led to another service",
    }


@pytest.mark.feature("CN-11")
def test_tick_stays_when_the_summary_is_in_the_case_file() -> None:
    surgery = make_surgery()
    held = make_consultation(surgery, HELD_AT)
    keep(surgery, held)

    note_in_case_file(actor=surgery.asker, consultation_id=held.pk, now=NOW)
    again = note_in_case_file(actor=surgery.asker, consultation_id=held.pk, now=NOW + timedelta(days=1))

    assert again.noted_in_case_file_at == NOW


@pytest.mark.feature("CN-07")
def test_absence_is_coded_when_somebody_did_not_come() -> None:
    surgery = make_surgery()
    missed = make_consultation(surgery, HELD_AT)

    mark_absent(actor=surgery.leader, consultation_id=missed.pk, reason_code="requester_absent", now=NOW)

    missed.refresh_from_db()
    assert (missed.state, missed.reason_code) == (ConsultationState.NO_SHOW, "requester_absent")
    with pytest.raises(IllegalMove):
        keep(surgery, missed)


@pytest.mark.feature("CN-12")
def test_consultation_is_followed_up_once_when_it_was_recorded() -> None:
    surgery = make_surgery()
    held = make_consultation(surgery, HELD_AT)
    with pytest.raises(IllegalMove):
        follow_up(actor=surgery.leader, consultation_id=held.pk, now=NOW)
    keep(surgery, held)

    done = follow_up(actor=surgery.leader, consultation_id=held.pk, now=NOW)

    assert done.state == ConsultationState.FOLLOWED_UP
    assert broken() == []


@pytest.mark.feature("RF-07")
def test_question_is_answered_within_one_borough_when_a_consultation_took_place() -> None:
    surgery = make_surgery()
    held = make_consultation(surgery, HELD_AT, case_reference=CASE, state=ConsultationState.HELD)
    make_consultation(surgery, HELD_AT - timedelta(days=9), case_reference=CASE, state=ConsultationState.HELD)
    make_consultation(surgery, NOW + timedelta(days=9), case_reference=CASE)
    havering = make_organisation("havering")

    answer = consultation_answer("ll-204518 ", surgery.organisation.pk)

    assert answer is not None
    assert (answer.reference, answer.held_on) == (held.reference, date(2026, 11, 24))
    assert answer.lead_name == surgery.lead.person.name
    assert held_consultation_facts(held.reference, surgery.organisation.pk) == answer
    assert consultation_answer(CASE, havering.pk) is None
    assert consultation_answer("", surgery.organisation.pk) is None
    assert consultation_answer("LL-000000", surgery.organisation.pk) is None


@pytest.mark.feature("RF-07")
def test_answer_is_no_when_the_consultation_was_cancelled_or_nobody_came() -> None:
    surgery = make_surgery()
    for number, state in enumerate((ConsultationState.CANCELLED, ConsultationState.NO_SHOW)):
        make_consultation(
            surgery,
            HELD_AT - timedelta(days=number),
            case_reference=CASE,
            state=state,
            reason_code="not_needed",
        )

    assert consultation_answer(CASE, surgery.organisation.pk) is None
