"""Access and dietary needs: given, changed, read by trainers, deleted in time."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from courses.models import AccessNeed, Enrolment
from courses.permissions import may_give_needs, may_read_needs, needs_read_by
from courses.selectors.needs import NeedRow, need_rows
from courses.selectors.runs import run_seen
from courses.states import ENDED
from portal.audit.services import record, record_read
from portal.kernel.actors import SYSTEM, Actor
from portal.kernel.errors import NotFound
from portal.kernel.refs import Ref

KEPT_FOR = timedelta(days=30)
AT_ONCE = 500


def write_needs(enrolment: Enrolment, words: str, *, now: datetime) -> None:
    """Keep what somebody typed for a place that is theirs; empty deletes. In the caller's transaction."""
    if words.strip():
        AccessNeed.objects.update_or_create(
            enrolment=enrolment, defaults={"words": words.strip(), "given_at": now}
        )
    else:
        AccessNeed.objects.filter(enrolment=enrolment).delete()


def keep_needs(*, actor: Actor, enrolment_id: int, words: str, now: datetime) -> None:
    """Give, change or take back what one needs.

    Raises:
        NotFound: no such place, it is somebody else's, or it has ended.
    """
    with transaction.atomic():
        enrolment = Enrolment.objects.select_for_update().filter(pk=enrolment_id).first()
        if enrolment is None or not may_give_needs(actor, enrolment):
            raise NotFound()
        write_needs(enrolment, words, now=now)


def open_needs(*, actor: Actor, reference: str, now: datetime) -> list[NeedRow]:
    """What people of a run need, for its trainers; the reading is written down.

    Raises:
        NotFound: no such run, or the actor does not train it.
    """
    run = run_seen(actor, reference)
    if not may_read_needs(actor, run):
        raise NotFound()
    rows = need_rows(needs_read_by(actor).filter(enrolment__run=run))
    record_read(actor=actor, about=Ref("courses.run_needs", run.pk), now=now)
    return rows


def delete_old_needs(*, now: datetime) -> int:
    """Delete needs 30 days after the last day, and those of places that ended. Returns how many; leaves a trace."""
    count = 0
    while deleted := _delete_some(now):
        count += deleted
    return count


def _delete_some(now: datetime) -> int:
    over = Q(enrolment__run__ends_at__lt=now - KEPT_FOR) | Q(enrolment__state__in=ENDED)
    with transaction.atomic():
        ids = list(AccessNeed.objects.filter(over).order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
        count, _ = AccessNeed.objects.filter(pk__in=ids).delete()
        if count:
            detail = {"count": count, "kept_days": KEPT_FOR.days}
            record(
                actor=SYSTEM,
                verb="needs deleted",
                about=Ref("courses.needs", ids[-1]),
                now=now,
                detail=detail,
            )
    return count
