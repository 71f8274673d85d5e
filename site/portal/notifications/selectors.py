"""The visible queue, and people's calendar entries."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from portal.kernel.refs import Ref
from portal.notifications.groups import group_of
from portal.notifications.kinds import kind_of
from portal.notifications.left_out import subject_of
from portal.notifications.models import CalendarDay, CalendarEntry, CalendarFeed, Notice, NoticeRefusal
from portal.notifications.states import OPEN, NoticeState


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """One line of the queue on screen: what, to whom, why, and when it went or will go."""

    id: int
    what: str
    why: str
    to: str
    when: datetime
    state: str
    state_words: str
    tag_kind: str
    can_cancel: bool
    can_resend: bool
    trouble: str


TAG_KINDS = {
    NoticeState.PLANNED: "due",
    NoticeState.SENDING: "due",
    NoticeState.SENT: "ok",
    NoticeState.CANCELLED: "info",
    NoticeState.FAILED: "stop",
}


TURNED_OFF = "They turned off messages of this kind."


def notices_about(about: Ref, *, person_id: int | None = None) -> list[NoticeRow]:
    """Everything planned, sent or cancelled about a thing, oldest first; to one person if given. One query."""
    found = Notice.objects.filter(about=str(about)).select_related("person")
    if person_id:
        found = found.filter(person_id=person_id)
    return [_row(notice) for notice in found]


# What the list of deliveries can be narrowed to.
SHOWN = {
    "": tuple(NoticeState),
    "failed": (NoticeState.FAILED,),
    "planned": OPEN,
    "sent": (NoticeState.SENT,),
}


def notices_shown(show: str) -> QuerySet[Notice]:
    """All mails of a kind of state, the newest first."""
    found = Notice.objects.filter(state__in=SHOWN.get(show, SHOWN[""]))
    return found.select_related("person").order_by("-pk")


def rows_of(notices: Iterable[Notice]) -> list[NoticeRow]:
    """Mails as lines of a list."""
    return [_row(notice) for notice in notices]


def number_failed() -> int:
    """How many mails could not be sent."""
    return Notice.objects.filter(state=NoticeState.FAILED).count()


def _row(notice: Notice) -> NoticeRow:
    kind = kind_of(notice.key)
    state = NoticeState(notice.state)
    return NoticeRow(
        id=notice.pk,
        what=subject_of(kind.subject, kind.why, notice.facts),
        why=kind.why,
        to=notice.person.name,
        when=notice.sent_at or notice.due_at,
        state=state,
        state_words=state.label,
        tag_kind=TAG_KINDS[state],
        can_cancel=state == NoticeState.PLANNED,
        can_resend=state in (NoticeState.SENT, NoticeState.FAILED),
        trouble=_trouble(notice),
    )


def _trouble(notice: Notice) -> str:
    if notice.state == NoticeState.CANCELLED:
        return TURNED_OFF if notice.last_error == "turned off" else ""
    return notice.last_error and "The mail server did not take it. We keep trying."


def calendar_entries_of(person_id: int) -> QuerySet[CalendarEntry]:
    """Entries that still stand, for a feed."""
    return CalendarEntry.objects.filter(
        person_id=person_id, cancelled=False, withdrawn=False
    ).prefetch_related("days")


def coming_days(person_id: int, now: datetime) -> QuerySet[CalendarDay]:
    """The days of somebody's entries that are not over yet, soonest first."""
    standing = CalendarDay.objects.filter(
        entry__person_id=person_id, entry__cancelled=False, entry__withdrawn=False, ends_at__gt=now
    )
    return standing.select_related("entry").order_by("starts_at", "pk")


def is_turned_off(kind: str, person_id: int) -> bool:
    """Whether somebody does not want notices of this kind. No query for those that are always sent."""
    group = group_of(kind)
    if group is None or group.always:
        return False
    return NoticeRefusal.objects.filter(person_id=person_id, group=group.key).exists()


def groups_turned_off(person_id: int) -> set[str]:
    """The groups that somebody does not want."""
    return set(NoticeRefusal.objects.filter(person_id=person_id).values_list("group", flat=True))


def has_feed(person_id: int) -> bool:
    """Whether somebody has a private calendar address that works."""
    return CalendarFeed.objects.filter(person_id=person_id, revoked_at__isnull=True).exists()


def token_hash(token: str) -> str:
    """What is kept of the token in a calendar address."""
    return hashlib.sha256(token.encode()).hexdigest()
