"""Every state with every move: what the table allows happens, everything else is refused and changes nothing."""

import itertools

import pytest

from courses import services
from courses.events import CompletionWithdrawn, CourseCompleted
from courses.models import Enrolment
from courses.services.move_enrolment import move_enrolment
from courses.states import (
    ENDED,
    HELD,
    LIVE,
    OCCUPYING,
    EndReason,
    EnrolmentState,
    RunState,
    enrolment_machine,
    run_machine,
)
from portal.kernel.actors import SYSTEM
from portal.kernel.errors import IllegalMove
from tests.factories.courses import NOW, make_run
from tests.factories.people import make_person

EVERY = list(itertools.product(EnrolmentState.values, enrolment_machine.moves))


# Completions carry more than the place; the service that judges them brings the event.
OWN_EVENTS = {
    "complete": CourseCompleted(1, 1, 1, "core", 1, NOW.date(), None),
    "withdraw_completion": CompletionWithdrawn(1, 1, "core", "corrected"),
}


def placed(state):
    """An enrolment put into a state directly, as no service would: only its row counts here."""
    run = make_run()
    return Enrolment.objects.create(
        run=run,
        person=make_person(),
        edition=run.edition,
        state=state,
        approval="manager",
        requested_at=NOW,
        hold_until=run.starts_at if state in HELD else None,
        queue_number=1 if state == "waiting" else None,
        end_reason=EndReason.OTHER if state in ENDED else "",
    )


@pytest.mark.django_db
@pytest.mark.parametrize(("state", "move"), EVERY)
def test_move_happens_only_when_the_table_has_it(state, move):
    enrolment = placed(state)
    target = enrolment_machine.moves[move].target
    fields = {"end_reason": EndReason.OTHER if target in ENDED else ""}
    if target in HELD:
        fields["hold_until"] = enrolment.run.starts_at
    if target == EnrolmentState.WAITING:
        fields["queue_number"] = 1

    if not enrolment_machine.allows(move, state):
        with pytest.raises(IllegalMove):
            move_enrolment(enrolment, move, actor=SYSTEM, now=NOW, **fields)
        assert Enrolment.objects.get().state == state
        assert not enrolment.changes.exists()
        return

    move_enrolment(enrolment, move, actor=SYSTEM, now=NOW, event=OWN_EVENTS.get(move), **fields)

    assert Enrolment.objects.get().state == target
    assert enrolment.changes.get().from_state == state


def test_groups_cover_every_state_once():
    assert set(LIVE) | set(ENDED) == set(EnrolmentState)
    assert not set(LIVE) & set(ENDED)
    assert set(OCCUPYING) == set(LIVE) - {EnrolmentState.WAITING}


@pytest.mark.django_db
@pytest.mark.parametrize("state", RunState.values)
def test_run_is_published_only_from_draft(state):
    run = make_run(state=state)

    if run_machine.allows("publish", state):
        assert services.publish_run(actor=SYSTEM, run_id=run.pk, now=NOW).state == RunState.PUBLISHED
        return
    with pytest.raises(IllegalMove):
        services.publish_run(actor=SYSTEM, run_id=run.pk, now=NOW)
