"""Holding a consultation and recording it: in codes, encrypted, locked after a while."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from consultations.codes import Action, AddendumReason, Domain, Outcome, Owner, Pathway, PracticePrompt, Theme
from consultations.errors import ActionIncomplete, DueInThePast, RecordLocked, UnknownCode
from consultations.models import Consultation, ConsultationRecord, RecordAddendum
from consultations.notices import ask_afterwards
from consultations.permissions import may_lead
from consultations.selectors.listings import record_of
from consultations.services.moving import require_begun
from consultations.services.steps import locked_for, take_step
from consultations.states import HAS_RECORD, ConsultationState, asks_for_feedback
from portal.audit.services import record
from portal.kernel import clock
from portal.kernel.actors import Actor
from portal.kernel.errors import NotAllowed
from portal.kernel.working_days import next_working_day

# A record can be put right for this many days; then it is locked (proposal in domain.md C2, to confirm locally).
LOCKS_AFTER_DAYS = 14
# Looked at again after five weeks: between the four and six that domain.md gives.
FOLLOW_UP_DAYS = 35
MOST_ACTIONS = 10


@dataclass(frozen=True, slots=True)
class AgreedAction:
    """What was agreed: a code, who does it (a part played), and by when."""

    code: str
    owner: str
    due: date


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a lead records: codes only."""

    domains: tuple[str, ...]
    outcome: str
    theme: str
    practice: tuple[str, ...] = ()
    actions: tuple[AgreedAction, ...] = ()
    pathway: str = ""


def hold_consultation(*, actor: Actor, consultation_id: int, now: datetime) -> Consultation:
    """Say that it took place. Raises `NotFound`, `NotAllowed`, `NotYet`, `IllegalMove`."""
    with transaction.atomic():
        return _held(_for_lead(actor, consultation_id, now), actor, now)


def record_consultation(
    *, actor: Actor, consultation_id: int, recorded: Recorded, now: datetime
) -> ConsultationRecord:
    """Record it, or put the record right while it is open. A booked one that has begun counts as held with it.

    Raises:
        NotFound, NotAllowed, NotYet, IllegalMove.
        RecordLocked: too late; add to it instead.
        UnknownCode, ActionIncomplete, DueInThePast: the answers do not fit.
    """
    with transaction.atomic():
        consultation = _for_lead(actor, consultation_id, now)
        if consultation.state in HAS_RECORD:
            return _correct(consultation, recorded, actor, now)
        if consultation.state == ConsultationState.BOOKED:
            _held(consultation, actor, now)
        payload = _payload(recorded, consultation)
        take_step(consultation, "record", actor=actor, now=now)
        return ConsultationRecord.objects.create(
            consultation=consultation,
            payload=payload,
            outcome=recorded.outcome,
            theme=recorded.theme,
            pathway=recorded.pathway,
            recorded_by_id=actor.person_id or 0,
            recorded_at=now,
            locks_at=now + timedelta(days=LOCKS_AFTER_DAYS),
            follow_up_due_on=next_working_day(clock.today(now) + timedelta(days=FOLLOW_UP_DAYS)),
        )


def add_to_record(
    *, actor: Actor, consultation_id: int, reason: str, actions: tuple[AgreedAction, ...], now: datetime
) -> RecordAddendum:
    """Add agreed actions to a record, locked or not. Raises `NotFound`, `NotAllowed`, `UnknownCode`, `DueInThePast`."""
    if reason not in AddendumReason.values:
        raise UnknownCode(field="reason")
    if not actions:
        raise ActionIncomplete()
    with transaction.atomic():
        consultation = _for_lead(actor, consultation_id, now)
        payload = {"actions": _checked_actions(actions, consultation)}
        added = RecordAddendum.objects.create(
            record=record_of(consultation),
            reason=reason,
            payload=payload,
            added_by_id=actor.person_id or 0,
            added_at=now,
        )
        _trail(actor, "record added to", consultation, now, reason=reason)
    return added


