"""Taking an import back: what it made goes, what it changed returns, what somebody touched since stays."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, Field, ForeignObjectRel, Model, OuterRef, QuerySet

from portal.audit.services import record
from portal.kernel import clock
from portal.kernel.actors import Actor
from portal.kernel.refs import Ref
from portal.people.errors import CannotUndo, ImportRunning
from portal.people.models import Grant, Membership, Person, RosterBatch, RosterChange, Service, Team
from portal.people.resting_roles import roles_resting_on, still_resting
from portal.people.services.apply_roster import plain
from portal.people.services.editor_groups import keep_editor_groups
from portal.people.services.grants import stop_grant
from portal.people.services.proposals import forget_file, proposal
from portal.people.states import BatchState, MembershipState, batch_machine, membership_machine

# Children before parents.
MODELS: dict[str, type[Model]] = {
    "grant": Grant,
    "membership": Membership,
    "person": Person,
    "team": Team,
    "service": Service,
}
BULK = 500
SLICE = 2_000


def undo_import(*, actor: Actor, batch_id: int, now: datetime) -> RosterBatch:
    """Undo one import, whole, in one transaction.

    A membership it made is withdrawn where something already points at it or at its person's history, else
    deleted with the people, teams and services that it made and that nothing else uses. Rows that were changed
    again since, by hand or by a later import, are left alone and counted in `left_alone`. Roles that were given since
    where it put somebody end with that place; `outlook["roles_ended"]` counts them.

    Raises:
        NotFound: no such import within the actor's reach.
        CannotUndo: it was never made, or is undone already.
        ImportRunning: an import of this organisation is running.
    """
    with transaction.atomic():
        batch = proposal(actor, batch_id)
        if batch.state not in batch_machine.sources("undo"):
            raise CannotUndo()
        running = RosterBatch.objects.filter(organisation_id=batch.organisation_id, state=BatchState.RUNNING)
        if running.exists():
            raise ImportRunning()
        left_alone, today = 0, clock.today(now)
        resting = list(roles_resting_on(batch, today).order_by().values_list("pk", flat=True))
        for name, model in MODELS.items():
            for made in _slices(batch.changes.filter(model=name, before__isnull=True)):
                left_alone += _remove(model, [change.row_id for change in made], batch)
            for changed in _slices(batch.changes.filter(model=name, before__isnull=False)):
                left_alone += _restore(model, changed)
        batch.state = BatchState(batch_machine.target("undo", batch.state))
        batch.left_alone = left_alone
        batch.ended_at = now
        batch.outlook["roles_ended"] = _end_roles(actor, resting, now)
        batch.save(update_fields=["state", "left_alone", "ended_at", "outlook"])
        forget_file(batch)
        keep_editor_groups(on=today)
        record(
            actor=actor,
            verb="undid roster import",
            about=Ref("people.rosterbatch", batch.pk),
            now=now,
            organisation_id=batch.organisation_id,
            detail={"left_alone": left_alone},
        )
    return batch


def _end_roles(actor: Actor, grant_ids: list[int], now: datetime) -> int:
    """End those whose holder no longer works where the role is for. Returns how many."""
    grants = Grant.objects.filter(pk__in=grant_ids)
    stay = still_resting(grants, clock.today(now)).values_list("pk", flat=True)
    gone = list(grants.exclude(pk__in=list(stay)).select_for_update())
    for grant in gone:
        stop_grant(actor=actor, grant=grant, now=now, reason="roster import undone")
    return len(gone)


def _slices(rows: QuerySet[RosterChange]) -> Iterator[list[RosterChange]]:
    """An import's lines, newest first, a few thousand at a time."""
    changes = list(rows.order_by("-pk"))
    for start in range(0, len(changes), SLICE):
        yield changes[start : start + SLICE]


def _restore(model: type[Model], changes: Iterable[RosterChange]) -> int:
    """Put old values back where the import's values still stand. Returns how many rows were left alone."""
    by_id: dict[int, list[RosterChange]] = defaultdict(list)
    for change in changes:
        by_id[change.row_id].append(change)
    restored: list[Model] = []
    columns: set[str] = set()
    alone = 0
    taken = _numbers_taken(by_id) if model is Membership else set()
    for row in model._default_manager.filter(pk__in=by_id):
        for change in by_id[row.pk]:
            if row.pk in taken and (change.before or {}).get("ends_on", "") is None:
                alone += 1
                continue
            if any(plain(getattr(row, column)) != value for column, value in change.after.items()):
                alone += 1
                continue
            for column, value in (change.before or {}).items():
                setattr(row, column, _column(model, column).to_python(value))
            columns |= set(change.before or {})
            restored.append(row)
    names = [field.name for field in model._meta.concrete_fields if field.attname in columns]
    if restored and names:
        model._default_manager.bulk_update(restored, names, batch_size=BULK)
    return alone


def _column(model: type[Model], column: str) -> Field[Any, Any]:
    return next(field for field in model._meta.concrete_fields if field.attname == column)


def _numbers_taken(ids: Iterable[int]) -> set[int]:
    """Memberships that cannot open again: another open one has taken over their employee number."""
    closed = Membership.objects.filter(pk__in=ids, ends_on__isnull=False).exclude(employee_id="")
    successor = Membership.objects.filter(
        organisation_id=OuterRef("organisation_id"), employee_id=OuterRef("employee_id"), ends_on=None
    )
    return set(closed.filter(Exists(successor)).values_list("pk", flat=True))


def _remove(model: type[Model], ids: list[int], batch: RosterBatch) -> int:
    """Delete rows the import made and that nothing points at; withdraw memberships that must stay."""
    found = set(model._default_manager.filter(pk__in=ids).values_list("pk", flat=True))
    used = _used(model, found)
    if model is Membership:
        edited = set(_edited_since(batch, found))
        # Closed as well as withdrawn, so that the employee number is free again.
        standing = Membership.objects.filter(
            pk__in=used - edited, state__in=membership_machine.sources("withdraw")
        )
        withdrawn = membership_machine.target("withdraw", MembershipState.CONFIRMED)
        standing.update(state=withdrawn, ends_on=F("starts_on"))
        used |= edited
    model._default_manager.filter(pk__in=found - used).delete()
    return len(used)


def _edited_since(batch: RosterBatch, ids: set[int]) -> Iterable[int]:
    """Memberships of this import that a later import that still stands has changed."""
    later = RosterChange.objects.filter(model="membership", row_id__in=ids, batch_id__gt=batch.pk)
    return later.exclude(batch__state=BatchState.UNDONE).values_list("row_id", flat=True)


def _used(model: type[Model], ids: set[int]) -> set[int]:
    """Rows that some other row points at, whichever app it belongs to."""
    used: set[int] = set()
    for relation in model._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel) and not relation.many_to_many:
            name = relation.field.name
            pointing = relation.field.model._default_manager.filter(**{f"{name}__in": ids})
            used |= set(pointing.values_list(name, flat=True))
    return used
