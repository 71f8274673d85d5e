"""Making, copying, publishing, moving, resizing and cancelling runs."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError

from courses.errors import CapacityTooSmall, NotReady
from courses.events import RunCancelled, RunMoved
from courses.models import CourseEdition, Enrolment, Run, RunChange, RunDay, RunTrainer
from courses.permissions import may_keep_run, may_make_runs
from courses.rules.dates import DayPlan, shifted
from courses.selectors.glance import fullness_of
from courses.selectors.places import names_of_places
from courses.services import tell
from courses.services.freeze_questionnaires import freeze_questionnaires
from courses.services.locking import locked_run
from courses.services.move_enrolment import move_enrolment
from courses.services.waiting_list import promote_from_waiting_list
from courses.states import ENDED, HELD, LIVE, EndReason, EnrolmentState, Mode, RunState, run_machine
from portal.audit.services import record
from portal.kernel.actors import SYSTEM, Actor
from portal.kernel.codes import short_reference
from portal.kernel.errors import DomainError, NotAllowed, NotFound
from portal.kernel.refs import Ref
from portal.outbox.services import publish

# Unless somebody says otherwise, booking closes this long before the first day.
CLOSES_BEFORE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class RunPlan:
    """What somebody typed about a run, apart from its days."""

    mode: str
    capacity: int
    minimum: int = 0
    venue: str = ""
    room: str = ""
    joining_link: str = ""
    decision_on: date | None = None
    booking_opens_at: datetime | None = None
    booking_closes_at: datetime | None = None


def make_run(
    *,
    actor: Actor,
    course_id: int,
    plan: RunPlan,
    days: Sequence[DayPlan],
    now: datetime,
    trainer_ids: Sequence[int] = (),
    open_to: Sequence[int] = (),
    copied_from_id: int | None = None,
) -> Run:
    """Make a draft run of a course's current edition.

    Raises:
        NotAllowed: the actor's reach does not cover everybody the run is open to.
        NotReady: the course has no edition yet: publish its page first.
        NonexistentTime, AmbiguousTime: a day falls into the hour that the clocks skip or repeat.
        DomainError: days that overlap, or end before they start.
    """
    if not may_make_runs(actor):
        raise NotAllowed("Only training administrators add dates.")
    edition = CourseEdition.objects.filter(course_id=course_id).order_by("-number").first()
    _check(plan)
    if edition is None:
        raise NotReady("Publish the course's page first: its outcomes and CPD hours stand there.")
    with transaction.atomic():
        run = Run.objects.create(
            course_id=course_id,
            edition=edition,
            reference=short_reference("RN"),
            copied_from_id=copied_from_id,
            **asdict(plan),
        )
        run.open_to.set(open_to)
        RunTrainer.objects.bulk_create(RunTrainer(run=run, person_id=pk) for pk in dict.fromkeys(trainer_ids))
        if not may_keep_run(actor, run):
            raise NotAllowed("Choose organisations that you answer for: these dates are open to others too.")
        _set_days(run, days)
        _write_change(run, "make", before="", actor=actor, now=now)
    return run


def copy_run(*, actor: Actor, run_id: int, first_on: date, now: datetime) -> Run:
    """Make a draft with the same place, size, trainers and gaps between days, beginning on another date.

    Wall times stay as announced, whatever the clocks do. Joining link and decision date are not copied.

    Raises: as `make_run`.
    """
    run = _kept(actor, Run.objects.filter(pk=run_id).first())
    days = [DayPlan(day.on, day.starts, day.ends) for day in run.days.all()]
    plan = RunPlan(run.mode, run.capacity, run.minimum, run.venue, run.room)
    return make_run(
        actor=actor,
        course_id=run.course_id,
        plan=plan,
        days=shifted(days, first_on),
        now=now,
        trainer_ids=[trainer.pk for trainer in run.trainers.all()],
        open_to=[organisation.pk for organisation in run.open_to.all()],
        copied_from_id=run.pk,
    )


def publish_run(*, actor: Actor, run_id: int, now: datetime) -> Run:
    """Open a draft for booking.

    Raises:
        NotReady: it has no days, no trainer, no place, or begins before booking would close.
        IllegalMove: it is no draft.
    """
    with locked_run(run_id) as run:
        _kept(actor, run)
        target = run_machine.target("publish", run.state)
        if missing := _lacking(run, now):
            raise NotReady(f"Before you publish these dates: {'; '.join(missing)}.")
        run.state, before = RunState(target), run.state
        run.booking_closes_at = run.booking_closes_at or _closing(run)
        run.save(update_fields=["state", "booking_closes_at"])
        freeze_questionnaires(run, now=now)
        _write_change(run, "publish", before=before, actor=actor, now=now)
        return run


def move_run(*, actor: Actor, run_id: int, plan: RunPlan, days: Sequence[DayPlan], now: datetime) -> Run:
    """Change days, place or mode. Once published, calendar entries move with it and everybody in it is told.

    Capacity is not changed here (`change_capacity`).

    Raises:
        NotAllowed, NotFound; NotReady: it would begin in the past or before booking closes; and as `make_run`.
    """
    with locked_run(run_id) as run:
        _kept(actor, run)
        if run.state in run_machine.terminal:
            raise NotReady("Dates that are over or cancelled cannot be moved. Copy them instead.")
        seen = _seen_by_people(run)
        _check(replace(plan, capacity=run.capacity))
        for name, value in asdict(replace(plan, capacity=run.capacity)).items():
            setattr(run, name, value)
        _set_days(run, days)
        if run.state == RunState.PUBLISHED:
            run.booking_closes_at = min(run.booking_closes_at or _closing(run), _start(run))
            run.save(update_fields=["booking_closes_at"])
            if missing := _lacking(run, now):
                raise NotReady(f"Before you move these dates: {'; '.join(missing)}.")
        run.save(update_fields=[*asdict(plan)])
        told = run.state == RunState.PUBLISHED and seen != _seen_by_people(run)
        change = _write_change(run, "move", before=run.state, actor=actor, now=now, detail={"told": told})
        if told:
            _tell_of_move(run, change, now)
        return run


def cancel_run(*, actor: Actor, run_id: int, reason: str, now: datetime) -> Run:
    """Call a run off: every place in it ends, calendar entries go, everybody is told.

    Args:
        reason: a short sentence for the record; it is shown to keepers only.

    Raises:
        NotAllowed, NotFound, IllegalMove; DomainError: no reason was given.
    """
    if not reason.strip():
        raise DomainError("Say why the dates are cancelled.", field="reason")
    with locked_run(run_id) as run:
        _kept(actor, run)
        run.state, before = RunState(run_machine.target("cancel", run.state)), run.state
        run.save(update_fields=["state"])
        _write_change(run, "cancel", before=before, actor=actor, now=now, reason=reason.strip())
        for enrolment in Enrolment.objects.filter(run=run, state__in=(*HELD, "waiting", "booked")).order_by(
            "pk"
        ):
            enrolment.run, was = run, enrolment.state
            code = EndReason.RUN_CANCELLED
            move_enrolment(enrolment, "cancel", actor=actor, now=now, reason=code, end_reason=code)
            tell.about_end(enrolment, run, now, was=was, run_cancelled=True)
        publish(RunCancelled(run_id=run.pk), now=now)
        return run


def change_capacity(*, actor: Actor, run_id: int, capacity: int, now: datetime) -> Run:
    """Change how many places there are; new ones go to the waiting list first.

    Raises:
        CapacityTooSmall: more people have places; the sentence names them. Nobody is dropped.
        NotAllowed, NotFound.
    """
    with locked_run(run_id) as run:
        _kept(actor, run)
        taken = fullness_of(run.pk).taken
        if capacity < max(taken, 1):
            names = names_of_places(run.pk) if taken else []
            if not taken:
                raise DomainError("There is at least one place.", field="capacity")
            raise CapacityTooSmall(taken=taken, names=", ".join(names))
        if capacity < run.minimum:
            raise DomainError(f"The minimum is {run.minimum}. Lower it first.", field="capacity")
        run.capacity, detail = capacity, {"from": run.capacity, "to": capacity}
        run.save(update_fields=["capacity"])
        _write_change(run, "resize", before=run.state, actor=actor, now=now, detail=detail)
        promote_from_waiting_list(run, now=now)
        return run


def finish_runs(*, now: datetime) -> int:
    """Close published runs whose last day is over. Returns how many."""
    over = Run.objects.filter(state=RunState.PUBLISHED, ends_at__lte=now).values_list("pk", flat=True)
    return sum(_finish(run_id, now) for run_id in list(over))


def _finish(run_id: int, now: datetime) -> int:
    with locked_run(run_id) as run:
        if run.state != RunState.PUBLISHED or not run.ends_at or run.ends_at > now:
            return 0
        run.state, before = RunState(run_machine.target("finish", run.state)), run.state
        run.save(update_fields=["state"])
        _write_change(run, "finish", before=before, actor=SYSTEM, now=now)
        return 1


def _check(plan: RunPlan) -> None:
    if plan.minimum > plan.capacity:
        sentence = f"The fewest people ({plan.minimum}) cannot be more than the places ({plan.capacity})."
        raise DomainError(sentence, field="minimum")
    opens, closes = plan.booking_opens_at, plan.booking_closes_at
    if opens and closes and closes <= opens:
        raise DomainError("Booking has to close after it opens.", field="closes_on")


def _kept(actor: Actor, run: Run | None) -> Run:
    if run is None:
        raise NotFound()
    if not may_keep_run(actor, run):
        raise NotAllowed("Only the training administrators of these dates can change them.")
    return run


def _lacking(run: Run, now: datetime) -> list[str]:
    missing = []
    if not run.starts_at:
        missing.append("give it at least one day")
    elif run.starts_at <= now:
        missing.append("choose a first day that is still to come")
    elif run.booking_closes_at and run.booking_closes_at > run.starts_at:
        missing.append("let booking close before it begins")
    if run.mode == Mode.IN_PERSON and not run.venue:
        missing.append("give it a venue")
    if not run.trainers.exists():
        missing.append("name a trainer")
    return missing


def _set_days(run: Run, days: Sequence[DayPlan]) -> None:
    """Make the run's days those of the plan. A day that keeps its date keeps its row, and its register."""
    ordered = sorted(days, key=lambda plan: plan.on)
    if len({plan.on for plan in ordered}) != len(ordered):
        raise DomainError("The same day is there twice.", field="days")
    spans = [(plan, *plan.instants()) for plan in ordered]
    if any(ends_at <= starts_at for _, starts_at, ends_at in spans):
        raise DomainError("Each day has to end after it starts.", field="days")
    try:
        run.days.exclude(on__in=[plan.on for plan in ordered]).delete()
    except ProtectedError as taken:
        raise DomainError(
            "A register has been taken for a day that you move. Leave that day as it is.", field="days"
        ) from taken
    for plan, starts_at, ends_at in spans:
        times = {"starts": plan.starts, "ends": plan.ends, "starts_at": starts_at, "ends_at": ends_at}
        RunDay.objects.update_or_create(run=run, on=plan.on, defaults=times)
    run.starts_at = spans[0][1] if spans else None
    run.ends_at = spans[-1][2] if spans else None
    run.save(update_fields=["starts_at", "ends_at"])


