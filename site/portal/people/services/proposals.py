"""The upload of a roster: read, kept in private storage under a random name, judged; nobody's record changes."""

import hashlib
from datetime import date, datetime, timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from portal.audit.services import record
from portal.kernel import clock
from portal.kernel.actors import Actor
from portal.kernel.codes import new_code
from portal.kernel.errors import IllegalMove, NotFound
from portal.kernel.refs import Ref
from portal.people.errors import ColumnsMissing, FileGone, NotYourPlace
from portal.people.models import RosterBatch, Team
from portal.people.permissions import batches_seen_by, may_import_roster
from portal.people.roster.columns import COLUMNS, Mapping, guessed_mapping, missing_columns
from portal.people.roster.dry_run import Survey, example_names, read_in_order, survey
from portal.people.roster.reading import Table, read_table
from portal.people.services.outcomes import forget_outcomes, keep_outcomes
from portal.people.states import BatchState, batch_machine

KEPT_FOR = timedelta(hours=24)
REMARKS_KEPT = 1_000
# About as many rows as are compared while somebody waits.
PREVIEWED_AT_ONCE = 10_000


def propose_roster(
    *,
    actor: Actor,
    organisation_id: int,
    data: bytes,
    now: datetime,
    create_places: bool | None = None,
    as_of: date | None = None,
    with_preview: bool | None = None,
) -> RosterBatch:
    """Take an upload and find out what importing it would change.

    Args:
        data: the file.
        create_places: make services and teams that we do not know. When left out: only if the organisation has
            no team yet, because a first roster brings the tree, and later an unknown team is mostly a slip.
        as_of: the day the roster speaks of; today when left out.
        with_preview: work out the preview now; when left out, only for files small enough to wait for.

    Returns:
        The proposed batch; its counts say what an import would do, and stay empty while columns are missing or
        the preview is still to be worked out (`preview_roster`).

    Raises:
        NotYourPlace: not a training administrator of the organisation.
        UnreadableFile: no table that we can read.
    """
    if not may_import_roster(actor, organisation_id):
        raise NotYourPlace()
    table = read_table(data)
    if create_places is None:
        create_places = not Team.objects.filter(service__organisation_id=organisation_id).exists()
    code = new_code(128)
    batch = RosterBatch(
        organisation_id=organisation_id,
        code=code,
        file_digest=hashlib.sha256(data).hexdigest(),
        mapping=guessed_mapping(table.header),
        create_places=create_places,
        as_of=as_of or clock.today(now),
        rows_read=len(table.rows),
        imported_by=actor.label,
        imported_at=now,
    )
    if with_preview if with_preview is not None else batch.rows_read <= PREVIEWED_AT_ONCE:
        _note_survey(batch, table)
    with transaction.atomic():
        batch.stored_as = default_storage.save(f"rosters/{code}.bin", ContentFile(data))
        batch.save()
        _write_down(actor, "proposed roster", batch, now)
    return batch


def change_proposal(
    *, actor: Actor, batch_id: int, mapping: Mapping, create_places: bool, now: datetime
) -> RosterBatch:
    """Say which column holds what and whether new teams are made; the preview is worked out again.

    Raises:
        NotFound: no such import within the actor's reach.
        IllegalMove: it was decided already.
        FileGone: the file was kept for 24 hours, and they have passed.
    """
    with transaction.atomic():
        batch = proposal(actor, batch_id)
        if batch.state != BatchState.PROPOSED:
            raise IllegalMove()
        table = stored_table(batch)
        last = len(table.header)
        batch.mapping = {
            name: place for name, place in mapping.items() if name in COLUMNS and 0 <= place < last
        }
        batch.create_places = create_places
        forget_outcomes(batch)
        batch.outlook = {}
        if batch.rows_read <= PREVIEWED_AT_ONCE:
            _note_survey(batch, table)
        batch.save()
    return batch


def preview_roster(*, batch_id: int) -> RosterBatch:
    """Work out the preview of a large proposal; a worker's task. Changes nobody's record."""
    batch = RosterBatch.objects.get(pk=batch_id)
    if batch.state == BatchState.PROPOSED and not batch.outlook and file_is_kept(batch):
        seen = batch.mapping, batch.create_places
        _note_survey(batch, stored_table(batch))
        with transaction.atomic():
            latest = RosterBatch.objects.select_for_update(of=("self",)).get(pk=batch_id)
            if latest.state == BatchState.PROPOSED and (latest.mapping, latest.create_places) == seen:
                batch.save()
    return batch