def follow_up(*, actor: Actor, consultation_id: int, now: datetime) -> Consultation:
    """Say that its actions were looked at again. Raises `NotFound`, `NotAllowed`, `IllegalMove`."""
    with transaction.atomic():
        return take_step(_for_lead(actor, consultation_id, now), "follow_up", actor=actor, now=now)


def note_in_case_file(*, actor: Actor, consultation_id: int, now: datetime) -> ConsultationRecord:
    """Say that the summary stands in the case file: the portal is not the case record. Raises `NotFound`."""
    with transaction.atomic():
        consultation = locked_for(actor, consultation_id, now)
        found = record_of(consultation)
        if found.noted_in_case_file_at is None:
            found.noted_in_case_file_at = now
            found.save(update_fields=["noted_in_case_file_at"])
            _trail(actor, "summary noted in case file", consultation, now)
    return found


def _for_lead(actor: Actor, consultation_id: int, now: datetime) -> Consultation:
    consultation = locked_for(actor, consultation_id, now)
    if actor.person_id is None or not may_lead(actor, consultation, clock.today(now)):
        raise NotAllowed("Only the lead, or a lead who covers the borough, can record a consultation.")
    return consultation


def _held(consultation: Consultation, actor: Actor, now: datetime) -> Consultation:
    require_begun(consultation, now)
    take_step(consultation, "hold", actor=actor, now=now)
    if asks_for_feedback(consultation.state, consultation.ends_at, now):
        ask_afterwards(consultation, now)
    return consultation


def _correct(
    consultation: Consultation, recorded: Recorded, actor: Actor, now: datetime
) -> ConsultationRecord:
    found = ConsultationRecord.objects.select_for_update(of=("self",)).get(consultation=consultation)
    if found.locks_at <= now:
        raise RecordLocked(date=clock.spoken_date(clock.local(found.locks_at).date()))
    found.payload = _payload(recorded, consultation)
    found.outcome, found.theme, found.pathway = recorded.outcome, recorded.theme, recorded.pathway
    found.save(update_fields=["payload", "outcome", "theme", "pathway"])
    _trail(actor, "record corrected", consultation, now)
    return found


def _payload(recorded: Recorded, consultation: Consultation) -> dict[str, Any]:
    for field, allowed, given in (
        ("domains", Domain.values, recorded.domains),
        ("practice", PracticePrompt.values, recorded.practice),
        ("outcome", Outcome.values, (recorded.outcome,)),
        ("theme", Theme.values, (recorded.theme,)),
        ("pathway", ["", *Pathway.values], (recorded.pathway,)),
    ):
        if any(code not in allowed for code in given):
            raise UnknownCode(field=field)
    if not recorded.domains:
        raise UnknownCode("Tick at least one part of the map that you covered.", field="domains")
    return {
        "domains": [code for code in Domain.values if code in recorded.domains],
        "practice": [code for code in PracticePrompt.values if code in recorded.practice],
        "actions": _checked_actions(recorded.actions, consultation),
    }


def _checked_actions(actions: tuple[AgreedAction, ...], consultation: Consultation) -> list[dict[str, str]]:
    if len(actions) > MOST_ACTIONS or any(
        a.code not in Action.values or a.owner not in Owner.values for a in actions
    ):
        raise ActionIncomplete()
    held_on = clock.local(consultation.starts_at).date() if consultation.starts_at else date.min
    if any(action.due < held_on for action in actions):
        raise DueInThePast()
    return [{"code": a.code, "owner": a.owner, "due": a.due.isoformat()} for a in actions]


def _trail(actor: Actor, verb: str, consultation: Consultation, now: datetime, *, reason: str = "") -> None:
    record(
        actor=actor,
        verb=verb,
        about=consultation.ref,
        now=now,
        organisation_id=consultation.organisation_id,
        reason=reason,
    )
