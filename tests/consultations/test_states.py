"""Every state times every move: what the table allows happens, everything else is refused."""

from datetime import timedelta
from pathlib import Path

import pytest

from consultations.models import Consultation
from consultations.services import (
    cancel_consultation,
    follow_up,
    hand_over,
    hold_consultation,
    mark_absent,
    move_consultation,
)
from consultations.services.booking import accept_time, decline_time, offer_time
from consultations.services.recording import Recorded, record_consultation
from consultations.services.times import NO_SLOT
from consultations.states import CLOSED_WITH_REASON, OCCUPIES, ConsultationState, consultation_machine
from portal.kernel.errors import IllegalMove
from tests.factories.consultations import Surgery, make_consultation, make_cover, make_lead, make_surgery
from tests.factories.people import NOW
from tests.harness.places import ROOT

S = ConsultationState
RECORDED = Recorded(domains=("PCC",), outcome="other", theme="housing")


AHEAD = ("move", "cancel", "accept", "decline", "hand_over")


def make_in(surgery: Surgery, state: str, move: str) -> Consultation:
    starts_at = NOW + timedelta(days=1) if move in AHEAD else NOW - timedelta(hours=3)
    reason = "not_needed" if state in CLOSED_WITH_REASON else ""
    if state == S.REQUESTED:
        made = make_consultation(surgery, starts_at, state=S.OFFERED)
        Consultation.objects.filter(pk=made.pk).update(state=state, **NO_SLOT)
        return Consultation.objects.get(pk=made.pk)
    return make_consultation(surgery, starts_at, state=state, reason_code=reason)


def do(move: str, surgery: Surgery, pk: int) -> None:
    lead = {"actor": surgery.leader, "consultation_id": pk, "now": NOW}
    asker = {**lead, "actor": surgery.asker}
    slot = surgery.slots()[0].key
    {
        "offer": lambda: offer_time(slot_key=slot, **lead),
        "decline": lambda: decline_time(**asker),
        "accept": lambda: accept_time(**asker),
        "move": lambda: move_consultation(slot_key=slot, **asker),
        "hand_over": lambda: hand_over(from_lead_id=surgery.lead.person.pk, **lead),
        "cancel": lambda: cancel_consultation(reason_code="not_needed", **asker),
        "miss": lambda: mark_absent(reason_code="lead_absent", **lead),
        "hold": lambda: hold_consultation(**lead),
        "record": lambda: record_consultation(recorded=RECORDED, **lead),
        "follow_up": lambda: follow_up(**lead),
    }[move]()


@pytest.mark.django_db
@pytest.mark.parametrize("state", list(S))
@pytest.mark.parametrize("move", list(consultation_machine.moves))
def test_move_follows_the_table_when_tried_from_every_state(state: str, move: str) -> None:
    surgery = make_surgery()
    if move == "hand_over":
        make_cover(make_lead(weekdays=(2,)), surgery.organisation, rank=2)  # free on the day after `NOW`
    row = make_in(surgery, state, move)
    through_hold = move == "record" and state == S.BOOKED  # recording a booked one holds it on the way

    if consultation_machine.allows(move, state) or through_hold:
        do(move, surgery, row.pk)
        row.refresh_from_db()
        assert row.state == (S.RECORDED if through_hold else consultation_machine.target(move, state))
        assert row.changes.last().move == move
    elif move == "record" and state in (S.RECORDED, S.FOLLOWED_UP):
        pass  # puts the record right; see test_recording
    else:
        with pytest.raises(IllegalMove):
            do(move, surgery, row.pk)
        row.refresh_from_db()
        assert row.state == state
        assert not row.changes.exists()


def test_drawing_in_the_readme_is_that_of_the_table() -> None:
    readme = Path(ROOT, "consultations", "README.md").read_text()

    assert consultation_machine.drawing() in readme


def test_database_and_code_agree_on_what_takes_up_time() -> None:
    migration = Path(ROOT, "consultations", "migrations", "0002_never_twice_at_once.py").read_text()

    for state in OCCUPIES:
        assert f"'{state.value}'" in migration
