"""Planning, cancelling and resending notices."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat

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


@dataclass(frozen=True, slots=True)
class NoticePlan:
    """One notice to plan; see `plan_notice` for what the parts mean."""

    key: str
    person_id: int
    about: Ref
    facts: dict[str, str]
    dedupe: str
    due_at: datetime | None = None
    calendar: CalendarEntry | None = None

    def row(self, now: datetime) -> Notice:
        """The row, not yet stored. Raises `MissingFact`."""
        if missing := [name for name in kind_of(self.key).facts if name not in self.facts]:
            raise MissingFact(key=self.key, facts=", ".join(missing))
        return Notice(
            key=self.key,
            person_id=self.person_id,
            about=str(self.about),
            facts=self.facts,
            dedupe=f"{self.key}:{self.person_id}:{self.dedupe}",
            calendar_entry=self.calendar,
            due_at=self.due_at or now,
            planned_at=now,
        )


def plan_notices(*plans: NoticePlan, now: datetime) -> None:
    """Plan several notices in one statement; those that are planned already stay as they are.

    For commands that hold a lock and should not hold it for long. Raises `MissingFact`.
    """
    rows = [plan.row(now) for plan in plans]
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    if any(row.due_at <= now for row in rows):
        transaction.on_commit(nudge, robust=True)


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
    plan = NoticePlan(key, person_id, about, facts, dedupe, due_at, calendar)
    plan_notices(plan, now=now)
    return Notice.objects.get(dedupe=plan.row(now).dedupe)


def cancel_notices(*, about: Ref, now: datetime, key: str | None = None, person_id: int | None = None) -> int:
    """Cancel what is still planned about a thing. Returns how many.

    The occasion is free again: what is undone and comes after all is planned anew, while what was sent is not sent
    twice. What somebody cancels by hand stays cancelled.
    """
    planned = Notice.objects.filter(about=str(about), state__in=notice_machine.sources("cancel"))
    if key:
        planned = planned.filter(key=key)
    if person_id:
        planned = planned.filter(person_id=person_id)
    free = Concat(Value("called off:"), Cast("pk", CharField()))
    return planned.update(state=NoticeState.CANCELLED, dedupe=free)


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
