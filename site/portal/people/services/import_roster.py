"""Running a roster import: in chunks, each all or nothing; stopped and started again without harm."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from portal.audit.services import record
from portal.kernel.actors import SYSTEM, Actor
from portal.kernel.refs import Ref
from portal.people.errors import (
    ColumnsMissing,
    FileGone,
    ImportRunning,
    PreviewPending,
    UnreadableFile,
    WrongFile,
)
from portal.people.models import RosterBatch
from portal.people.roster.columns import missing_columns
from portal.people.roster.dry_run import chunks, good_addresses, read_in_order
from portal.people.roster.known import load_places
from portal.people.roster.plan import Group, Plan, Planner
from portal.people.roster.rows import Reading
from portal.people.rules import skeleton
from portal.people.services.apply_roster import apply_plan
from portal.people.services.proposals import (
    REMARKS_KEPT,
    file_is_kept,
    forget_file,
    proposal,
    stored_table,
)
from portal.people.states import BatchState, batch_machine

# An import that has written nothing for so long counts as dead: its worker was killed.
DEAD_AFTER = timedelta(minutes=10)
TRIES = 3


def start_import(*, actor: Actor, batch_id: int, now: datetime, although_of: str = "") -> RosterBatch:
    """Confirm a proposal, or take up one that stopped. The rows land in `continue_import`.

    Args:
        although_of: when the preview says that most people in the file are of another organisation: its name, typed
            by somebody who means it.

    Raises:
        NotFound: no such import within the actor's reach.
        IllegalMove: it was decided already.
        PreviewPending: nobody has seen yet what a large file would change, or whose staff are in it.
        WrongFile: the other organisation was not named.
        ImportRunning: another import of the organisation is running.
        FileGone, ColumnsMissing: there is nothing to import from.
    """
    try:
        with transaction.atomic():
            batch = proposal(actor, batch_id)
            resumed = batch.state == BatchState.FAILED
            batch.state = BatchState(batch_machine.target("start", batch.state))
            if not file_is_kept(batch):
                raise FileGone()
            if missing := missing_columns(batch.mapping):
                raise ColumnsMissing(columns=", ".join(missing))
            if not resumed:
                _check_whose(batch, although_of)
            _bury_dead(batch.organisation_id, now)
            batch.beat_at = now
            if not resumed:
                batch.rows_done = batch.created = batch.changed = batch.ended = batch.unchanged = 0
            batch.save()
            _write_down(actor, "started roster import", batch, now)
    except IntegrityError as clash:
        raise ImportRunning() from clash
    return batch


def _check_whose(batch: RosterBatch, although_of: str) -> None:
    """Two warnings are clicked through at the end of a day; a name is not typed by mistake."""
    if not batch.outlook:
        raise PreviewPending()
    whose = batch.outlook["whose"]
    if whose and skeleton(although_of) != skeleton(whose):
        raise WrongFile(whose=whose)


def continue_import(*, batch_id: int, now: datetime, most_chunks: int | None = None) -> RosterBatch:
    """Write what is left of a running import. Safe to call from several workers and after a kill.

    Args:
        most_chunks: stop after so many, for a worker that shares its time; None goes to the end.
    """
    batch = RosterBatch.objects.get(pk=batch_id)
    if batch.state != BatchState.RUNNING:
        return batch
    try:
        reading = read_in_order(stored_table(batch), batch.mapping)
    except (FileGone, UnreadableFile):
        return _fail(batch_id, now)
    written = 0
    while batch.state == BatchState.RUNNING and (most_chunks is None or written < most_chunks):
        batch = _write_next_chunk(batch_id, reading, now)
        written += 1
    return batch


def resume_imports(
    *, now: datetime, quiet_for: timedelta = timedelta(minutes=1), most_chunks: int | None = None
) -> int:
    """Take up running imports that nobody has written for lately. Returns how many."""
    quiet = RosterBatch.objects.filter(state=BatchState.RUNNING, beat_at__lt=now - quiet_for)
    ids = list(quiet.values_list("pk", flat=True))
    for batch_id in ids:
        continue_import(batch_id=batch_id, now=now, most_chunks=most_chunks)
    return len(ids)


def _write_next_chunk(batch_id: int, reading: Reading, now: datetime) -> RosterBatch:
    """One chunk in one transaction; tried again when another writer made the same person meanwhile."""
    for attempt in range(1, TRIES + 1):
        try:
            with transaction.atomic():
                batch = RosterBatch.objects.select_for_update(of=("self",)).get(pk=batch_id)
                if batch.state == BatchState.RUNNING:
                    _advance(batch, reading, now)
                return batch
        except IntegrityError:
            if attempt == TRIES:
                return _fail(batch_id, now)
    raise AssertionError("unreachable")


def _advance(batch: RosterBatch, reading: Reading, now: datetime) -> None:
    """Plan and write the rows after those already done; finish when there are none."""
    if batch.rows_done == 0:
        _begin(batch, reading)
    done = batch.rows_done - _refused_by_reading(reading)
    chunk = next(chunks(reading.groups, skip=done), None)
    if chunk is None:
        batch.save()
        _finish(batch, now)
        return
    planner = Planner(
        batch.organisation_id,
        batch.as_of,
        batch.create_places,
        load_places(batch.organisation_id),
        good_addresses(reading),
    )
    plan = planner.plan(chunk)
    apply_plan(batch, plan, now)
    _count(batch, plan, chunk)
    batch.beat_at = now
    batch.save()
    if done + sum(map(len, chunk)) >= sum(map(len, reading.groups)):
        _finish(batch, now)


def _count(batch: RosterBatch, plan: Plan, chunk: list[Group]) -> None:
    batch.rows_done += sum(map(len, chunk))
    batch.created += plan.counts["created"]
    batch.changed += plan.counts["changed"] + plan.counts["moved"]
    batch.ended += plan.counts["ended"]
    batch.unchanged += plan.counts["unchanged"]
    batch.refused_rows += len({remark.row for remark in plan.refused})
    batch.refused = sorted(batch.refused + [r.as_dict() for r in plan.refused], key=_by_row)[:REMARKS_KEPT]
    batch.warnings = sorted(batch.warnings + [r.as_dict() for r in plan.warnings], key=_by_row)[:REMARKS_KEPT]


def _by_row(remark: dict[str, object]) -> int:
    return int(str(remark["row"]))


def _refused_by_reading(reading: Reading) -> int:
    return reading.rows_read - sum(map(len, reading.groups))


def _begin(batch: RosterBatch, reading: Reading) -> None:
    """Count the rows that were refused by themselves; the others are counted as they land."""
    batch.rows_done = batch.refused_rows = _refused_by_reading(reading)
    batch.refused = [remark.as_dict() for remark in reading.refused[:REMARKS_KEPT]]
    batch.warnings = [remark.as_dict() for remark in reading.warnings[:REMARKS_KEPT]]


def _finish(batch: RosterBatch, now: datetime) -> None:
    batch.state = BatchState(batch_machine.target("finish", batch.state))
    batch.ended_at = now
    batch.save(update_fields=["state", "ended_at"])
    forget_file(batch)
    _write_down(SYSTEM, "finished roster import", batch, now)


def _fail(batch_id: int, now: datetime) -> RosterBatch:
    with transaction.atomic():
        batch = RosterBatch.objects.select_for_update(of=("self",)).get(pk=batch_id)
        if batch.state == BatchState.RUNNING:
            batch.state = BatchState(batch_machine.target("fail", batch.state))
            batch.ended_at = now
            batch.save(update_fields=["state", "ended_at"])
            _write_down(SYSTEM, "stopped roster import", batch, now)
    return batch


def _bury_dead(organisation_id: int, now: datetime) -> None:
    """Imports whose worker died make room; what they wrote stays and can be undone or taken up."""
    dead = RosterBatch.objects.filter(
        organisation_id=organisation_id, state=BatchState.RUNNING, beat_at__lt=now - DEAD_AFTER
    )
    for batch_id in dead.values_list("pk", flat=True):
        _fail(batch_id, now)


def _write_down(actor: Actor, verb: str, batch: RosterBatch, now: datetime) -> None:
    record(
        actor=actor,
        verb=verb,
        about=Ref("people.rosterbatch", batch.pk),
        now=now,
        organisation_id=batch.organisation_id,
        detail={
            "rows": batch.rows_read,
            "done": batch.rows_done,
            "created": batch.created,
            "changed": batch.changed,
            "ended": batch.ended,
            "refused": batch.refused_rows,
        },
    )
