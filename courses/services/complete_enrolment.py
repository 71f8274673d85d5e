"""Completing, withdrawing and mending a completion, as the register and the questionnaires say.

Nobody completes a course by hand: whoever saves a register or a questionnaire calls `weigh`, under the run's lock,
and the rule decides.
"""

from collections.abc import Iterable
from datetime import date, datetime

from courses.delivery_states import WithdrawalReason
from courses.events import CompletionWithdrawn, CourseCompleted
from courses.models import Completion, CompletionChange, Enrolment, Run
from courses.rules.completion import Verdict, completion_of
from courses.selectors.delivery import progress_in
from courses.services.locking import locked_enrolment
from courses.services.move_enrolment import move_enrolment
from courses.states import EnrolmentState, enrolment_machine
from portal.kernel.actors import SYSTEM, Actor
from portal.people.selectors import place_of


def complete_enrolment(*, enrolment_id: int, now: datetime) -> Verdict:
    """Weigh one enrolment against the course's rule and move it if that says so. Safe to call at any time.

    Raises:
        NotFound, Busy: as `locked_enrolment`.
    """
    with locked_enrolment(enrolment_id) as enrolment:
        return weigh(enrolment.run, [enrolment], actor=SYSTEM, now=now)[enrolment_id]


def weigh(run: Run, enrolments: Iterable[Enrolment], *, actor: Actor, now: datetime) -> dict[int, Verdict]:
    """Judge enrolments of a locked run and make the moves that follow. Inside the caller's transaction.

    Args:
        run: locked, with its course and edition loaded.
        actor: who caused it, for the history; the rule decides.
    """
    rows = {enrolment.pk: enrolment for enrolment in enrolments}
    verdicts = {pk: completion_of(progress) for pk, progress in progress_in(run, rows).items()}
    for pk, enrolment in rows.items():
        enrolment.run = run
        _follow(enrolment, verdicts[pk], actor, now)
    return verdicts


def _follow(enrolment: Enrolment, verdict: Verdict, actor: Actor, now: datetime) -> None:
    if verdict.completed_on is not None:
        if enrolment_machine.allows("complete", enrolment.state):
            _complete(enrolment, verdict.completed_on, actor, now)
    elif enrolment_machine.allows("withdraw_completion", enrolment.state):
        _withdraw(enrolment, WithdrawalReason.REGISTER_CORRECTED, actor, now)
    elif verdict.fell_short and enrolment_machine.allows("fall_short", enrolment.state):
        move_enrolment(enrolment, "fall_short", actor=actor, now=now)


def _complete(enrolment: Enrolment, on: date, actor: Actor, now: datetime) -> None:
    place = place_of(enrolment.person_id, on)
    organisation_id = place.organisation_id or enrolment.organisation_id
    completion, fresh = Completion.objects.update_or_create(
        enrolment=enrolment,
        defaults={
            "person_id": enrolment.person_id,
            "course_code": enrolment.run.course.code,
            "edition_number": enrolment.edition.number,
            "completed_on": on,
            "organisation_id": organisation_id,
            "team_id": place.team_id if place.organisation_id else enrolment.team_id,
            "recorded_at": now,
            "withdrawn_at": None,
            "withdrawn_reason": "",
        },
    )
    _write_change(completion, "record" if fresh else "mend", actor=actor, now=now)
    event = CourseCompleted(
        enrolment_id=enrolment.pk,
        run_id=enrolment.run_id,
        person_id=enrolment.person_id,
        course_code=completion.course_code,
        edition=completion.edition_number,
        completed_on=on,
        organisation_id=organisation_id,
    )
    move_enrolment(enrolment, "complete", actor=actor, now=now, event=event)


def _withdraw(enrolment: Enrolment, reason: WithdrawalReason, actor: Actor, now: datetime) -> None:
    completion = Completion.objects.select_for_update().get(enrolment=enrolment)
    completion.withdrawn_at, completion.withdrawn_reason = now, reason
    completion.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    _write_change(completion, "withdraw", actor=actor, now=now, reason=reason)
    event = CompletionWithdrawn(
        enrolment_id=enrolment.pk,
        person_id=enrolment.person_id,
        course_code=completion.course_code,
        reason_code=reason,
    )
    move_enrolment(enrolment, "withdraw_completion", actor=actor, now=now, reason=reason, event=event)


def _write_change(
    completion: Completion, move: str, *, actor: Actor, now: datetime, reason: str = ""
) -> None:
    CompletionChange.objects.create(
        completion=completion,
        move=move,
        from_state=""
        if move == "record"
        else EnrolmentState.NOT_COMPLETED
        if move == "mend"
        else "completed",
        to_state="not_completed" if move == "withdraw" else EnrolmentState.COMPLETED,
        **actor.columns,
        reason=reason,
        at=now,
    )