def _start(run: Run) -> datetime:
    if run.starts_at is None:
        raise NotReady("Published dates need at least one day.")
    return run.starts_at


def _closing(run: Run) -> datetime:
    return _start(run) - CLOSES_BEFORE


def _seen_by_people(run: Run) -> tuple[Any, ...]:
    days = tuple((day.starts_at, day.ends_at) for day in run.days.all())
    return (days, run.mode, run.venue, run.room)


def _tell_of_move(run: Run, change: RunChange, now: datetime) -> None:
    for enrolment in (
        Enrolment.objects.filter(run=run, state__in=LIVE).exclude(state__in=ENDED).order_by("pk")
    ):
        enrolment.run = run
        if enrolment.hold_until and enrolment.hold_until > _start(run):
            enrolment.hold_until = _start(run)
            enrolment.save(update_fields=["hold_until"])
        if enrolment.state in (*HELD, EnrolmentState.WAITING, EnrolmentState.BOOKED):
            tell.about_move(enrolment, run, now, change_id=change.pk)
    publish(RunMoved(run_id=run.pk), now=now)


def _write_change(
    run: Run,
    move: str,
    *,
    before: str,
    actor: Actor,
    now: datetime,
    reason: str = "",
    detail: dict[str, Any] | None = None,
) -> RunChange:
    record(actor=actor, verb=f"run {move}", about=Ref("courses.run", run.pk), now=now, detail=detail)
    return RunChange.objects.create(
        run=run,
        move=move,
        from_state=before,
        to_state=run.state,
        **actor.columns,
        reason=reason[:200],
        at=now,
        detail=detail or {},
    )
