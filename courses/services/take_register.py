"""The register of a day: everybody at once, on a phone, as often as it needs mending."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from courses.delivery_errors import DayNotBegun, MinutesWanted, NotInRegister, NotYourRegister, ReasonWanted
from courses.delivery_states import CorrectionReason, Presence
from courses.models import Attendance, AttendanceChange, Enrolment, Run, RunDay
from courses.permissions import may_see_roster
from courses.services.complete_enrolment import weigh
from courses.services.locking import locked_run
from courses.states import CONFIRMED, EnrolmentState
from portal.audit.services import record
from portal.kernel import clock
from portal.kernel.actors import Actor
from portal.kernel.errors import NotFound
from portal.kernel.refs import Ref


@dataclass(frozen=True, slots=True)
class Mark:
    """What the register is to say of one person; `minutes` only for a part of the day."""

    presence: str
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class RegisterSaved:
    """What a save did: names of nobody, numbers only."""

    entered: int
    corrected: int
    unchanged: int
    completed: int
    withdrawn: int


def take_register(
    *,
    actor: Actor,
    run_id: int,
    day_id: int,
    marks: Mapping[int, Mark],
    now: datetime,
    reason: str = "",
) -> RegisterSaved:
    """Enter or correct the register of one day, and weigh everybody's completion whom it touches.

    Args:
        marks: enrolment id -> what the register is to say. People left out stay as they are.
        reason: a `CorrectionReason`; needed when anything already entered changes.

    Raises:
        NotFound: no such run or day, or not for this actor.
        NotYourRegister: the actor may see the run but does not keep its register.
        DayNotBegun, NotInRegister, MinutesWanted, ReasonWanted: about what was entered.
    """
    with locked_run(run_id) as run:
        if not may_see_roster(actor, run):
            raise NotYourRegister()
        day = RunDay.objects.filter(pk=day_id, run=run).first()
        if day is None:
            raise NotFound()
        if day.on > clock.today(now):
            raise DayNotBegun(day=clock.spoken_date(day.on))
        places = {row.pk: row for row in Enrolment.objects.filter(run=run, state__in=CONFIRMED)}
        tidy = {pk: _tidy(mark, day, known=pk in places) for pk, mark in marks.items()}
        before = {row.enrolment_id: row for row in Attendance.objects.filter(day=day, enrolment__in=tidy)}
        changed = {pk: mark for pk, mark in tidy.items() if pk in before and _differs(before[pk], mark)}
        fresh = {pk: mark for pk, mark in tidy.items() if pk not in before}
        if changed and reason not in CorrectionReason.values:
            raise ReasonWanted()
        _enter(fresh, day, actor, now)
        _correct({pk: (before[pk], mark) for pk, mark in changed.items()}, actor, reason, now)
        touched = [places[pk] for pk in (*fresh, *changed)]
        return _weigh(run, day, touched, len(fresh), len(changed), len(tidy), actor, now)


def _tidy(mark: Mark, day: RunDay, *, known: bool) -> Mark:
    """A mark as stored: part of the day without its whole length, everything else without minutes."""
    if not known or mark.presence not in Presence.values:
        raise NotInRegister()
    if mark.presence != Presence.PART:
        return Mark(mark.presence)
    if not mark.minutes or not 0 < mark.minutes <= day.minutes:
        raise MinutesWanted(longest=day.minutes)
    return Mark(Presence.FULL) if mark.minutes == day.minutes else mark


def _differs(row: Attendance, mark: Mark) -> bool:
    return (row.presence, row.minutes) != (mark.presence, mark.minutes)


def _enter(fresh: Mapping[int, Mark], day: RunDay, actor: Actor, now: datetime) -> None:
    rows = Attendance.objects.bulk_create(
        Attendance(enrolment_id=pk, day=day, presence=mark.presence, minutes=mark.minutes, taken_at=now)
        for pk, mark in fresh.items()
    )
    AttendanceChange.objects.bulk_create(_change(row, "enter", "", actor, "", now) for row in rows)


def _correct(
    changed: Mapping[int, tuple[Attendance, Mark]], actor: Actor, reason: str, now: datetime
) -> None:
    lines = []
    for row, mark in changed.values():
        said = row.mark
        row.presence, row.minutes = Presence(mark.presence), mark.minutes
        lines.append(_change(row, "correct", said, actor, reason, now))
    Attendance.objects.bulk_update([row for row, _ in changed.values()], ["presence", "minutes"])
    AttendanceChange.objects.bulk_create(lines)


def _change(
    row: Attendance, move: str, said: str, actor: Actor, reason: str, now: datetime
) -> AttendanceChange:
    return AttendanceChange(
        attendance=row,
        move=move,
        from_state=said,
        to_state=row.mark,
        **actor.columns,
        reason=reason,
        at=now,
    )


def _weigh(
    run: Run,
    day: RunDay,
    touched: list[Enrolment],
    entered: int,
    corrected: int,
    marked: int,
    actor: Actor,
    now: datetime,
) -> RegisterSaved:
    before = {place.pk: place.state for place in touched}
    weigh(run, touched, actor=actor, now=now)
    if touched:
        record(
            actor=actor,
            verb="register taken" if not corrected else "register corrected",
            about=Ref("courses.run_day", day.pk),
            now=now,
            detail={"entered": entered, "corrected": corrected},
        )
    return RegisterSaved(
        entered=entered,
        corrected=corrected,
        unchanged=marked - entered - corrected,
        completed=sum(_now(place, before, EnrolmentState.COMPLETED) for place in touched),
        withdrawn=sum(
            before[place.pk] == EnrolmentState.COMPLETED and place.state != before[place.pk]
            for place in touched
        ),
    )


def _now(place: Enrolment, before: Mapping[int, str], state: str) -> bool:
    return place.state == state and before[place.pk] != state
