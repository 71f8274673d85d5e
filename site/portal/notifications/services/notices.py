"""Planning, cancelling and resending notices."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from portal.audit.services import record
from portal.kernel.actors import Actor
from portal.kernel.errors import DomainError, IllegalMove, NotFound
from portal.kernel.refs import Ref
from portal.notifications.kinds import kind_of
from portal.notifications.models import CalendarEntry, Notice
from portal.notifications.permissions import may_touch_notice
from portal.notifications.states import NoticeState, notice_machine
from portal.notifications.tasks import nudge


class MissingFact(DomainError):
    sentence = "The notice {key} cannot be planned without {facts}."
    status = 500


def plan_notice(
    *,
    key: str,
    person_id: int,
    about: Ref,
    facts: dict[str, str],
    now: datetime,
    dedupe: str,
    due_at: datetime | None = None,
    calendar: CalendarEntry | None = None,
) -> Notice:
    """Plan one notice, in the caller's transaction; the same `dedupe` plans it only once.

    Args:
        key: a registered kind.
        person_id, about: who is told, about which thing.
        facts: what the wording needs, as text; no names, no case references.
        dedupe: recipient-independent identity of the occasion ("booked:12:v1"); key and person are added.
        due_at: when it goes; at once by default.
        calendar: the entry whose file goes with it.

    Raises:
        MissingFact: the kind needs a fact that was not given.
    """
    kind = kind_of(key)
    if missing := [name for name in kind.facts if name not in facts]:
        raise MissingFact(key=key, facts=", ".join(missing))
    notice, fresh = Notice.objects.get_or_create(
        dedupe=f"{key}:{person_id}:{dedupe}",
        defaults={
            "key": key,
            "person_id": person_id,
            "about": str(about),
            "facts": facts,
            "calendar_entry": calendar,
            "due_at": due_at or now,
            "planned_at": now,
        },
    )
    if fresh and notice.due_at <= now:
        transaction.on_commit(nudge, robust=True)
    return notice


def cancel_notices(*, about: Ref, now: datetime, key: str | None = None, person_id: int | None = None) -> int:
    """Cancel what is still planned about a thing. Returns how many."""
    planned = Notice.objects.filter(about=str(about), state__in=notice_machine.sources("cancel"))
    if key:
        planned = planned.filter(key=key)
    if person_id:
        planned = planned.filter(person_id=person_id)
    return planned.update(state=NoticeState.CANCELLED)


def cancel_notice(*, actor: Actor, notice_id: int, now: datetime) -> Notice:
    """Cancel one planned notice by hand. Raises `NotFound` and `IllegalMove`."""
    return _move_by_hand(actor, notice_id, "cancel", now)


def resend_notice(*, actor: Actor, notice_id: int, now: datetime) -> Notice:
    """Send one notice again, now; its state is re-checked as ever. Raises `NotFound` and `IllegalMove`."""
    return _move_by_hand(actor, notice_id, "resend", now)


def _move_by_hand(actor: Actor, notice_id: int, move: str, now: datetime) -> Notice:
    with transaction.atomic():
        notice = Notice.objects.select_for_update().filter(pk=notice_id).first()
        if notice is None or not may_touch_notice(actor, notice):
            raise NotFound()
        if not notice_machine.allows(move, notice.state):
            raise IllegalMove()
        notice.state = notice_machine.target(move, notice.state)
        if move == "resend":
            notice.sent_at, notice.due_at, notice.attempts = None, now, 0
            notice.sendings += 1
            transaction.on_commit(nudge, robust=True)
        notice.save(update_fields=["state", "sent_at", "due_at", "attempts", "sendings"])
        record(actor=actor, verb=f"notice {move}", about=Ref("notifications.notice", notice.pk), now=now)
    return notice


def settle_past_notices(*, now: datetime) -> int:
    """Mark what was due as sent, without sending: for history that is brought in from elsewhere. Returns how many."""
    due = Notice.objects.filter(state=NoticeState.PLANNED, due_at__lte=now)
    return due.update(state=NoticeState.SENT, sent_at=F("due_at"))