def proposals_without_preview() -> list[int]:
    """Large proposals whose preview nobody has worked out yet."""
    waiting = RosterBatch.objects.filter(state=BatchState.PROPOSED, outlook={}).exclude(stored_as="")
    return [batch.pk for batch in waiting if not missing_columns(batch.mapping)]


def drop_proposal(*, actor: Actor, batch_id: int, now: datetime) -> RosterBatch:
    """Decide against an import and delete the file. Raises `NotFound`, `IllegalMove`."""
    with transaction.atomic():
        batch = proposal(actor, batch_id)
        batch.state = BatchState(batch_machine.target("drop", batch.state))
        batch.ended_at = now
        batch.save(update_fields=["state", "ended_at"])
        forget_file(batch)
        _write_down(actor, "dropped roster", batch, now)
    return batch


def drop_old_proposals(*, actor: Actor, now: datetime) -> int:
    """Drop what nobody decided about within 24 hours, and the files of imports that stopped. Returns how many."""
    old = RosterBatch.objects.filter(imported_at__lt=now - KEPT_FOR)
    ids = list(old.filter(state=BatchState.PROPOSED).values_list("pk", flat=True))
    for batch_id in ids:
        drop_proposal(actor=actor, batch_id=batch_id, now=now)
    for batch in old.filter(state=BatchState.FAILED).exclude(stored_as=""):
        forget_file(batch)
    return len(ids)


def proposal(actor: Actor, batch_id: int) -> RosterBatch:
    """The import, locked, if the actor may see it. Raises `NotFound`."""
    batch = batches_seen_by(actor).select_for_update(of=("self",)).filter(pk=batch_id).first()
    if batch is None:
        raise NotFound()
    return batch


def file_is_kept(batch: RosterBatch) -> bool:
    """Whether the upload is still there."""
    return bool(batch.stored_as) and default_storage.exists(batch.stored_as)


def stored_table(batch: RosterBatch) -> Table:
    """The upload, read again. Raises `FileGone`."""
    if not file_is_kept(batch):
        raise FileGone()
    with default_storage.open(batch.stored_as) as stored:
        return read_table(stored.read())


def forget_file(batch: RosterBatch) -> None:
    """Delete the upload once the transaction is through, and the names that the preview showed out of it."""
    forget_outcomes(batch)
    if batch.outlook.pop("examples", None):
        RosterBatch.objects.filter(pk=batch.pk).update(outlook=batch.outlook)
    name = batch.stored_as
    if name:
        RosterBatch.objects.filter(pk=batch.pk).update(stored_as="")
        batch.stored_as = ""
        transaction.on_commit(lambda: default_storage.delete(name), robust=True)


def roster_survey(batch: RosterBatch, table: Table) -> Survey:
    """What an import would change now. Raises `ColumnsMissing`."""
    if missing := missing_columns(batch.mapping):
        raise ColumnsMissing(columns=", ".join(missing))
    reading = read_in_order(table, batch.mapping)
    return survey(
        reading, organisation_id=batch.organisation_id, as_of=batch.as_of, create_places=batch.create_places
    )


def _note_survey(batch: RosterBatch, table: Table) -> None:
    """Write the preview's figures on the proposal; none while columns are missing."""
    if missing_columns(batch.mapping):
        batch.created = batch.changed = batch.ended = batch.unchanged = batch.refused_rows = 0
        batch.refused, batch.warnings = [], []
        return
    found = roster_survey(batch, table)
    batch.created = found.counts["created"]
    batch.changed = found.counts["changed"] + found.counts["moved"]
    batch.ended = found.counts["ended"]
    batch.unchanged = found.counts["unchanged"]
    batch.refused_rows = found.refused_rows
    batch.refused = [remark.as_dict() for remark in found.refused[:REMARKS_KEPT]]
    batch.warnings = [remark.as_dict() for remark in found.warnings[:REMARKS_KEPT]]
    batch.outlook = {
        "read_as": table.read_as,
        "new_services": list(found.new_services[:100]),
        "new_teams": list(found.new_teams[:100]),
        "not_in_file": found.not_in_file,
        "whose": found.whose,
        "header": list(table.header),
        "examples": example_names(table, batch.mapping),
    }
    keep_outcomes(batch, found.outcomes)


def _write_down(actor: Actor, verb: str, batch: RosterBatch, now: datetime) -> None:
    record(
        actor=actor,
        verb=verb,
        about=Ref("people.rosterbatch", batch.pk),
        now=now,
        organisation_id=batch.organisation_id,
    )
